import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { ago, answerOf, deployment, diagnoseObjects, podName, podOf, runningFor } from '../../testing/build';
import { crashing } from '../../testing/crashing';
import { saysOf } from '../../testing/play';

describe('segfault', () => {
  it('fires', async () => {
    expect(await saysOf('segfault.fires', 'segfault')).toMatch(/^possible: .*bad memory access/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('segfault.near-miss', 'segfault')).toBeNull();
  });

  it('is likely only where something else than the number says it', async () => {
    expect(answerOf(await crashing('work begins', 139))).toBe('segfault possible');
    expect(answerOf(await crashing('Segmentation fault (core dumped)', 139))).toBe('segfault likely');
  });

  it('is told by the report of a runtime that caught the signal and aborted', async () => {
    const report =
      '#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n#  SIGSEGV (0xb) at pc=0x00007f1e2c0d1a2b, pid=1, tid=7\n';
    const diagnosis = await crashing(report, 134);
    expect(answerOf(diagnosis)).toBe('segfault likely');
    expect(diagnosis.primary?.claims[0]?.text).toBe(
      'The last run ended with exit code 134: it aborted itself after the signal, as a crash handler does.',
    );
  });

  it('is not what a runtime does to itself, as the first process, for what the program did not catch', async () => {
    const uncaught =
      'Unhandled exception. System.ArgumentOutOfRangeException: no such shelf\n   at Shop.Shelf.Take(Int32 n)\n';
    expect(answerOf(await crashing(uncaught, 139))).toBe('app-error-uncaught likely');
    expect(answerOf(await crashing('ERROR no such shelf', 139))).toBe('segfault possible');
  });

  it('is told by the status that Windows ends a process with', async () => {
    const diagnosis = await crashing('work begins', -1073741819);
    expect(answerOf(diagnosis)).toBe('segfault possible');
    expect(diagnosis.primary?.claims[0]?.text).toContain('0xC0000005');
  });

  it('needs no log', async () => {
    expect(await saysOf('segfault.fires', 'segfault', { log: 'opening page' })).toMatch(/^possible/);
  });

  it.each([
    ['2026/11/20 09:58:17 [alert] 26#26: worker process 39 exited on signal 11 (core dumped)', 'segfault possible'],
    ['[2026-11-20 09:58:17 +0000] [1] [ERROR] Worker (pid:8) was sent SIGSEGV!', 'segfault possible'],
    ['2026/11/20 09:58:17 [notice] 26#26: worker process 39 exited with code 0', 'healthy'],
    ['/etc/probe.d/tool.sh: line 4: 17 Segmentation fault (core dumped) tool', 'healthy'],
  ])('of a worker is told of a container that goes on: %s', async (line, answer) => {
    const Ready = { type: 'Ready', status: 'True', lastTransitionTime: ago(60) };
    const status = { phase: 'Running', conditions: [Ready], containerStatuses: [runningFor('main', 60)] };
    const logs = { [`${podName}/main`]: { current: `starting\n${line}\n` } };
    const diagnosis = await diagnoseObjects([...deployment(), podOf({ status })], { logs });
    expect(answerOf(diagnosis)).toBe(answer);
    if (diagnosis.primary) {
      expect(diagnosis.status).toBe('degraded');
      expect(plainHeadline(diagnosis.primary.headline)).toMatch(/^A worker of container main/);
    }
  });
});
