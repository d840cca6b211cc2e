import { describe, expect, it } from 'vitest';
import { ago, deployment, diagnoseObjects, podOf } from './testing/build';

const killed = { reason: 'OOMKilled', exitCode: 137, startedAt: ago(3), finishedAt: ago(2) };

function status(name: string, restartCount: number, readyNow = false) {
  const state = readyNow
    ? { running: { startedAt: ago(1) } }
    : { waiting: { reason: 'CrashLoopBackOff', message: '' } };
  return { name, ready: readyNow, started: readyNow, restartCount, state, lastState: { terminated: killed } };
}

/** One pod of two containers that died of the same, in the same moment; `main` stands first in its spec. */
async function primaryOf(main: object, other: object) {
  const resources = { limits: { memory: '64Mi' } };
  const containers = ['main', 'other'].map((name) => ({ name, image: 'r.example/app:1', resources }));
  const pod = podOf({ spec: { containers }, status: { phase: 'Running', containerStatuses: [main, other] } });
  const { primary } = await diagnoseObjects([...deployment(), pod]);
  return [primary?.cause, primary?.container?.name];
}

describe('of two containers with the same cause', () => {
  it('the one that is down comes before the one that is up for now', async () => {
    expect(await primaryOf(status('main', 5, true), status('other', 5))).toEqual(['oom-killed-limit', 'other']);
    expect(await primaryOf(status('main', 5), status('other', 5, true))).toEqual(['oom-killed-limit', 'main']);
  });
  it('the one that restarted more comes first, else the first of the spec', async () => {
    expect(await primaryOf(status('main', 5), status('other', 9))).toEqual(['oom-killed-limit', 'other']);
    expect(await primaryOf(status('main', 5), status('other', 5))).toEqual(['oom-killed-limit', 'main']);
  });
});
