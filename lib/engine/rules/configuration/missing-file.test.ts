import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { answerOf, deployment, diagnoseObjects, podName, podOf, terminated, waiting } from '../../testing/build';

const volumes = {
  secret: { name: 'keys', secret: { secretName: 'parcel-keys' } },
  config: { name: 'keys', configMap: { name: 'parcel-settings' } },
  projected: { name: 'keys', projected: { sources: [{ secret: { name: 'parcel-keys' } }] } },
  items: { name: 'keys', secret: { secretName: 'parcel-keys', items: [{ key: 'a', path: 'signing' }] } },
  empty: { name: 'keys', emptyDir: {} },
  account: {
    name: 'keys',
    projected: { sources: [{ serviceAccountToken: { path: 'token' } }, { configMap: { name: 'kube-root-ca.crt' } }] },
  },
};

/** A container that ended with these words; the volume is mounted at /etc/keys. */
async function said(line: string, volume: keyof typeof volumes = 'secret', mount: object = {}, more: object[] = []) {
  return diagnoseObjects(
    [
      ...deployment(),
      podOf({
        spec: { volumes: [volumes[volume]] },
        container: { volumeMounts: [{ name: 'keys', mountPath: '/etc/keys', ...mount }] },
        status: {
          phase: 'Running',
          containerStatuses: [
            waiting('main', 'CrashLoopBackOff', '', { restartCount: 4, lastState: terminated(1, 1) }),
          ],
        },
      }),
      ...(more as ReturnType<typeof deployment>),
    ],
    { logs: { [`${podName}/main`]: { previous: `starting\n${line}\n` } } },
  );
}

const go = 'open /etc/keys/signing: no such file or directory';

describe('a file below a mounted ConfigMap or Secret', () => {
  it.each([
    go,
    `{"level":"error","msg":"failed to read the key","error":"${go}"}`,
    "FileNotFoundError: [Errno 2] No such file or directory: '/etc/keys/signing'",
    "Error: ENOENT: no such file or directory, open '/etc/keys/signing'",
    'Exception in thread "main" java.nio.file.NoSuchFileException: /etc/keys/signing\n\tat java.base/x.Files.read(Files.java:1)',
    'Exception in thread "main" java.io.FileNotFoundException: /etc/keys/signing (No such file or directory)',
    'nginx: [emerg] open() "/etc/keys/signing" failed (2: No such file or directory)',
    'nginx: [emerg] cannot load certificate key "/etc/keys/signing": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory:calling fopen(/etc/keys/signing, r))',
    "Unhandled exception. System.IO.FileNotFoundException: Could not find file '/etc/keys/signing'.",
    'Error: Os { code: 2, kind: NotFound, message: "/etc/keys/signing: No such file or directory (os error 2)" }',
    'ERROR the key file /etc/keys/signing does not exist',
    '/start.sh: line 3: /etc/keys/signing: No such file or directory',
  ])('is a key that the object does not have: %s', async (line) => {
    const diagnosis = await said(line);
    expect(diagnosis.primary).toMatchObject({ cause: 'missing-configmap-or-secret', container: { name: 'main' } });
    expect(diagnosis.primary?.certainty).not.toBe('proven');
    expect(diagnosis.primary && plainHeadline(diagnosis.primary.headline)).toBe(
      'Container main does not find /etc/keys/signing: Secret parcel-keys has no key signing',
    );
  });

  it('names the object, of a projected volume too, and its keys where they may be read', async () => {
    expect((await said(go, 'config')).primary?.headline.at(-1)).toMatch(/ConfigMap parcel-settings/);
    expect((await said(go, 'projected')).primary?.headline.at(-1)).toMatch(/Secret parcel-keys/);
    const { primary } = await said(go, 'secret', {}, [withKeys('sealing')]);
    expect(primary?.claims.map(({ text }) => text)).toContain('Secret `parcel-keys` has these keys: `sealing`.');
  });

  it.each<[string, Parameters<typeof said>]>([
    ['one file is mounted', [go, 'secret', { subPath: 'signing' }]],
    ['the volume takes chosen keys', [go, 'items']],
    ['another volume holds it', [go, 'empty']],
    ['it is the token of the service account', [go, 'account']],
    ['it lies deeper than any key', ['open /etc/keys/old/signing: no such file or directory']],
    ['it lies beside the mount', ['open /etc/keys.d/signing: no such file or directory']],
    ['it is there by now', [go, 'secret', {}, [withKeys('signing')]]],
  ])('is none where %s', async (_, args) => {
    expect(answerOf(await said(...args))).toBe('app-error-uncaught likely');
  });

  it('is none where the file was refused', async () => {
    const line = 'java.io.FileNotFoundException: /etc/keys/signing (Permission denied)';
    expect((await said(line)).primary?.cause).toBe('permission-denied');
  });
});

function withKeys(key: string) {
  const fieldsV1 = { 'f:data': { [`f:${key}`]: {} } };
  const managedFields = [
    { manager: 'm', operation: 'Update', time: '2026-11-20T09:00:00Z', fieldsType: 'FieldsV1', fieldsV1 },
  ];
  return { kind: 'Secret', metadata: { name: 'parcel-keys', managedFields } };
}
