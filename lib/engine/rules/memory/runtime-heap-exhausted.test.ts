import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { diagnose } from '../../run';
import { snapshotOf } from '../../scenarios/replay';
import { scenarioSchema } from '../../scenarios/scenario';
import { ago, answerOf, asOf, deployment, diagnoseObjects, podName, podOf, runningFor } from '../../testing/build';
import { crashing } from '../../testing/crashing';
import { saysOf } from '../../testing/play';

describe('runtime-heap-exhausted', () => {
  it('fires', async () => {
    expect(await saysOf('runtime-heap-exhausted.fires-java', 'runtime-heap-exhausted')).toMatch(/^likely: .*own heap/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('runtime-heap-exhausted.near-miss', 'runtime-heap-exhausted')).toBeNull();
  });

  it('needs no memory limit', async () => {
    expect(
      await saysOf('runtime-heap-exhausted.fires-java', 'runtime-heap-exhausted', {
        field: 'Pod/ledger-sync-84c6d5b7f9-8tc4m:spec.containers.0.resources',
      }),
    ).toMatch(/^likely/);
  });

  it('knows the last words of V8 where they were cut off, whatever signal ended it', async () => {
    const sweep = '[7:0x61c2a0]   812 ms: Mark-sweep 254.1 (258.7) -> 253.9 (259.2) MB, 88.1 / 0.0 ms';
    const header = '<--- Last few GCs --->';
    const said = 'FATAL ERROR: NewSpace::Rebalance Allocation failed - JavaScript heap out of memory';
    const cut = await crashing(`serving\n${header}\n\n${sweep}\n`, 139);
    expect(answerOf(cut)).toBe('runtime-heap-exhausted likely');
    const { primary } = await crashing(`serving\n${header}\n\n${sweep}\n\n${said}\n`, 134);
    expect(JSON.stringify(primary?.claims)).toContain('NewSpace');
    // --trace-gc writes of each collection.
    expect(answerOf(await crashing(`serving\n${sweep}\n`, 139))).toBe('segfault possible');
  });

  const Ready = { type: 'Ready', status: 'True', lastTransitionTime: ago(600) };
  const status = { phase: 'Running', conditions: [Ready], containerStatuses: [runningFor('main', 600)] };
  const running = [...deployment(), podOf({ age: 600, status })];
  const lost = 'Exception in thread "sorter-2" java.lang.OutOfMemoryError: Java heap space';

  it.each([
    [lost, 'runtime-heap-exhausted likely'],
    ['WARN sorter-2 gave up one parcel: java.lang.OutOfMemoryError: Java heap space', 'healthy'],
  ])('is told of a JVM that goes on without a thread: %s', async (line, answer) => {
    const logs = { [`${podName}/main`]: { current: `starting\n${line}\n\tat Sorter.run(Sorter.java:7)\n` } };
    const diagnosis = await diagnoseObjects(running, { logs });
    expect(answerOf(diagnosis)).toBe(answer);
    if (diagnosis.primary) expect(plainHeadline(diagnosis.primary.headline)).toContain('goes on without the thread');
  });

  it.each([
    [30, 'runtime-heap-exhausted likely'],
    [90, 'healthy'],
  ])('is told of it for an hour: %i minutes', async (minutes, answer) => {
    const logs = { [`${podName}/main`]: { current: `starting\n${lost}\n` } };
    const expected = { workload: 'Deployment/app', status: 'broken' };
    const scenario = scenarioSchema.parse({ about: 'a thread that is gone', asOf, objects: running, logs, expected });
    const snapshot = await snapshotOf(scenario);
    for (const digest of snapshot.logs) for (const hit of digest.hits) hit.at = ago(minutes);
    expect(answerOf(diagnose(snapshot).diagnosis)).toBe(answer);
  });
});
