import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { deployment, diagnoseObjects, podName, podOf, terminated, waiting } from '../../testing/build';
import { crashing } from '../../testing/crashing';

describe('runtime-library-missing', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing(
      '/app/x: error while loading shared libraries: libzbar.so.0: cannot open shared object file: No such file or directory',
      127,
    );
    expect(primary).toMatchObject({
      cause: 'runtime-library-missing',
      certainty: 'likely',
      container: { name: 'app' },
    });
    expect(primary && plainHeadline(primary.headline)).toContain('libzbar.so.0');
  });

  it.each(["`GLIBC_2.38'", '‘GLIBC_2.38’', "GLIBC_2.38'", 'GLIBC_2.38'])(
    'knows a version that is not there: %s',
    async (version) => {
      const { primary } = await crashing(
        `/srv/tally: /lib/libc.so.6: version ${version} not found (required by /srv/tally)`,
      );
      expect(primary).toMatchObject({ cause: 'runtime-library-missing', certainty: 'likely' });
      expect(primary && plainHeadline(primary.headline)).toContain('/lib/libc.so.6');
      const built = await crashing(`built against version ${version}\nERROR tally: page 7 not found`);
      expect(built.primary?.cause).not.toBe('runtime-library-missing');
    },
  );

  it('tells a symbol that is missing from a file that is', async () => {
    const { primary } = await crashing('Error relocating /usr/bin/node: _ZNSt3: symbol not found', 127);
    const said = plainHeadline(primary?.headline ?? []);
    expect(said).toContain('no library of the image gives the symbol _ZNSt3');
    expect(said).not.toContain('it is not in the image');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('/bin/sh: 1: zbar: not found');
    expect(primary?.cause).toBe('command-not-found');
    expect(contributing.map((finding) => finding.cause)).not.toContain('runtime-library-missing');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });

  it('offers to go back only where there is a revision to go back to', async () => {
    const [app, ...sets] = deployment();
    if (!app) throw new Error('a Deployment comes first');
    const revision = (name: string, number: number, image: string) => ({
      ...sets[0],
      kind: 'ReplicaSet',
      metadata: {
        ...sets[0]?.metadata,
        name,
        annotations: { 'deployment.kubernetes.io/revision': String(number) },
      },
      spec: { replicas: 1, template: { spec: { containers: [{ name: 'main', image }] } } },
    });
    const newest = revision('app-66b7d9c8f', 2, 'r.example/app:1');
    const looping = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(127, 2) });
    const pod = podOf({ status: { phase: 'Running', containerStatuses: [looping] } });
    const words = 'x: error while loading shared libraries: libzbar.so.0: cannot open shared object file\n';
    const stepsOf = async (...revisions: (typeof newest)[]) => {
      const logs = { [`${podName}/main`]: { previous: words } };
      const { primary, remedies } = await diagnoseObjects([app, ...revisions, pod], { logs });
      expect(primary?.cause).toBe('runtime-library-missing');
      return remedies.map(({ id }) => id);
    };
    expect(await stepsOf(newest)).not.toContain('roll-back');
    expect(await stepsOf(revision('app-5d8f6b7c9', 1, 'r.example/app:0'), newest)).toContain('roll-back');
  });

  const cudart =
    "2026-11-23 10:09:55.001: W tensorflow/default/dso_loader.cc:64] Could not load dynamic library 'libcudart.so.11.0'; dlerror: libcudart.so.11.0: cannot open shared object file: No such file or directory\n";
  const cublas =
    '2026-11-23 10:09:55.001 [E:onnxruntime:Default, bridge.cc:1480 Get] [ONNXRuntimeError] : 1 : FAIL : Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.11: cannot open shared object file: No such file or directory\n';
  const thrown =
    'Traceback (most recent call last):\n  File "/app/serve.py", line 12, in <module>\n    load()\nValueError: Expected 12 features\n';
  it.each([
    [
      cudart,
      '2026-11-23 10:09:55.002: I tensorflow/cuda/cudart_stub.cc:29] Ignore above cudart dlerror if you do not have a GPU set up on your machine.\n',
    ],
    [
      cublas,
      '2026-11-23 10:09:55.002 [W:onnxruntime:Default, state.cc:747 Create] Failed to create CUDAExecutionProvider.\n',
    ],
  ])('is silent on the libraries of a GPU that the program does without', async (missing, without) => {
    expect((await crashing(missing + without + thrown)).primary?.cause).toBe('app-error-uncaught');
    expect((await crashing(missing + without, 137)).primary?.cause).toBe('unknown');
    expect((await crashing(missing)).primary?.cause).toBe('runtime-library-missing');
  });

  it('fires on a library that is missed after those', async () => {
    const { primary } = await crashing(
      `${cudart}2026-11-23 10:09:55.002: I tensorflow/cuda/cudart_stub.cc:29] Ignore above cudart dlerror if you do not have a GPU\nserve: error while loading shared libraries: libzbar.so.0: cannot open shared object file\n`,
    );
    expect(primary && plainHeadline(primary.headline)).toContain('libzbar.so.0');
  });
});
