import { describe, expect, it } from 'vitest';
import { createRedactor } from '../redact/redactor';
import { createCleaner } from './projection/clean';
import { project } from './projection/project';
import { readEvent } from './events';

const clean = createCleaner(createRedactor('key'));

const metadata = {
  name: 'cart-1',
  namespace: 'shop',
  uid: 'u1',
  resourceVersion: '7',
  labels: { app: 'größe' },
  managedFields: [{ manager: 'kubelet', operation: 'Update', fieldsV1: { 'f:status': {} }, subresource: 'status' }],
};
const spec = { nodeName: 'n1', containers: [{ name: 'app', image: 'cart:1', args: ['},"status":{"'] }] };
const status = { phase: 'Running', message: '"}},"spec":{"a":1},"status":{"b":2}' };

const pods: Record<string, object> = {
  'as Go writes it': { kind: 'Pod', apiVersion: 'v1', metadata, spec, status },
  'without labels': { kind: 'Pod', apiVersion: 'v1', metadata: { ...metadata, labels: undefined }, spec, status },
  'with its keys in another order': { metadata, kind: 'Pod', status, spec },
  'with marks inside of its spec': {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata,
    spec: { ...spec, odd: { a: {}, status: { b: {} } } },
    status,
  },
  'without a status': { kind: 'Pod', apiVersion: 'v1', metadata, spec },
};

describe('readEvent', () => {
  it.each(Object.entries(pods))('reads a pod %s as if it were parsed whole', (_, object) => {
    for (const type of ['ADDED', 'MODIFIED', 'DELETED']) {
      const event = readEvent(JSON.stringify({ type, object }));
      expect(event?.type).toBe(type);
      expect(project('Pod', event?.raw, clean)).toEqual(project('Pod', object, clean));
    }
  });

  it('refuses a line that is cut in the middle of a pod', () => {
    const line = JSON.stringify({ type: 'MODIFIED', object: pods['as Go writes it'] });
    expect(() => readEvent(line.slice(0, -20))).toThrow('is not JSON');
  });
});
