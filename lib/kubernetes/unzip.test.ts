import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness } from '../../e2e/fake-api/reader-harness';
import { pod } from '../../e2e/fake-api/objects';
import { ApiError } from './api-error';
import { unzipped } from './unzip';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

async function* pieces(bytes: Uint8Array, size: number, end?: Error): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
  if (end !== undefined) throw end;
}

async function read(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of unzipped(body)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

describe('a gzipped body', () => {
  const text = 'the pod → will not stay up. '.repeat(20_000);
  const zipped = gzipSync(text);

  it('is read whole, whatever its pieces', async () => {
    for (const size of [1_000, 7, zipped.length]) expect(await read(pieces(zipped, size))).toBe(text);
  });

  it('that ends in the middle is a broken connection', async () => {
    await expect(read(pieces(zipped.subarray(0, zipped.length - 20), 100))).rejects.toMatchObject({ kind: 'reset' });
  });

  it('that is none is malformed', async () => {
    await expect(read(pieces(Buffer.from('<!doctype html>'), 5))).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('fails as what carries it fails', async () => {
    const silent = new ApiError('timeout', 'silence');
    await expect(read(pieces(zipped.subarray(0, 100), 10, silent))).rejects.toBe(silent);
  });

  it('ends what carries it where it is left early', async () => {
    let ended = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield gzipSync(text);
      } finally {
        ended = true;
      }
    }
    for await (const chunk of unzipped(endless())) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    expect(ended).toBe(true);
  });
});

describe('lists from afar', () => {
  let harness: Harness;
  afterEach(async () => {
    expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
  });
  const far = { kubeconfig: { cluster: { 'disable-compression': false } } };
  const objects = Array.from({ length: 30 }, (_, index) => pod('shop', `cart-${index}`));
  const bodies = (): (string | undefined)[] => harness.requests('list').map(({ encoding }) => encoding);

  it('are asked for gzipped, watches are not', async () => {
    harness = await createHarness({ objects, ...far });
    await harness.live();
    expect(harness.feed.picture('Pod')).toEqual(harness.truth());
    expect(bodies()).toEqual(['gzip']);
    expect(harness.requests('watch').map(({ encoding }) => encoding)).toEqual(['']);
  });

  it('are not gzipped from the same machine, where it costs more than it saves', async () => {
    harness = await createHarness({ objects });
    await harness.live();
    expect(bodies()).toEqual(['']);
  });

  it('F18: one that stalls in the middle is given up, and never counts', async () => {
    harness = await createHarness({ objects, ...far });
    harness.api.fault('F18', { times: 1 });
    harness.start();
    await harness.eventually(() => harness.requests('list').some(({ status }) => status === 200));
    await harness.eventually(() => {
      if (harness.feed.stateOf('Pod').attempts > 0) return true;
      harness.clock.advance(1_000);
      return false;
    });
    expect(harness.feed.changes()).toEqual([]);
    harness.retry();
    await harness.live();
    expect(harness.feed.picture('Pod')).toEqual(harness.truth());
  });

  it('are left in the middle at the end', async () => {
    harness = await createHarness({ objects, ...far });
    harness.api.fault('F18');
    harness.start();
    await harness.eventually(() => harness.requests('list').some(({ status }) => status === 200));
    await harness.reading();
  });
});
