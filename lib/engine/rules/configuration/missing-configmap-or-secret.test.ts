import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import type { Volume } from '../../../model/pod-spec';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  waiting,
  waitingPod,
} from '../../testing/build';
import { diagnosisOf } from '../../testing/play';
import { missingIn } from './missing-in';

describe('the kubelet\u2019s sentences about what is missing', () => {
  it.each([
    ['secret "db" not found', { kind: 'Secret', name: 'db', key: null }],
    ['GenerateRunContainerOptions: secrets "db" not found', { kind: 'Secret', name: 'db', key: null }],
    ['MountVolume.SetUp failed for volume "v" : secret "db" not found', { kind: 'Secret', name: 'db', key: null }],
    [
      'MountVolume.SetUp failed for volume "kubernetes.io/secret/uid-v" (spec.Name: "v") pod "uid" (UID: "uid") with: secrets "db" not found',
      { kind: 'Secret', name: 'db', key: null },
    ],
    [
      'Unable to mount volumes for pod "app_test(uid)": configmaps "settings" not found',
      { kind: 'ConfigMap', name: 'settings', key: null },
    ],
    ['configmap "settings" not found', { kind: 'ConfigMap', name: 'settings', key: null }],
    ['configmaps "settings" not found', { kind: 'ConfigMap', name: 'settings', key: null }],
    ["couldn't find key dsn in Secret db", { kind: 'Secret', name: 'db', key: 'dsn', namespace: null }],
    ["couldn't find key dsn in Secret shop/db", { kind: 'Secret', name: 'db', key: 'dsn', namespace: 'shop' }],
  ])('%s', (message, expected) => {
    expect(missingIn(message)).toMatchObject(expected);
  });

  it('names the Secret or ConfigMap that the volume is made of, not the volume', () => {
    const volume = (name: string, more: Partial<Volume>): Volume => ({
      name,
      type: '',
      configMap: null,
      secret: null,
      persistentVolumeClaim: null,
      emptyDir: null,
      hostPath: null,
      projected: null,
      ...more,
    });
    const volumes = [
      volume('certs', { secret: { secretName: 'gateway-tls', optional: false, items: ['tls.crt'] } }),
      volume('conf', { configMap: { name: 'gateway-conf', optional: false, items: ['app.yaml'] } }),
      volume('both', { projected: { secrets: ['one'], configMaps: ['two', 'three'] } }),
    ];
    const of = (name: string, tail: string) =>
      missingIn(`MountVolume.SetUp failed for volume "${name}" : ${tail}`, volumes)?.name;
    expect(of('certs', 'references non-existent secret key: tls.crt')).toBe('gateway-tls');
    expect(of('conf', 'configmap references non-existent config key: app.yaml')).toBe('gateway-conf');
    expect(of('both', 'references non-existent secret key: k')).toBe('one');
    expect(of('both', 'configmap references non-existent config key: k')).toBe('of volume both');
  });

  it.each([
    'failed to sync configmap cache: timed out waiting for the condition',
    'persistentvolumeclaim "x" not found',
    'MountVolume.MountDevice failed for volume "pvc-8c1d" : fetching NodeStageSecretRef rook-ceph/node failed: kubernetes.io/csi: failed to find the secret node in the namespace rook-ceph with error: secrets "node" not found',
    'MountVolume.SetUp failed for volume "s" : rpc error: code = Unknown desc = error fetching secret: Secret "db/creds" not found in vault "prod"',
  ])('nothing in: %s', (message) => {
    expect(missingIn(message)).toBeNull();
  });
});

describe('missing-configmap-or-secret', () => {
  it('is the kubelet’s word where the state came without its message', async () => {
    const said = (component: string) => [
      ...waitingPod('CreateContainerConfigError'),
      event(`Pod/${podName}`, 'Failed', 'Error: secret "db" not found', { source: { component } }),
    ];
    expect(answerOf(await diagnoseObjects(said('kubelet')))).toBe('missing-configmap-or-secret proven');
    expect(answerOf(await diagnoseObjects(said('backup-operator')))).not.toContain('missing-configmap-or-secret');
  });
});

describe('what asks for what is missing', () => {
  const fieldsOf = async (name: string) => {
    const { primary, evidence } = await diagnosisOf(name);
    const quoted = (primary?.claims ?? []).flatMap((claim) => claim.evidence.map((n) => evidence[n]));
    return {
      claims: primary?.claims.map(({ text }) => text) ?? [],
      paths: quoted.flatMap((item) => (item?.kind === 'field' ? item.fields.map(({ path }) => path) : [])),
    };
  };

  it('is the variable, with its place in the spec', async () => {
    const { claims, paths } = await fieldsOf('missing-configmap-or-secret.fires-key');
    expect(claims).toContain('Variable `REGION` of `prepare` asks for it.');
    expect(paths).toContain('spec.initContainers[0].env[0].valueFrom.configMapKeyRef.key');
  });

  it('is the variable of a whole Secret that is missing, with its key', async () => {
    const { claims } = await fieldsOf('missing-configmap-or-secret.fires-secret');
    expect(claims).toContain('Variable `DB_DSN` of `api` asks for its key `dsn`.');
  });

  it('is the volume, and where it is mounted', async () => {
    const { claims, paths } = await fieldsOf('missing-configmap-or-secret.fires-volume');
    expect(claims).toContain('Volume `certs` asks for it, mounted at `/etc/certs` in `proxy`.');
    expect(paths).toContain('spec.volumes[0].secret.secretName');
  });
});

describe('an object that is there all the same', () => {
  const configMap = (...keys: string[]) => ({
    kind: 'ConfigMap',
    metadata: {
      name: 'settings',
      managedFields: [
        {
          manager: 'm',
          operation: 'Update',
          time: '2026-11-20T09:59:00Z',
          fieldsType: 'FieldsV1',
          fieldsV1: { 'f:data': Object.fromEntries(keys.map((key) => [`f:${key}`, {}])) },
        },
      ],
    },
  });
  const waits = (message: string, ...keys: string[]) =>
    diagnoseObjects([
      ...deployment(),
      podOf({
        container: { envFrom: [{ configMapRef: { name: 'settings' } }] },
        status: { containerStatuses: [waiting('main', 'CreateContainerConfigError', message)] },
      }),
      configMap(...keys),
    ]);

  it.each([
    ['configmap "settings" not found', 'did not find ConfigMap settings, which is there now'],
    ["couldn't find key port in ConfigMap test/settings", 'key port of ConfigMap settings, which is there now'],
  ])('is a sign against what the kubelet said, and nothing to create: %s', async (message, headline) => {
    const diagnosis = await waits(message, 'port');
    expect(answerOf(diagnosis)).toBe('missing-configmap-or-secret likely');
    expect(diagnosis.primary && plainHeadline(diagnosis.primary.headline)).toContain(headline);
    expect(diagnosis.remedies.map(({ safety }) => safety)).toEqual(['read-only']);
  });

  it('is none where the key is not in it', async () => {
    const diagnosis = await waits("couldn't find key port in ConfigMap test/settings", 'host');
    expect(answerOf(diagnosis)).toBe('missing-configmap-or-secret proven');
  });
});

describe('a volume that waits for another than the one that was missing', () => {
  const pod = podOf({
    age: 15,
    spec: {
      volumes: [
        { name: 'cred', secret: { secretName: 'login' } },
        { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
      ],
    },
    status: { containerStatuses: [waiting('main', 'ContainerCreating')] },
  });
  const said = (reason: string, message: string, minutes: number) =>
    event(`Pod/${podName}`, reason, message, { lastTimestamp: ago(minutes) });
  const objects = (volumes: string, minutes: number) => [
    ...deployment(),
    pod,
    said('FailedMount', 'MountVolume.SetUp failed for volume "cred" : secret "login" not found', 9),
    said('FailedAttachVolume', 'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached', 14),
    said(
      'FailedMount',
      `Unable to attach or mount volumes: unmounted volumes=[${volumes}], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition`,
      minutes,
    ),
  ];

  it.each([
    ['is past it once the kubelet names the other alone', 'data', 2, 'volume-mount-failed likely'],
    ['is not while it names both', 'cred data', 2, 'missing-configmap-or-secret proven'],
    ['is not by what was said before', 'data', 10, 'missing-configmap-or-secret proven'],
  ])('%s', async (_, volumes, minutes, expected) => {
    expect(answerOf(await diagnoseObjects(objects(volumes, minutes)))).toBe(expected);
  });
});
