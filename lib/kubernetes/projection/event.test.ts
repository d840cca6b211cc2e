import { describe, expect, it } from 'vitest';

import { project } from './project';

const clean = (text: string): string => text;
const metadata = { name: 'e', namespace: 'shop', creationTimestamp: '2026-11-21T08:00:00Z' };
const involvedObject = { kind: 'Pod', name: 'cart-1', uid: 'u1' };

describe('effective time and count (signals §3.1)', () => {
  it.each([
    [
      'the series first',
      {
        series: { count: 7, lastObservedTime: '2026-11-21T08:05:00.5Z' },
        count: 2,
        lastTimestamp: '2026-11-21T08:04:00Z',
        eventTime: '2026-11-21T08:01:00Z',
      },
      { at: '2026-11-21T08:05:00.5Z', count: 7 },
    ],
    [
      'then lastTimestamp and count',
      { count: 2, lastTimestamp: '2026-11-21T08:04:00Z', firstTimestamp: '2026-11-21T08:02:00Z' },
      { at: '2026-11-21T08:04:00Z', count: 2, firstAt: '2026-11-21T08:02:00Z' },
    ],
    ['then eventTime', { eventTime: '2026-11-21T08:01:00.123456Z' }, { at: '2026-11-21T08:01:00.123456Z', count: 1 }],
    ['then firstTimestamp', { firstTimestamp: '2026-11-21T08:02:00Z' }, { at: '2026-11-21T08:02:00Z', count: 1 }],
    ['then its creation', { lastTimestamp: null }, { at: '2026-11-21T08:00:00Z', count: 1 }],
  ])('takes %s', (_, fields, expected) => {
    expect(project('Event', { metadata, involvedObject, ...fields }, clean)).toMatchObject(expected);
  });

  it('reads events.k8s.io as it reads core events', () => {
    const raw = {
      apiVersion: 'events.k8s.io/v1',
      metadata,
      regarding: { ...involvedObject, fieldPath: 'spec.containers{app}' },
      note: 'Back-off',
      deprecatedSource: { component: 'kubelet', host: 'node-1' },
      deprecatedCount: 3,
      deprecatedFirstTimestamp: '2026-11-21T08:02:00Z',
      deprecatedLastTimestamp: '2026-11-21T08:03:00Z',
      type: 'Warning',
      reason: 'BackOff',
    };
    expect(project('Event', raw, clean)).toMatchObject({
      apiVersion: 'events.k8s.io/v1',
      involvedObject: { kind: 'Pod', namespace: 'shop', name: 'cart-1', fieldPath: 'spec.containers{app}' },
      message: 'Back-off',
      source: { component: 'kubelet', host: 'node-1' },
      firstAt: '2026-11-21T08:02:00Z',
      at: '2026-11-21T08:03:00Z',
      count: 3,
    });
  });

  it('gives a node no namespace', () => {
    const raw = { metadata, involvedObject: { kind: 'Node', name: 'node-1', uid: 'node-1' } };
    expect(project('Event', raw, clean)).toMatchObject({ involvedObject: { kind: 'Node', namespace: '' } });
  });
});
