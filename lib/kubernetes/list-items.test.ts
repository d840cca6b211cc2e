import { describe, expect, it } from 'vitest';
import { createRedactor } from '../redact/redactor';
import { createCleaner } from './projection/clean';
import { project } from './projection/project';
import { ListItems } from './list-items';

const clean = createCleaner(createRedactor('key'));

/** What is kept of each item of a list that arrives in chunks of `size`, and the list's text around them. */
function read(text: string, size: number): { kept: unknown[]; head: unknown } {
  const kept: unknown[] = [];
  const items = new ListItems((raw) => kept.push(project('Pod', raw, clean)));
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) items.push(bytes.subarray(from, from + size));
  return { kept, head: JSON.parse(items.end()) };
}

const fields = (value: unknown): object => ({ manager: 'kubelet', operation: 'Update', fieldsV1: { 'f:a': value } });

/** As Go writes it: metadata, spec, status, and managedFields last in metadata. */
function pod(name: string, extra: { metadata?: object; spec?: object } = {}): Record<string, object> {
  return {
    metadata: {
      name,
      namespace: 'shop',
      uid: `uid-${name}`,
      labels: { app: 'größe-東京' },
      annotations: { 'checksum/x': '},"spec":{"},{"metadata":{"', 'kubernetes.io/change-cause': 'y' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'cart-7d9c', uid: 'rs', controller: true }],
      finalizers: ['batch.kubernetes.io/job-tracking'],
      managedFields: [
        fields({ 'k:{"name":"}}]"}': { '.': {} } }),
        { ...fields({}), subresource: 'status' },
        { ...fields({ 'v:"}},{\\"manager\\":\\""': {} }), time: '2026-01-01T00:00:00Z' },
      ],
      ...extra.metadata,
    },
    spec: { nodeName: 'n', containers: [{ name: 'app', args: ['},"status":{"', '"fieldsV1":{'] }], ...extra.spec },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

const strange = { list: [{ a: {} }, { metadata: { name: 'no pod' } }], status: { a: {}, status: { b: 1 } } };
const lists: Record<string, unknown[]> = {
  'as expected': [pod('a'), pod('b'), pod('c')],
  'of one': [pod('a')],
  'of none': [],
  'with another order of keys in the middle': [pod('a'), { kind: 'Pod', ...pod('b') }, pod('c'), pod('d')],
  'with marks at another depth': [pod('a'), pod('b', { spec: strange }), pod('c')],
  'with a pod without what is shared': [
    pod('a', { metadata: { labels: undefined, managedFields: undefined } }),
    pod('b'),
  ],
  'with objects that are no pods': [{}, pod('a'), { metadata: {}, spec: {}, status: null }, pod('b')],
};

describe('ListItems', () => {
  describe.each(Object.entries(lists))('reads a list %s', (_, items) => {
    const list = { kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '7' }, items };
    const wanted = { kept: items.map((raw) => project('Pod', raw, clean)), head: { ...list, items: [] } };

    it.each([1, 7, 64, 1_000, 100_000])('as if it was parsed whole, in chunks of %i bytes', (size) => {
      expect(read(JSON.stringify(list), size)).toEqual(wanted);
      expect(read(JSON.stringify(list, null, 2), size)).toEqual(wanted);
    });
  });

  it('is no whole list where it ends early', () => {
    const text = JSON.stringify({ kind: 'PodList', metadata: {}, items: [pod('a'), pod('b')] });
    for (const length of [5, 40, 400, text.length - 2]) {
      expect(() => read(text.slice(0, length), 50)).toThrow('The list ended in the middle.');
    }
  });

  it('keeps redacting what pods share', () => {
    const secret = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';
    const labelled = [pod('a', { metadata: { labels: { token: secret } } }), pod('b'), pod('c')];
    const { kept } = read(JSON.stringify({ kind: 'PodList', metadata: {}, items: labelled }), 100);
    expect(JSON.stringify(kept)).not.toContain(secret);
  });
});
