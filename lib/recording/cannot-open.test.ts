import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { Problem } from '../model/problem';
import type { Limits } from './limits';
import { openRecording } from './open-recording';
import { feedOf, log, moment, open, section } from './test-open';
import { eventItem, list, plainClean, pod, podItem, tarEntry, tarEnd, tarOf, tgzOf } from './testing';

async function problemOf(body: Uint8Array | string, some: Partial<Limits> = {}): Promise<Problem> {
  return open(body, some).then(
    () => expect.fail('it was opened'),
    (error: Problem) => error,
  );
}

describe('what cannot be opened', () => {
  it.each([
    ['nothing', '', 'upload is empty.'],
    ['an empty gzip', gzipSync(''), 'upload is empty inside.'],
    [
      'an archive of nothing',
      gzipSync(tarEnd),
      'upload begins with nothing but zeros: an empty archive, or a file that was never written.',
    ],
    ['noise', Buffer.from([1, 2, 3, 0, 255, 254, 7]), 'upload is neither JSON nor YAML.'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'upload is neither JSON nor YAML.'],
    ['prose', 'Dear team,\nthe pod does not start.\n', /^upload (is not YAML|holds no)/],
    [
      'YAML with a wrong indent',
      'kind: Pod\nmetadata: x\n  name: cart\n',
      'upload is not YAML that can be read: line 2 is indented wrongly, or has a colon or bracket too many or too few.',
    ],
    [
      'YAML with a tab',
      'kind: Pod\nmetadata:\n\t- x\n',
      'upload is not YAML that can be read: line 3 is indented with a tab.',
    ],
    [
      'a packed file that is cut off',
      gzipSync(JSON.stringify(list('Pod', [pod('cart-1')]))).subarray(0, -12),
      /^upload is cut off: it stops before everything in it is unpacked/,
    ],
    [
      'a damaged packed file',
      Buffer.from('1f8b0800ffffffffffffffffff', 'hex'),
      'upload is damaged: it cannot be unpacked.',
    ],
    ['a zip', Buffer.from('504b0304000000', 'hex'), 'upload is a zip archive.'],
    ['zstd', Buffer.from('28b52ffd000000', 'hex'), 'upload is packed with zstd.'],
    ['gzip in gzip', gzipSync(gzipSync('x')), 'upload is packed twice.'],
    [
      'no pods',
      JSON.stringify(list('Node', [{ metadata: { name: 'n' } }])),
      'upload has no pods and no workloads (it has 1 other object).',
    ],
    [
      'cut off JSON in an archive',
      tgzOf({ 'b/cluster-resources/pods/shop.json': '[{"metadata":' }),
      'b/cluster-resources/pods/shop.json is cut off: its JSON does not end (byte 13).',
    ],
    [
      'broken JSON in an archive',
      tgzOf({ 'b/cluster-resources/pods/shop.json': '[{"metadata":x}]' }),
      /^b\/cluster-resources\/pods\/shop\.json is not JSON/,
    ],
    [
      'HTML in an archive',
      tgzOf({ 'b/cluster-resources/pods/shop.json': '<html>' }),
      /^b\/cluster-resources\/pods\/shop\.json /,
    ],
    [
      'a bundle without pods',
      tgzOf({ 'b/cluster-resources/nodes.json': [{ metadata: { name: 'n' } }] }),
      /^upload has no pods/,
    ],
  ])('%s is refused by its name, with a remedy', async (_name, body, detail) => {
    const problem = await problemOf(body);
    if (typeof detail === 'string') expect(problem.detail).toBe(detail);
    else expect(problem.detail).toMatch(detail);
    expect(problem.details.remedy).toMatch(/\w+/);
    // No word of a library: an error's code, or how the format is built.
    expect(problem.detail).not.toMatch(/[A-Z]{2,}_[A-Z]|stream|header/);
    expect([415, 422]).toContain(problem.status);
  });

  it('refuses a kubeconfig without using or quoting it', async () => {
    const config = { apiVersion: 'v1', kind: 'Config', clusters: [], users: [{ user: { exec: { command: 'evil' } } }] };
    for (const body of [JSON.stringify(config), stringify(config)]) {
      const problem = await problemOf(body);
      expect(problem).toMatchObject({ code: 'unsupported-media-type' });
      expect(problem.detail).toBe('upload is a kubeconfig, not a recording; nothing in it was used.');
    }
    const inside = await open(
      tgzOf({ 'dump/shop/pods.json': list('Pod', [podItem('a')]), 'dump/config.yaml': stringify(config) }),
    );
    expect(inside.notes).toEqual(['1 kubeconfig inside the recording not used.']);
  });

  it.each<[string, Uint8Array | string, Partial<Limits>]>([
    ['packed bytes', tarOf({ a: 'x'.repeat(5000) }), { packedBytes: 4000 }],
    ['unpacked bytes', gzipSync(tarOf({ a: 'x'.repeat(500_000) })), { unpackedBytes: 100_000 }],
    ['ratio', gzipSync(tarOf({ a: '0'.repeat(5_000_000) })), { ratioFromBytes: 1_000_000 }],
    ['files', tgzOf({ a: '', b: '', c: '' }), { files: 2 }],
    ['objects', JSON.stringify([pod('a'), pod('b'), pod('c')]), { objects: 2 }],
    ['documents', 'a: 1\n---\n'.repeat(500), { objects: 100 }],
    ['kept bytes', JSON.stringify([pod('a'), pod('b'), pod('c')]), { keptBytes: 100 }],
    ['one object', JSON.stringify(pod('x'.repeat(5000))), { itemBytes: 4000 }],
    ['depth', JSON.stringify(pod('a')).replace('"spec":', `"deep":${'['.repeat(90)}${']'.repeat(90)},"spec":`), {}],
  ])('ends at the limit of %s', async (_name, body, some) => {
    const problem = await problemOf(body, some);
    expect(problem.code).toBe('too-large');
    expect(problem.details.remedy).toMatch(/\w+/);
  });

  it('says what it holds that is no object, and what has no usable name', async () => {
    const items = [
      podItem('good'),
      null,
      5,
      's',
      [],
      { kind: 5 },
      { kind: 'Pod' },
      podItem('a/b'),
      podItem('x\u202ey'),
    ];
    const opened = await open(JSON.stringify({ apiVersion: 'v1', kind: 'PodList', items }));
    expect(feedOf(opened).names).toEqual({ Pod: ['shop/good', 'default/', 'shop/a/b', 'shop/'] });
    expect(opened.notes).toEqual([
      'Of 1 object only the name could be read.',
      '2 objects without a usable name left out.',
      '5 entries that are no Kubernetes objects left out.',
    ]);
    const said = opened.source.capabilities().missing.map(({ why }) => why);
    expect(said).toEqual(expect.arrayContaining(opened.notes));
  });

  it('does not open an archive inside, follow a link or take a name that climbs within', async () => {
    const opened = await open(
      gzipSync(
        Buffer.concat([
          tarEntry({ name: 'objects/pods.json', body: JSON.stringify(list('Pod', [podItem('a')])) }),
          tarEntry({ name: 'inner.tar.gz', body: gzipSync('x') }),
          tarEntry({ name: 'objects/nodes.json', type: '2' }),
          tarEntry({ name: 'x/../objects/events.json', body: '{broken' }),
          tarEnd,
        ]),
      ),
    );
    expect(feedOf(opened).names).toEqual({ Pod: ['shop/a'] });
    expect(opened.notes).toEqual([
      '1 archive inside the recording not opened.',
      '1 link in the archive not followed.',
      '1 file with an unsafe name left out.',
    ]);
  });

  it('opens or refuses whatever is damaged, and never fails otherwise', async () => {
    const archive = tarOf({
      'b/cluster-resources/pods/shop.json': JSON.stringify(list('Pod', [podItem('cart-1')])),
      'dump/shop/events.yaml': stringify(list('Event', [eventItem('e1', moment)])),
      'dump/shop/cart-1/logs.txt': section('app', log),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(archive.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
        fc.nat(archive.length),
        fc.boolean(),
        async (changes, end, packed) => {
          const damaged = Buffer.from(archive);
          for (const [at, byte] of changes) damaged[at] = byte;
          const body = damaged.subarray(0, end);
          const outcome = await open(packed ? gzipSync(body) : body).catch((error: unknown) => error);
          if (outcome instanceof Error) expect(outcome).toBeInstanceOf(Problem);
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  it('reads a 50 MB list whole, in bounded pieces', async () => {
    const padded = JSON.stringify({ ...pod('x'), padding: 'p'.repeat(100_000) });
    async function* body(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"items":[');
      for (let i = 0; i < 500; i += 1)
        yield Buffer.from(`${i === 0 ? '' : ','}${padded.replace('"x"', `"cart-${i}"`)}`);
      yield Buffer.from('],"kind":"List"}');
    }
    const opened = await openRecording({ name: 'big', body: body() }, { clean: plainClean });
    expect(feedOf(opened).states.get('Pod')?.objects).toBe(500);
  });
});
