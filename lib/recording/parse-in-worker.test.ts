import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WorkerOpenOptions, openRecordingInWorker } from './parse-in-worker';
import { limits, list, pod, podItem, stream, tgzOf } from './testing';

/** Plain Node loads no TypeScript: the worker is bundled as Next.js would do it, only by esbuild. */
let folder = '';
const started: Worker[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unloop-worker-'));
  await build({
    entryPoints: [join(import.meta.dirname, 'parse-worker.ts')],
    outfile: join(folder, 'parse-worker.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['react-server'],
    logLevel: 'error',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

function options(some: Partial<WorkerOpenOptions> = {}): WorkerOpenOptions {
  return {
    redactionKey: 'test',
    spawn: (given) => {
      const worker = new Worker(join(folder, 'parse-worker.mjs'), { ...given, execArgv: [] });
      started.push(worker);
      return worker;
    },
    ...some,
  };
}

const bundle = tgzOf({
  'b/cluster-resources/pods/shop.json': [podItem('cart-1')],
  'b/cluster-resources/pods/logs/shop/cart-1/app.log': 'login with password=hunter2hunter2\n',
});

/** threadId is -1 once a worker has ended. */
const running = (): number => started.filter((worker) => worker.threadId !== -1).length;

describe('openRecordingInWorker', () => {
  it('gives what openRecording gives, redacted in the worker', async () => {
    const opened = await openRecordingInWorker({ name: 'up', body: stream(bundle, 100) }, options());
    expect(opened).toMatchObject({ asOf: '2026-11-20T03:12:44Z', notes: [] });
    const request = {
      namespace: 'shop',
      pod: 'cart-1',
      podUid: 'uid-cart-1',
      container: 'app',
      instance: 'current',
    } as const;
    const log = await opened.source.logs({ ...request, tailLines: 10, limitBytes: 1000 }, new AbortController().signal);
    expect(JSON.stringify(log)).toContain('«redacted:');
    expect(JSON.stringify(log)).not.toContain('hunter2');
    expect(running()).toBe(0);
  });

  it('passes refusals on', async () => {
    const body = stream('{"kind":"PodList","items":[');
    await expect(openRecordingInWorker({ name: 'up', body }, options())).rejects.toMatchObject({
      name: 'Problem',
      code: 'unprocessable',
      detail: 'up is cut off: its JSON does not end (byte 27).',
    });
  });

  it('ends the worker and the body when the client goes away', async () => {
    let cancelled = false;
    const leave = new AbortController();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(bundle.subarray(0, 50)),
      cancel: () => {
        cancelled = true;
      },
    });
    const opening = openRecordingInWorker({ name: 'up', body }, options({ signal: leave.signal }));
    leave.abort();
    await expect(opening).rejects.toMatchObject({ code: 'bad-request', detail: 'Sending up was given up.' });
    expect(cancelled).toBe(true);
    expect(running()).toBe(0);
  });

  it('says that a recording is too large when the worker runs out of memory', async () => {
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"kind":"PodList","items":[');
      for (let i = 0; ; i += 1) {
        const items = Array.from({ length: 50 }, (_, j) => ({
          ...podItem(`cart-${i}-${j}`),
          status: { message: `${i} ${j}${' .'.repeat(3900)}` },
        }));
        yield Buffer.from(items.map((item) => `${JSON.stringify(item)},`).join(''));
      }
    }
    await expect(
      openRecordingInWorker({ name: 'up', body: endless() }, options({ heapMb: 16, limits: limits({ objects: 1e9 }) })),
    ).rejects.toMatchObject({ code: 'too-large', details: { field: 'up' } });
    expect(running()).toBe(0);
  }, 60_000);

  it('ends at its time', async () => {
    const body = new ReadableStream<Uint8Array>({ pull: () => undefined });
    await expect(
      openRecordingInWorker({ name: 'up', body }, options({ limits: limits({ totalMs: 50 }) })),
    ).rejects.toMatchObject({ name: 'Problem' });
    expect(running()).toBe(0);
  });

  it('takes a path without sending bytes', async () => {
    const missing = openRecordingInWorker({ path: '/no/such/file' }, options());
    await expect(missing).rejects.toMatchObject({ detail: '/no/such/file is not there.' });
  });

  it('reads lists that come in one byte after another', async () => {
    const text = JSON.stringify({ ...list('Pod', [pod('cart-1')]) });
    const opened = await openRecordingInWorker({ name: 'up', body: stream(text, 1) }, options());
    expect(opened.bytes).toBeGreaterThan(100);
  });
});
