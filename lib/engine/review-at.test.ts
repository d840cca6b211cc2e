import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Snapshot } from '../model/snapshot';
import { diagnose } from './run';
import { snapshotOf } from './scenarios/replay';
import { readScenario } from './testing/play';

const folder = new URL('scenarios/', import.meta.url);
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.yaml') ? [file.replace(/\.yaml$/, '')] : []));
const minuteMs = 60_000;

/** What a row of the board says, and when it is looked at again. */
function rowAt(snapshot: Snapshot, ms: number) {
  const { diagnosis, reviewAt } = diagnose({ ...snapshot, asOf: new Date(ms).toISOString() });
  return { row: `${diagnosis.status} ${diagnosis.primary?.cause ?? '-'}`, reviewAt };
}

/** The minutes at which the row is another one, though nobody was told to look again by then. */
function unforeseen(snapshot: Snapshot): string[] {
  const startMs = Date.parse(snapshot.asOf);
  const { row, reviewAt } = rowAt(snapshot, startMs);
  // An hour is the longest that any end counts; what is named beyond it is tested up to there.
  const lastMs = Math.min(reviewAt === null ? Infinity : Date.parse(reviewAt) - 1, startMs + 62 * minuteMs);
  const times = [lastMs];
  for (let ms = startMs + minuteMs; ms < lastMs; ms += minuteMs) times.push(ms);
  return times.flatMap((ms) => {
    const now = rowAt(snapshot, ms).row;
    return now === row
      ? []
      : [`+${Math.round((ms - startMs) / 1000)} s: ${row} became ${now}, review at ${reviewAt ?? 'no time'}`];
  });
}

it.each(names)('%s: the row holds until the time at which it is looked at again', async (name) => {
  expect(unforeseen(await snapshotOf(readScenario(name))).slice(0, 2)).toEqual([]);
});

it.each(names)('%s, described without the state of its containers: the row holds as long', async (name) => {
  const snapshot = await snapshotOf(readScenario(name));
  const pods = snapshot.pods.map((pod) => ({
    ...pod,
    status: { ...pod.status, containerStatuses: [], initContainerStatuses: [] },
  }));
  expect(unforeseen({ ...snapshot, pods }).slice(0, 2)).toEqual([]);
});
