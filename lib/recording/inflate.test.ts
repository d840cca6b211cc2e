import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inflate } from './inflate';
import { limits, stream } from './testing';

async function sizeOf(packed: Uint8Array, some = {}): Promise<number> {
  let size = 0;
  for await (const chunk of inflate('x.gz', stream(packed, 1000), limits(some))) size += chunk.length;
  return size;
}

describe('inflate', () => {
  it('gives all bytes', async () => {
    expect(await sizeOf(gzipSync(Buffer.alloc(300_000, 'abc')))).toBe(300_000);
  });

  it('counts what comes out, whatever the archive says', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    await expect(sizeOf(bomb, { unpackedBytes: 1_000_000 })).rejects.toMatchObject({
      code: 'too-large',
      detail: 'x.gz unpacks to more than 1 MB.',
    });
  });

  it('stops at a ratio that no recording has', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    await expect(sizeOf(bomb, { ratioFromBytes: 1_000_000 })).rejects.toMatchObject({
      code: 'too-large',
      detail: 'x.gz unpacks to more than 200 times its size, which no recording does.',
    });
  });

  it('says that a file is cut off, and that one is damaged', async () => {
    const packed = gzipSync(Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * i) % 251)));
    await expect(sizeOf(packed.subarray(0, packed.length - 100))).rejects.toMatchObject({
      code: 'unprocessable',
      detail: 'x.gz is cut off: it stops before everything in it is unpacked.',
    });
    const broken = Buffer.from(packed);
    broken.fill(0xff, 100, 200);
    await expect(sizeOf(broken)).rejects.toMatchObject({
      code: 'unprocessable',
      detail: 'x.gz is damaged: it cannot be unpacked.',
    });
  });

  it('passes an error of its source on', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield gzipSync('x').subarray(0, 5);
      throw new RangeError('source');
    }
    const reading = async (): Promise<void> => {
      for await (const chunk of inflate('x.gz', failing(), limits({}))) expect(chunk.length).toBeGreaterThan(0);
    };
    await expect(reading()).rejects.toThrow();
  });
});
