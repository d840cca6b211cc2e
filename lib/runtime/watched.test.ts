import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../model/views';
import { freshnessOf } from './freshness';
import { createLiveHub } from './live-hub';
import { aState, clusterInfo } from './testing';
import { createTeller, restartsByReason } from './watched';

function cluster(name: string) {
  const heard: LiveEvent['event'][] = [];
  const live = createLiveHub();
  live.subscribe({ send: ({ event }) => heard.push(event), close: () => undefined });
  const at: { state: 'live' | 'stale' } = { state: 'live' };
  const board = {
    cluster: () => ({ name, id: '' }),
    freshness: () => freshnessOf([aState('Pod', at.state)], clusterInfo, '2026-11-21T03:00:00Z'),
  };
  return { watched: { board, live }, heard, at };
}

describe('how several clusters are heard', () => {
  it('is told to the readers of each when the state of one changes, and only then', () => {
    const east = cluster('east');
    const west = cluster('west');
    const tell = createTeller(() => [east.watched, west.watched]);
    tell();
    west.at.state = 'stale';
    tell();
    tell();
    expect(east.heard).toEqual(['clusters', 'clusters']);
    expect(west.heard).toEqual(east.heard);
  });

  it('is nothing to tell where there is one', () => {
    const only = cluster('east');
    createTeller(() => [only.watched])();
    expect(only.heard).toEqual([]);
  });
});

it('counts each restart of a watch under one reason', () => {
  const relists = { expired: 2, corrupt: 0, failed: 1, lost: 1, silent: 1, untold: 2 };
  const counted = restartsByReason({ restarts: 9, relists });
  expect(counted).toContainEqual({ reason: 'resumed', count: 5 });
  // Nine of the reader's own, one that a comparison asked for, and two that the feed did.
  expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(12);
});
