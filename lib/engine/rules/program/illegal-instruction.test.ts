import { describe, expect, it } from 'vitest';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  terminated,
  waiting,
} from '../../testing/build';
import { crashing } from '../../testing/crashing';
import { saysOf } from '../../testing/play';

describe('illegal-instruction', () => {
  it('fires', async () => {
    expect(await saysOf('illegal-instruction.fires', 'illegal-instruction')).toMatch(/^possible: .*instruction/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('illegal-instruction.near-miss', 'illegal-instruction')).toBeNull();
  });

  it('needs no node', async () => {
    expect(await saysOf('illegal-instruction.fires', 'illegal-instruction', { object: 'Node/rack0-old' })).toMatch(
      /^possible/,
    );
  });

  it.each([
    ['each time that it is started', 3, 'illegal-instruction likely'],
    ['once', 1, 'liveness-probe-failing proven'],
  ])('goes before the probe that kills where what it starts crashes %s', async (_, times, answer) => {
    const crash = 'Error: reloading the worker: signal: illegal instruction (core dumped)\n';
    const killed = { type: 'Normal', lastTimestamp: ago(2.5) };
    const objects = [
      ...deployment(),
      podOf({
        container: {
          livenessProbe: { httpGet: { path: '/healthz', port: 80 }, periodSeconds: 10, failureThreshold: 3 },
        },
        status: {
          phase: 'Running',
          containerStatuses: [
            waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(143, 2) }),
          ],
        },
      }),
      event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', killed),
      event(`Pod/${podName}`, 'Unhealthy', 'Liveness probe failed: HTTP probe failed with statuscode: 500', {
        lastTimestamp: ago(2.5),
      }),
    ];
    const logs = { [`${podName}/main`]: { previous: `worker up\n${crash.repeat(times)}` } };
    expect(answerOf(await diagnoseObjects(objects, { logs }))).toBe(answer);
  });

  it('is not the trap by which Swift ends a program for what it did not expect', async () => {
    const said = 'App/configure.swift:14: Fatal error: Unexpectedly found nil while unwrapping an Optional value';
    expect(answerOf(await crashing(said, 132))).toBe('app-error-uncaught likely');
    expect(answerOf(await crashing('App/configure.swift:14: warning: variable is never used', 132))).toBe(
      'illegal-instruction possible',
    );
  });

  it.each([
    [
      'App/configure.swift:55: Fatal error: result 1\nIllegal instruction (core dumped)',
      132,
      'app-error-uncaught likely',
    ],
    [
      'App/entrypoint.swift:9: Fatal error: Index out of range\n\n*** Signal 4: Backtracing from 0x7f12... done ***\n\n*** Program crashed: Illegal instruction at 0x7f12 ***',
      132,
      'app-error-uncaught likely',
    ],
    [
      '#\n# Fatal error in ../../src/heap/mark-compact.cc, line 2345\n# Check failed: !IsMarkedBlack().\n#\nIllegal instruction (core dumped)',
      132,
      'app-error-uncaught likely',
    ],
    [
      '#\n# Fatal error in , line 0\n# API fatal error handler returned after process out of memory\n#\nIllegal instruction (core dumped)',
      132,
      'runtime-heap-exhausted likely',
    ],
    [
      "thread 'main' panicked at 'no value', src/main.rs:4:10\nthread panicked while panicking. aborting.\nIllegal instruction (core dumped)",
      132,
      'app-error-uncaught likely',
    ],
  ])('is not the trap behind what the program itself calls fatal: %s', async (log, code, answer) => {
    expect(answerOf(await crashing(log, code))).toBe(answer);
  });

  it.each([
    'starting\nIllegal instruction (core dumped)',
    "thread 'worker-3' panicked at 'no value', src/main.rs:4:10\nINFO 40 orders processed\nIllegal instruction (core dumped)",
  ])('is the fault of a program that had not given up before it: %s', async (log) => {
    expect(answerOf(await crashing(log, 132))).toBe('illegal-instruction likely');
  });
});
