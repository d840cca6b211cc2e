import { describe, expect, it } from 'vitest';
import { encodeObject } from '../../../e2e/fake-api/protobuf';
import { createRedactor } from '../../redact/redactor';
import { decoderFor } from '../protobuf/decoders';
import { openEnvelope } from '../protobuf/envelope';
import { WireText } from '../protobuf/wire-text';
import { createCleaner } from './clean';
import { project } from './project';

interface Differences {
  node?: string;
  token?: string;
  image?: string;
  selector?: Record<string, string>;
}

function rawPod({ node, token, image = 'registry.example/cart:1', selector = {} }: Differences) {
  const mounts = [
    { name: 'data', mountPath: '/data' },
    ...(token === undefined
      ? []
      : [{ name: token, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }]),
  ];
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: 'cart-1', namespace: 'shop', uid: 'u1', resourceVersion: '1' },
    spec: {
      volumes: [
        { name: 'data', emptyDir: {} },
        ...(token === undefined ? [] : [{ name: token, projected: { sources: [] } }]),
      ],
      initContainers: [{ name: 'migrate', image, volumeMounts: mounts }],
      containers: [
        { name: 'app', image, env: [{ name: 'PASSWORD', value: 'hunter2-hunter2' }], volumeMounts: mounts },
        { name: 'proxy', image: 'registry.example/proxy:1' },
      ],
      nodeSelector: selector,
      ...(node === undefined ? {} : { nodeName: node }),
      serviceAccountName: 'default',
    },
    status: { phase: 'Running' },
  };
}

/** As it comes in protobuf, its spec still text. */
function sent(pod: ReturnType<typeof rawPod>): unknown {
  const bytes = encodeObject(pod);
  const { from, to } = openEnvelope(bytes, 0, bytes.length);
  return { ...decoderFor('Pod').message('Pod', bytes, from, to), kind: 'Pod' };
}

const cleaner = () => createCleaner(createRedactor('key'));

describe('a spec that is still text', () => {
  const orders: Differences[][] = [
    [
      { node: 'node-1', token: 'kube-api-access-aaaaa' },
      { node: 'node-2', token: 'kube-api-access-bbbbb' },
    ],
    [{ node: 'node-1' }, { node: 'node-2' }],
    [{ token: 'kube-api-access-aaaaa' }, { node: 'node-1', token: 'kube-api-access-aaaaa' }, {}],
    [{ node: 'node-1' }, { node: 'node-1', image: 'registry.example/cart:2' }],
    [{}, { token: 'kube-api-access-aaaaa', node: 'node-1' }],
    [
      { node: 'node-1', selector: { nodeName: 'red' } },
      { node: 'node-1', selector: { nodeName: 'blue' } },
    ],
  ];

  it.each(orders)('is the same pod as one that was parsed whole, whatever was read before: %j', (...pods) => {
    const clean = cleaner();
    for (const differences of [...pods, ...pods]) {
      const raw = rawPod(differences);
      const read = project('Pod', sent(raw), clean);
      expect(read).toEqual(project('Pod', raw, cleaner()));
    }
  });

  it('is projected once for all pods of a template', () => {
    const clean = cleaner();
    const [one, other] = ['node-1', 'node-2'].map((node) => {
      const raw = rawPod({ node });
      return project('Pod', sent(raw), clean);
    });
    if (one === undefined || other === undefined || 'poison' in one || 'poison' in other) throw new Error('unread');
    expect(other.spec.containers).toBe(one.spec.containers);
    expect(Object.isFrozen(other.spec.containers)).toBe(true);
  });

  it('is a poison object where it cannot be read', () => {
    const read = project(
      'Pod',
      { ...rawPod({}), spec: new WireText('\x12\x7f', 'PodSpec', decoderFor('Pod')) },
      cleaner(),
    );
    expect(read).toMatchObject({ metadata: { name: 'cart-1' }, poison: expect.stringContaining('ApiError') });
  });
});
