import { describe, expect, it } from 'vitest';
import { LineSplitter, ListSplitter } from './json-stream';

function split(text: string, size: number): { items: unknown[]; head: unknown } {
  const items: unknown[] = [];
  const splitter = new ListSplitter((item) => items.push(JSON.parse(item)));
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) splitter.push(bytes.subarray(from, from + size));
  return { items, head: JSON.parse(splitter.end()) };
}

const items = [
  { metadata: { name: 'größe-東京-🚀' }, odd: 'a "quoted" \\ } ] , { [ items', nested: { items: [{ a: [1, [2]] }] } },
  {},
  { empty: [], text: '"items":[' },
];

describe('ListSplitter', () => {
  it.each([1, 2, 3, 7, 64, 100_000])('cuts a list into its items, whatever the chunks: %i bytes', (size) => {
    const list = { kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '7', continue: 'x"]}' }, items };
    expect(split(JSON.stringify(list), size)).toEqual({ items, head: { ...list, items: [] } });
    expect(split(JSON.stringify(list, null, 2), size)).toEqual({ items, head: { ...list, items: [] } });
  });

  it('does not mind the order of the keys', () => {
    const list = { items, metadata: { items: [1, 2] }, kind: 'PodList' };
    expect(split(JSON.stringify(list), 5)).toEqual({ items, head: { ...list, items: [] } });
  });

  it.each(['{"kind":"PodList","items":[]}', '{"kind":"PodList","items":null}', '{"kind":"Status","code":403}'])(
    'reads a list without items: %s',
    (text) => {
      expect(split(text, 4)).toEqual({ items: [], head: JSON.parse(text) });
    },
  );

  const pods = [1, 2].map((number) => ({
    metadata: {
      name: `cart-${number}`,
      annotations: { spec: '{"fieldsV1":{' },
      managedFields: [
        { manager: 'kubelet', fieldsV1: { 'f:status': { 'k:{"type":"Ready"}': { '.': {} } } }, subresource: 'status' },
        { manager: 'helm', fieldsType: 'FieldsV1', fieldsV1: { 'f:spec': {} } },
      ],
    },
    spec: {
      containers: [{ name: 'größe', args: ['}', '"spec":{'], env: [] }],
      spec: { a: { b: { fieldsV1: { c: 1 } } } },
    },
    status: { phase: 'Running', spec: [number] },
  }));
  const podList = JSON.stringify({ kind: 'PodList', metadata: { resourceVersion: '7' }, items: pods });

  it('takes the spec of a pod apart, and empties the field sets that nobody reads', () => {
    const found: unknown[][] = [];
    const splitter = new ListSplitter((item, spec) => found.push([JSON.parse(item), JSON.parse(spec ?? 'null')]));
    splitter.push(Buffer.from(podList));
    const emptied = pods[0]?.metadata.managedFields.map((entry) => ({ ...entry, fieldsV1: {} }));
    expect(found).toEqual(
      pods.map(({ metadata, spec, status }) => [
        { metadata: { ...metadata, managedFields: emptied }, spec: null, status },
        spec,
      ]),
    );
  });

  it.each([1, 2, 3, 5, 17, 64])('loses nothing of a pod, whatever the chunks: %i bytes', (size) => {
    const found: unknown[] = [];
    const splitter = new ListSplitter((text, spec) => {
      const item: { metadata: object; spec: unknown } = JSON.parse(text);
      found.push({
        ...item,
        spec: spec === null ? item.spec : JSON.parse(spec),
        metadata: { ...item.metadata, managedFields: [] },
      });
    });
    const bytes = Buffer.from(podList);
    for (let from = 0; from < bytes.length; from += size) splitter.push(bytes.subarray(from, from + size));
    expect(found).toEqual(pods.map((pod) => ({ ...pod, metadata: { ...pod.metadata, managedFields: [] } })));
  });

  it.each([1, 3, 40, 100_000])('takes the spec of a template apart and nothing else: %i bytes', (size) => {
    const template = { metadata: { labels: { spec: 'x' } }, spec: { containers: [{ name: 'a' }], spec: {} } };
    const items = [
      {
        metadata: { labels: { a: 'spec' }, managedFields: [{ fieldsV1: { 'f:spec': { a: {} } } }] },
        spec: { selector: {}, template },
        status: {},
      },
    ];
    const whole: unknown[] = [];
    const apart: unknown[] = [];
    const splitter = new ListSplitter((text, spec) => {
      whole.push(JSON.parse(spec === null ? text : text.replace('"spec":null', `"spec":${spec}`)));
      apart.push(spec === null ? null : JSON.parse(spec));
    });
    const bytes = Buffer.from(JSON.stringify({ kind: 'ReplicaSetList', metadata: {}, items }));
    for (let from = 0; from < bytes.length; from += size) splitter.push(bytes.subarray(from, from + size));
    expect(whole).toEqual(items);
    if (size > 40) expect(apart).toEqual([template.spec]);
  });

  it('leaves other kinds as they are', () => {
    const list = { kind: 'JobList', metadata: {}, items: pods };
    expect(split(JSON.stringify(list), 64).items).toEqual(pods);
  });

  it('refuses what ends in the middle', () => {
    expect(() => split('{"kind":"PodList","items":[{"a":1},{"b":', 8)).toThrow('ended in the middle');
  });

  it('refuses a web page at its first character', () => {
    const splitter = new ListSplitter(() => undefined);
    expect(() => splitter.push(Buffer.from('  <!doctype html>'))).toThrow('not a Kubernetes list');
  });
});

describe('LineSplitter', () => {
  it.each([1, 3, 1000])('cuts lines at newlines alone, whatever the chunks: %i bytes', (size) => {
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(line));
    const bytes = Buffer.from('{"a":"ü🚀"}\n\n{"b":"\\n"}\r\n{"half');
    for (let from = 0; from < bytes.length; from += size) splitter.push(bytes.subarray(from, from + size));
    expect(lines.map((line) => JSON.parse(line))).toEqual([{ a: 'ü🚀' }, { b: '\n' }]);
    expect(splitter.rest()).toBe(6);
  });

  it('refuses a line that does not end within 32 MB', () => {
    const splitter = new LineSplitter(() => undefined);
    const chunk = Buffer.alloc(8 * 1024 * 1024, 'x');
    for (let count = 0; count < 4; count++) splitter.push(chunk);
    expect(() => splitter.push(chunk)).toThrow('33554432 bytes');
  });
});
