import { describe, expect, it } from 'vitest';
import { ByteCursor } from './byte-cursor';
import { type Skipped, isTarHeader, readTar } from './tar';
import { limits, stream, tarEnd, tarEntry } from './testing';

async function read(archive: Uint8Array, some = {}, chunkBytes = 700) {
  const skipped: Skipped = { links: 0, devices: 0, unsafeNames: 0, endMark: false };
  const files: Record<string, string> = {};
  for await (const file of readTar('a.tar', new ByteCursor(stream(archive, chunkBytes)), limits(some), skipped)) {
    const parts: Uint8Array[] = [];
    for await (const chunk of file.chunks) parts.push(new Uint8Array(chunk));
    files[file.path] = Buffer.concat(parts).toString();
  }
  return { files, skipped };
}

const good = tarEntry({ name: './a/one.txt', body: 'one' });

describe('readTar', () => {
  it.each([1, 511, 512, 513, 100_000])('reads the same in chunks of %i bytes', async (size) => {
    const archive = Buffer.concat([good, tarEntry({ name: 'two', body: 'x'.repeat(1500) }), tarEnd]);
    const { files, skipped } = await read(archive, {}, size);
    expect(files).toEqual({ 'a/one.txt': 'one', two: 'x'.repeat(1500) });
    expect(skipped.endMark).toBe(true);
  });

  it('knows long names in all three forms', async () => {
    const long = `${'d'.repeat(120)}/${'f'.repeat(90)}`;
    const pax = `path=${long}3\n`;
    const record = `${pax.length + 4} ${pax}`;
    const archive = Buffer.concat([
      tarEntry({ name: 'f'.repeat(90), prefix: 'd'.repeat(120), body: '1' }),
      tarEntry({ name: '././@LongLink', type: 'L', body: `${long}2\0` }),
      tarEntry({ name: 'short', body: '2' }),
      tarEntry({ name: 'pax', type: 'x', body: record }),
      tarEntry({ name: 'short', body: '3' }),
      tarEnd,
    ]);
    expect((await read(archive)).files).toEqual({ [long]: '1', [`${long}2`]: '2', [`${long}3`]: '3' });
  });

  it('hands out regular files only, and counts the rest', async () => {
    const archive = Buffer.concat([
      tarEntry({ name: 'link', type: '2' }),
      tarEntry({ name: 'hard', type: '1', size: '00000000017\0' }),
      tarEntry({ name: 'disk', type: '4' }),
      tarEntry({ name: 'pipe', type: '6' }),
      tarEntry({ name: 'folder/', type: '5' }),
      good,
      tarEnd,
    ]);
    const { files, skipped } = await read(archive);
    expect(Object.keys(files)).toEqual(['a/one.txt']);
    expect(skipped).toMatchObject({ links: 2, devices: 2, unsafeNames: 0 });
  });

  it.each(['../../etc/passwd', '/etc/passwd', 'a/../../b', 'C:evil', '..\\b', '\\\\host\\b'])(
    'refuses the archive for the name %j, and names it',
    async (name) => {
      const archive = Buffer.concat([good, tarEntry({ name, body: 'evil' }), tarEnd]);
      await expect(read(archive)).rejects.toMatchObject({
        code: 'unprocessable',
        detail: `${name} lies outside of its archive a.tar.`,
        details: { field: name, remedy: expect.stringContaining('Nothing of it was read.') },
      });
    },
  );

  it.each([
    ['2', 'a/b', '/etc/passwd'],
    ['2', 'a/b', '../../passwd'],
    ['1', 'a/b', '../passwd'],
  ])('refuses the archive for a link (%s) of %s to %s', async (type, name, target) => {
    const archive = Buffer.concat([good, tarEntry({ name, type, target }), tarEnd]);
    await expect(read(archive)).rejects.toMatchObject({
      detail: `${name} is a link to a place outside of its archive a.tar.`,
    });
  });

  it('refuses the archive for the long target of a link', async () => {
    const target = `${'d/'.repeat(80)}${'../'.repeat(83)}etc`;
    const gnu = tarEntry({ name: '././@LongLink', type: 'K', body: `${target}\0` });
    await expect(read(Buffer.concat([gnu, tarEntry({ name: 'a/b', type: '2' }), tarEnd]))).rejects.toMatchObject({
      code: 'unprocessable',
    });
  });

  it('counts a link to another file of the archive', async () => {
    const inside = tarEntry({ name: 'a/b', type: '2', target: '../c/d' });
    expect((await read(Buffer.concat([inside, good, tarEnd]))).skipped.links).toBe(1);
  });

  it.each(['a/../b', 'a\\..\\b', 'a\nb', `${'d/'.repeat(40)}f`])('leaves out the name %j', async (name) => {
    const { files, skipped } = await read(Buffer.concat([tarEntry({ name, body: 'evil' }), good, tarEnd]));
    expect(Object.keys(files)).toEqual(['a/one.txt']);
    expect(skipped.unsafeNames).toBe(1);
  });

  it('names the entry in which the archive is cut off', async () => {
    const archive = tarEntry({ name: 'pods/shop.json', body: 'x'.repeat(2000) }).subarray(0, 1500);
    await expect(read(archive)).rejects.toMatchObject({
      code: 'unprocessable',
      detail: 'a.tar is cut off in pods/shop.json.',
    });
  });

  it('takes an archive without end mark, and says so', async () => {
    const { files, skipped } = await read(good);
    expect(Object.keys(files)).toEqual(['a/one.txt']);
    expect(skipped.endMark).toBe(false);
  });

  it('refuses what is no header between two files', async () => {
    await expect(read(Buffer.concat([good, Buffer.alloc(512, 'x')]))).rejects.toMatchObject({
      detail: 'a.tar is damaged: what stands behind ./a/one.txt cannot be read.',
    });
  });

  it('counts every header against the limit, empty ones too', async () => {
    const archive = Buffer.concat([
      ...Array.from({ length: 6 }, (_, i) => tarEntry({ name: `d${i}/`, type: '5' })),
      tarEnd,
    ]);
    await expect(read(archive, { files: 5 })).rejects.toMatchObject({ code: 'too-large' });
  });

  it('refuses a name of a gigabyte before reading it', async () => {
    const archive = tarEntry({ name: 'x', type: 'x', size: '10000000000\0' });
    await expect(read(archive)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('refuses a size that is no number or beyond counting', async () => {
    await expect(read(tarEntry({ name: 'x', size: 'ninetynine!\0' }))).rejects.toMatchObject({ code: 'unprocessable' });
    const endless = `\x80${'\x7f'.repeat(11)}`;
    await expect(read(tarEntry({ name: 'x', size: endless }))).rejects.toMatchObject({ code: 'unprocessable' });
  });

  it('skips what the reader leaves of a file', async () => {
    const skipped: Skipped = { links: 0, devices: 0, unsafeNames: 0, endMark: false };
    const archive = Buffer.concat([tarEntry({ name: 'big', body: 'x'.repeat(3000) }), good, tarEnd]);
    const names: string[] = [];
    for await (const file of readTar('a.tar', new ByteCursor(stream(archive, 700)), limits({}), skipped)) {
      names.push(file.path);
      if (file.path === 'big') for await (const chunk of file.chunks) if (chunk.length > 0) break;
    }
    expect(names).toEqual(['big', 'a/one.txt']);
  });
});

describe('isTarHeader', () => {
  it('goes by the checksum', () => {
    expect(isTarHeader(good.subarray(0, 512))).toBe(true);
    expect(isTarHeader(Buffer.alloc(512, 'apiVersion: v1\n'))).toBe(false);
    expect(isTarHeader(tarEnd.subarray(0, 512))).toBe(false);
  });
});
