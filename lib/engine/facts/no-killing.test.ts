import { describe, expect, it } from 'vitest';
import type { ClusterEvent } from '../../model/kubernetes';
import { snapshotOf } from '../scenarios/replay';
import { readScenario } from '../testing/play';
import { noKilling } from './no-killing';
import { createWorkloadView, type ContainerView } from './views';
import type { Snapshot } from '../../model/snapshot';

/** The first container of that scenario's workload, with its snapshot changed. */
async function containerOf(change: (snapshot: Snapshot) => Partial<Snapshot>): Promise<ContainerView> {
  const snapshot = await snapshotOf(readScenario('liveness-probe-failing.fires'));
  const container = createWorkloadView({ ...snapshot, ...change(snapshot) }).pods[0]?.containers[0];
  if (!container) throw new Error('the scenario has no container');
  return container;
}

const told = (message: string) => ({
  events: (snapshot: Snapshot): ClusterEvent[] =>
    snapshot.events.map((event) => (event.reason === 'Killing' ? { ...event, message } : event)),
});
const words = (items: { text: string }[]) => items.map(({ text }) => text);

describe('the absence of a Killing event', () => {
  it('is not told where the event is there', async () => {
    const container = await containerOf(() => ({}));
    expect(container.events.some(({ reason }) => reason === 'Killing')).toBe(true);
    expect(noKilling(container)).toEqual([]);
    expect(noKilling(container, 'liveness')).toEqual([]);
  });

  it('is told of one kind of kill where there is another, in words that stay true', async () => {
    const container = await containerOf((snapshot) => ({
      events: told('Container x failed startup probe, will be restarted').events(snapshot),
    }));
    expect(words(noKilling(container, 'liveness'))).toEqual([
      expect.stringMatching(new RegExp(`^none of \\d+ events says that a liveness probe killed ${container.name}$`)),
    ]);
    expect(noKilling(container, 'startup')).toEqual([]);
  });

  it('is told as such where no event is a Killing', async () => {
    const container = await containerOf(({ events }) => ({
      events: events.filter(({ reason }) => reason !== 'Killing'),
    }));
    expect(words(noKilling(container))).toEqual([expect.stringMatching(/^none of \d+ events is Killing$/)]);
  });

  it('is not told where events are still being read, or were not read as they should be', async () => {
    const without = (snapshot: Snapshot) => snapshot.events.filter(({ reason }) => reason !== 'Killing');
    const what = (snapshot: Snapshot) => `events in ${snapshot.workload.namespace}`;
    const listing = await containerOf((one) => ({ events: without(one), pending: ['events'] }));
    const stale = await containerOf((one) => ({
      events: without(one),
      failures: [{ what: what(one), failure: { code: 'unreachable', message: 'Nothing was heard of them.' } }],
    }));
    expect([noKilling(listing), noKilling(stale)]).toEqual([[], []]);
  });
});
