import { describe, expect, it } from 'vitest';
import { plainHeadline, type Diagnosis } from '../../model/diagnosis';
import { answerOf, ago, deployment, diagnoseObjects, podName, podOf, terminated, waiting } from '../testing/build';
import { crashing } from '../testing/crashing';

const refused = 'ERROR payment gateway: dial tcp 10.0.0.9:443: connect: connection refused';

describe('an error in the log of a run that SIGKILL ended', () => {
  it.each([
    ['a failed request', refused],
    ['a client with a bad certificate', '# Error accepting a client connection: certificate verify failed'],
    [
      'an upstream that refuses',
      '2026/10/03 14:05:59 [error] 30#30: *5 connect() failed (111: Connection refused) while connecting to upstream, client: 10.1.0.3, upstream: "http://10.96.4.4:8080/"',
    ],
    ['a name that is not resolved', 'ERROR lookup db.shop.svc: no such host'],
    [
      'an exception that was caught',
      'Traceback (most recent call last):\n  File "a.py", line 1\nOSError: [Errno 28] No space left on device',
    ],
  ])('is told beside, and is not its cause: %s', async (_, said) => {
    expect((await crashing(said, 1)).primary?.cause).not.toBe('unknown');
    const { primary, evidence } = await crashing(said, 137);
    expect(primary).toMatchObject({ cause: 'unknown', certainty: 'possible' });
    expect(plainHeadline(primary?.headline ?? [])).toContain('137 (SIGKILL)');
    const told = primary?.claims.find(({ text }) => text.includes('sends no SIGKILL'));
    expect(told?.evidence.map((at) => evidence[at])).toMatchObject([{ kind: 'log' }]);
  });

  it.each([
    ['the program says that it ends for it', 'fatal: dial tcp 10.0.0.9:443: connect: connection refused'],
    ['a shell hands on the end of its child', '/serve.sh: line 3:    17 Killed                  ./serve'],
  ])('may be its cause where %s', async (_, said) => {
    expect((await crashing(said, 137)).primary?.cause).not.toBe('unknown');
  });

  const playing = (status: Record<string, unknown>, container: Record<string, unknown>, run: 'previous' | 'current') =>
    diagnoseObjects(
      [...deployment(), podOf({ age: 300, container, status: { phase: 'Running', containerStatuses: [status] } })],
      { logs: { [`${podName}/main`]: { [run]: `starting\n${refused}\n` } } },
    );
  const lastState = terminated(137, 2);
  const dead = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState });

  it('is its cause where what starts it kills it when the time is out', async () => {
    const answer = (command: string[]): Promise<Diagnosis> => playing(dead, { command }, 'previous');
    expect(answerOf(await answer(['timeout', '-s', 'KILL', '60', 'wait-for']))).toContain('dependency-unreachable');
    expect(answerOf(await answer(['sh', '-c', 'timeout -k 5 60 wait-for db']))).toContain('dependency-unreachable');
    expect(answerOf(await answer(['serve', '--timeout', '60', '-k', 'gevent']))).toBe('unknown possible');
    expect(answerOf(await answer(['timeout', '60', 'serve']))).toBe('unknown possible');
  });

  it('is why the run after that one is not ready', async () => {
    const state = { running: { startedAt: ago(1.9) } };
    const runs = { name: 'main', ready: false, started: true, restartCount: 5, state, lastState };
    expect(answerOf(await playing(runs, {}, 'current'))).toContain('dependency-unreachable');
  });

  it('is not asked for where an init container is killed', async () => {
    const failed = waiting('wait', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState });
    const pod = podOf({
      spec: { initContainers: [{ name: 'wait', image: 'r.example/wait:1' }] },
      status: {
        initContainerStatuses: [failed],
        containerStatuses: [waiting('main', 'PodInitializing')],
      },
    });
    const logs = { [`${podName}/wait`]: { previous: `starting\n${refused}\n` } };
    expect(answerOf(await diagnoseObjects([...deployment(), pod], { logs }))).toBe('init-container-failing likely');
  });
});

describe('an exception in the log of a run that SIGTERM ended', () => {
  const caught = `2026-10-03 14:05:58 ERROR order 7 failed
java.net.ConnectException: Connection refused
\tat java.base/sun.nio.ch.Net.pollConnect(Native Method)`;
  const stopped = 'INFO Commencing graceful shutdown. Waiting for active requests to complete';

  it.each([
    ['work went on', `${caught}\n2026-10-03 14:05:59 INFO order 8 stored`],
    ['the stop came before it', `${stopped}\n${caught}\nINFO HikariPool-1 - Shutdown completed.`],
  ])('is not its cause where %s', async (_, said) => {
    expect(answerOf(await crashing(said, 143))).toBe('unknown possible');
    expect((await crashing(said, 1)).primary?.cause).toBe('dependency-unreachable');
  });

  it.each([
    ['it was the last word, of a child of the shell', caught],
    ['it is tried again until then', `${caught}\n2026-10-03 14:05:59 WARN trying again in 5 s`],
    ['the stop came for it', `${caught}\n${stopped}`],
  ])('may be it where %s', async (_, said) => {
    expect((await crashing(said, 143)).primary?.cause).toBe('dependency-unreachable');
  });
});

describe('an error of a request in the log of a run that was told to stop', () => {
  const failed = `{"level":"error","msg":"dial tcp 10.0.0.9:443: connect: connection refused","request":"GET /cart"}`;
  const served = `${failed}\n{"level":"info","msg":"served 502"}`.concat('\n').repeat(4).trim();
  const told = '{"level":"info","msg":"signal received: terminated, shutting down"}';

  it.each([
    ['and says so', `${served}\n${told}`, 143],
    ['and is mute', served, 143],
    ['by SIGINT', served, 130],
  ])('is told beside, and is not its cause: %s', async (_, said, exitCode) => {
    const { primary } = await crashing(said, exitCode);
    expect(primary).toMatchObject({ cause: 'unknown', certainty: 'possible' });
    expect(primary?.claims.some(({ text }) => text.includes('nothing links it to the end'))).toBe(true);
  });

  it.each([
    ['nothing was done after it', `${served}\n${failed}`, 143],
    ['it is what the stop came for', `${failed}\n${told}`, 143],
    ['it is tried again until then', `${refused}\nretrying in 5 s\n${refused}\nretrying in 5 s`, 143],
    ['the program ended by itself', served, 1],
    ['the program calls it fatal', `${served}\nfatal: dial tcp 10.0.0.9:443: connect: connection refused`, 143],
  ])('may be it where %s', async (_, said, exitCode) => {
    expect((await crashing(said, exitCode)).primary?.cause).toBe('dependency-unreachable');
  });
});

describe('an error after which the program did its work', () => {
  const served = `2026-10-03 14:04:00 ${refused}
2026-10-03 14:04:10 INFO charge ok
2026-10-03 14:04:20 INFO charge ok`;

  it('is told beside, and is not the cause of an end without a word', async () => {
    const { primary, evidence } = await crashing(served);
    expect(primary).toMatchObject({ cause: 'unknown', certainty: 'possible' });
    const told = primary?.claims.find(({ text }) => text.includes('nothing links it to the end'));
    expect(told?.evidence.map((at) => evidence[at])).toMatchObject([{ kind: 'log', line: 2 }]);
  });

  it.each([
    ['it was the last that it said', served.split('\n').reverse().join('\n')],
    ['the end has another word', `${served}\n2026-10-03 14:04:21 ERROR giving up on the payment gateway`],
  ])('may be it where %s', async (_, said) => {
    expect((await crashing(said)).primary?.cause).not.toBe('unknown');
  });

  it('may be why a run that goes on is not ready', async () => {
    const state = { running: { startedAt: ago(20) } };
    const main = { name: 'main', ready: false, started: true, restartCount: 0, state, lastState: {} };
    const readinessProbe = { httpGet: { path: '/ready', port: 8080 } };
    const objects = [
      ...deployment(),
      podOf({ container: { readinessProbe }, status: { phase: 'Running', containerStatuses: [main] } }),
    ];
    const diagnosis = await diagnoseObjects(objects, { logs: { [`${podName}/main`]: { current: served } } });
    expect(answerOf(diagnosis)).toContain('dependency-unreachable');
  });
});

describe('the end of a shell that did not find its last command', () => {
  const log =
    "sed: couldn't open temporary file /etc/shop/sedQ1: Read-only file system\nbash: line 1: start-shop.sh: command not found";

  it('is what ended with 127, and not what failed before', async () => {
    expect(answerOf(await crashing(log, 127))).toBe('command-not-found likely');
  });

  it('is not told of another code, nor where the program said something else last', async () => {
    expect((await crashing(log, 4)).primary?.cause).toBe('read-only-filesystem');
    const more = `${log}\nFATAL listen tcp :8080: bind: address already in use`;
    expect((await crashing(more, 127)).primary?.cause).toBe('port-in-use');
  });
});

describe('the run that goes on, beside the one that ended', () => {
  const up = 'INFO starting\nINFO serving on :8080';
  const now = `${up}\n${refused}`;
  const beside = async (
    previous: string | null,
    current: string,
    { ready = true, message = '', container = {} } = {},
  ): Promise<string> => {
    const state = { running: { startedAt: ago(1.9) } };
    const lastState = terminated(1, 2, { message });
    const main = { name: 'main', ready, started: true, restartCount: 3, state, lastState };
    const pod = podOf({ age: 300, container, status: { phase: 'Running', containerStatuses: [main] } });
    const read = previous === null ? { current } : { previous, current };
    return answerOf(await diagnoseObjects([...deployment(), pod], { logs: { [`${podName}/main`]: read } }));
  };

  it('has not ended it: its own reason says why, ready or not', async () => {
    const denied = 'INFO starting\nERROR open /data/x.db: permission denied';
    expect(await beside(denied, now)).toBe('permission-denied likely');
    expect(await beside(denied, `INFO starting\n${refused}`, { ready: false })).toBe('permission-denied likely');
    expect(await beside('INFO starting\nERROR tariff gold has no price', `starting\n${refused}`)).toContain(
      'app-error-uncaught',
    );
  });

  it('has not ended it where that one said nothing', async () => {
    expect(await beside('INFO starting', now)).toBe('unknown possible');
    const container = { readinessProbe: { httpGet: { path: '/ready', port: 8080 } } };
    expect(await beside('INFO starting', `starting\n${refused}`, { container })).toBe('unknown possible');
  });

  it('may be as it was: not up yet, not ready, at its own fatal end, or saying the same', async () => {
    expect(await beside(null, `starting\n${refused}`)).toContain('dependency-unreachable');
    expect(await beside('INFO starting', now, { ready: false })).toContain('dependency-unreachable');
    expect(await beside('ERROR giving up', now, { ready: false })).toContain('dependency-unreachable');
    expect(await beside(null, `${up}\nFATAL API_KEY is not set`)).toBe('missing-env-var likely');
    expect(await beside(`${up}\nFATAL API_KEY is not set\nINFO order 7 served`, now)).toBe('missing-env-var likely');
    expect(await beside(`INFO starting\n${refused}`, now)).toContain('dependency-unreachable');
  });

  it('says less than the message that the dead run left', async () => {
    const message = 'FATAL API_KEY is not set';
    expect(await beside(null, now, { ready: false, message })).toContain('missing-env-var');
    expect(await beside(null, now, { ready: false, message: 'bye' })).toContain('dependency-unreachable');
  });
});
