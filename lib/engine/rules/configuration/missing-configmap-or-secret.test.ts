import { describe, expect, it } from 'vitest';
import { missingIn } from './missing-configmap-or-secret';

describe('the kubelet\u2019s sentences about what is missing', () => {
  it.each([
    ['secret "db" not found', { kind: 'Secret', name: 'db', key: null }],
    ['configmap "settings" not found', { kind: 'ConfigMap', name: 'settings', key: null }],
    ['configmaps "settings" not found', { kind: 'ConfigMap', name: 'settings', key: null }],
    ["couldn't find key dsn in Secret shop/db", { kind: 'Secret', name: 'db', key: 'dsn', namespace: 'shop' }],
    [
      'MountVolume.SetUp failed for volume "certs" : references non-existent secret key: tls.crt',
      { kind: 'Secret', name: 'certs', key: 'tls.crt' },
    ],
  ])('%s', (message, expected) => {
    expect(missingIn(message)).toMatchObject(expected);
  });

  it.each([
    'failed to sync configmap cache: timed out waiting for the condition',
    'persistentvolumeclaim "x" not found',
  ])('nothing in: %s', (message) => {
    expect(missingIn(message)).toBeNull();
  });
});
