import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../redact/redactor';
import { createCleaner } from './clean';
import { project } from './project';
import { JsonText } from './raw';

interface Differences {
  node?: string;
  token?: string;
  image?: string;
}

function rawPod({ node, token, image = 'registry.example/cart:1' }: Differences) {
  const mounts = [
    { name: 'data', mountPath: '/data' },
    ...(token === undefined
      ? []
      : [{ name: token, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }]),
  ];
  return {
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
      ...(node === undefined ? {} : { nodeName: node }),
      serviceAccountName: 'default',
    },
    status: { phase: 'Running' },
  };
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
  ];

  it.each(orders)('is the same pod as one that was parsed whole, whatever was read before: %j', (...pods) => {
    const clean = cleaner();
    for (const differences of [...pods, ...pods]) {
      const raw = rawPod(differences);
      const read = project('Pod', { ...raw, spec: new JsonText(JSON.stringify(raw.spec)) }, clean);
      expect(read).toEqual(project('Pod', raw, cleaner()));
    }
  });

  it('is projected once for all pods of a template', () => {
    const clean = cleaner();
    const [one, other] = ['node-1', 'node-2'].map((node) => {
      const raw = rawPod({ node });
      return project('Pod', { ...raw, spec: new JsonText(JSON.stringify(raw.spec)) }, clean);
    });
    if (one === undefined || other === undefined || 'poison' in one || 'poison' in other) throw new Error('unread');
    expect(other.spec.containers).toBe(one.spec.containers);
    expect(Object.isFrozen(other.spec.containers)).toBe(true);
  });

  it('is a poison object where it is no JSON', () => {
    const read = project('Pod', { ...rawPod({}), spec: new JsonText('{"containers":[}') }, cleaner());
    expect(read).toMatchObject({ metadata: { name: 'cart-1' }, poison: expect.stringContaining('SyntaxError') });
  });
});
