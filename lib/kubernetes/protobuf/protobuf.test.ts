import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pod } from '../../../e2e/fake-api/objects';
import { encodeEvent, encodeList, encodeObject } from '../../../e2e/fake-api/protobuf';
import { isKind } from '../../model/kinds';
import type { Kind } from '../../model/kubernetes';
import { createRedactor } from '../../redact/redactor';
import { toApiError } from '../api-error';
import { splitEvents, type WatchEvent } from '../events';
import { createCleaner } from '../projection/clean';
import { project } from '../projection/project';
import { asRecord, asRecords } from '../projection/raw';
import { Decoder } from './decode';
import { decoderFor } from './decoders';
import { openEnvelope } from './envelope';
import { ProtobufItems } from './list-items';

/** Recorded from a kube-apiserver 1.34.4: the same answers in protobuf and in JSON. */
const recorded: [Kind, string][] = [
  ['Pod', 'pods'],
  ['Event', 'events'],
  ['Node', 'nodes'],
  ['Deployment', 'deployments'],
  ['Namespace', 'namespaces'],
];
const bytesOf = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.pb`));
const jsonOf = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.json`), 'utf8'));

const whole = new Decoder({ readsFields: true, apart: 'nothing', keepsWords: true });
const clean = createCleaner(createRedactor('key'));

/** An empty time is null in JSON, or since 1.34 left out. */
function withoutNulls(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, inner: unknown) => inner ?? undefined));
}

/** What is told of a list that comes in chunks of `size`. */
function read(decoder: Decoder, kind: Kind, bytes: Buffer, size: number): { items: unknown[]; head: unknown } {
  const items: unknown[] = [];
  const list = new ProtobufItems(decoder, kind, (raw) => items.push(raw));
  for (let at = 0; at < bytes.length; at += size) list.push(bytes.subarray(at, at + size));
  return { items, head: list.end() };
}

const failureOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return toApiError(error).kind;
  }
};

describe('a list in protobuf', () => {
  it.each(recorded)('of a real server: %ss are what its JSON says', (kind, name) => {
    const { items, head } = read(whole, kind, bytesOf(name), 1_000);
    const json = asRecord(jsonOf(name));
    expect(withoutNulls(items)).toEqual(withoutNulls(json.items));
    expect(head).toEqual({ kind: json.kind, metadata: json.metadata });
  });

  it.each(recorded)('of a real server: of %ss is kept what is kept of the JSON', (kind, name) => {
    const { items } = read(decoderFor(kind), kind, bytesOf(name), 1_000);
    const kept = (raws: readonly unknown[]) => raws.map((raw) => project(kind, raw, clean));
    expect(kept(items)).toEqual(kept(asRecords(asRecord(jsonOf(name)).items)));
  });

  it.each([1, 2, 3, 7, 20, 64, 5_000, 1e6])('is the same in chunks of %i bytes', (size) => {
    expect(read(whole, 'Pod', bytesOf('pods'), size)).toEqual(read(whole, 'Pod', bytesOf('pods'), 1e6));
  });

  it('keeps apart what differs among the pods of one template', () => {
    const token = (name: string) => ({ name, projected: { sources: [] } });
    const one = (name: string, node: string, volume: string) => ({
      ...pod('shop', name, {
        spec: {
          volumes: [token(volume)],
          containers: [{ name: 'app', image: 'größe/東京:1', volumeMounts: [{ name: volume, mountPath: '/t' }] }],
          ...(node === '' ? {} : { nodeName: node }),
        },
      }),
      metadata: { name, namespace: 'shop', labels: { app: 'cart' }, finalizers: ['example.com/tracking'] },
      apiVersion: 'v1',
    });
    const pods = [
      one('a', 'node-1', 'kube-api-access-aaaaa'),
      one('b', 'node-22', 'kube-api-access-bbbbb'),
      one('c', '', 'kube-api-access-ccccc'),
    ];
    const bytes = Buffer.concat([...encodeList({ kind: 'PodList', apiVersion: 'v1' }, {}, pods, pods.length)]);
    const { items } = read(decoderFor('Pod'), 'Pod', bytes, 100);
    expect(items.map((raw) => project('Pod', raw, clean))).toEqual(
      pods.map((raw) => ({ ...project('Pod', raw, clean), apiVersion: 'v1' })),
    );
  });

  it('that has no items is whole', () => {
    const bytes = Buffer.concat([
      ...encodeList({ kind: 'PodList', apiVersion: 'v1' }, { resourceVersion: '7', continue: 'next' }, [], 0),
    ]);
    expect(read(whole, 'Pod', bytes, 3)).toEqual({
      items: [],
      head: { kind: 'PodList', metadata: { resourceVersion: '7', continue: 'next' } },
    });
  });

  it('that ends in the middle is none', () => {
    const bytes = bytesOf('pods');
    const failures = new Set<string>();
    for (let length = 0; length < bytes.length - 10; length += 97)
      failures.add(failureOf(() => read(whole, 'Pod', bytes.subarray(0, length), 1_000)));
    expect([...failures]).toEqual(['reset']);
  });

  it('is told from bytes that are something else', () => {
    expect(failureOf(() => read(whole, 'Pod', Buffer.from('{"kind":"PodList","items":[]}'), 5))).toBe('malformed');
    expect(failureOf(() => read(whole, 'Pod', Buffer.from(`6b387300${'ff'.repeat(30)}`, 'hex'), 5))).toBe('malformed');
  });

  it('with broken bytes anywhere throws nothing but an ApiError', () => {
    const bytes = bytesOf('events');
    for (let at = 0; at < bytes.length; at++) {
      const broken = Buffer.from(bytes);
      broken[at] = 0xff - (broken[at] ?? 0);
      const found = failureOf(() => read(whole, 'Event', broken, 1_000));
      expect(['none', 'malformed', 'reset']).toContain(found);
    }
  });
});

describe('a message', () => {
  it('has no field that the table does not know, and numbers below zero', () => {
    const object = {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name: 'a' },
      spec: { priority: -2_000_000_000, containers: [] },
      somethingNew: { x: 1 },
    };
    const bytes = encodeObject(object);
    const { kind, from, to } = openEnvelope(bytes, 0, bytes.length);
    const unknownField = Buffer.from([0xfa, 0x07, 0x02, 0x08, 0x01]);
    const message = whole.message(kind, Buffer.concat([bytes.subarray(from, to), unknownField]));
    expect(message).toEqual({ metadata: { name: 'a' }, spec: { priority: -2_000_000_000 } });
  });

  it('that refuses says why', () => {
    const bytes = bytesOf('status');
    const { kind, from, to } = openEnvelope(bytes, 0, bytes.length);
    expect({ kind, ...whole.message(kind, bytes, from, to) }).toMatchObject({
      kind: 'Status',
      code: 400,
      reason: 'BadRequest',
    });
  });
});

describe('what is kept of every kind', () => {
  const samples = asRecords(
    JSON.parse(readFileSync(join(import.meta.dirname, '../projection/fixtures/sample-objects.json'), 'utf8')),
  ).filter(({ kind }) => kind !== 'Secret' && kind !== 'ConfigMap');

  it.each(samples.map((raw) => [String(raw.kind), String(asRecord(raw.metadata).name), raw] as const))(
    'is the same of %s %s as of its JSON',
    (kind, _name, raw) => {
      if (!isKind(kind)) throw new Error(`no kind: ${kind}`);
      const bytes = encodeObject({ ...raw, kind, apiVersion: String(raw.apiVersion) });
      const { from, to } = openEnvelope(bytes, 0, bytes.length);
      const decoded = { ...decoderFor(kind).message(kind, bytes, from, to), kind, apiVersion: raw.apiVersion };
      expect(project(kind, decoded, clean)).toEqual(project(kind, raw, clean));
    },
  );
});

describe('a watch in protobuf', () => {
  const type = 'application/vnd.kubernetes.protobuf;stream=watch';
  const eventsOf = (
    bytes: Buffer,
    size: number,
    kind: Kind,
  ): { events: WatchEvent[]; unknown: string[]; rest: number } => {
    const events: WatchEvent[] = [];
    const unknown: string[] = [];
    const splitter = splitEvents(
      type,
      kind,
      (event) => events.push(event),
      (other) => unknown.push(other),
    );
    for (let at = 0; at < bytes.length; at += size) splitter.push(bytes.subarray(at, at + size));
    return { events, unknown, rest: splitter.rest() };
  };

  it.each([1, 3, 50, 10_000])('of a real server tells of each object, in chunks of %i bytes', (size) => {
    const { events, rest } = eventsOf(bytesOf('watch'), size, 'Namespace');
    expect(events).toMatchObject([
      { type: 'ADDED', raw: { kind: 'Namespace', metadata: { name: 'scale-000' }, status: { phase: 'Active' } } },
    ]);
    expect(rest).toBe(0);
  });

  it('tells of bookmarks with their annotations, and counts what it does not know', () => {
    const annotations = { 'k8s.io/initial-events-end': 'true' };
    const bookmark = { kind: 'Pod', apiVersion: 'v1', metadata: { resourceVersion: '9', annotations } };
    const bytes = Buffer.concat([encodeEvent('BOOKMARK', bookmark), encodeEvent('NEWS', bookmark), Buffer.from([0])]);
    expect(eventsOf(bytes, 11, 'Pod')).toEqual({
      events: [
        {
          type: 'BOOKMARK',
          resourceVersion: '9',
          raw: { kind: 'Pod', metadata: { resourceVersion: '9', annotations } },
        },
      ],
      unknown: ['NEWS'],
      rest: 1,
    });
  });

  it('ends with an error that it tells, and with bytes that are none', () => {
    const gone = { kind: 'Status', apiVersion: 'v1', code: 410, reason: 'Expired', message: 'too old' };
    expect(() => eventsOf(encodeEvent('ERROR', gone), 100, 'Pod')).toThrow(
      expect.objectContaining({
        kind: 'status',
        message: 'too old',
        details: expect.objectContaining({ status: 410 }),
      }),
    );
    expect(failureOf(() => eventsOf(Buffer.from('{"type":"ADDED"'), 100, 'Pod'))).toBe('malformed');
  });
});
