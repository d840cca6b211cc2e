import { describe, expect, it } from 'vitest';
import { deployment, diagnoseObjects, podName, podOf, terminated, waiting } from '../../testing/build';

/** A container that was killed at its limit of 512Mi. */
async function killed(container: Record<string, unknown>, spec: Record<string, unknown> = {}) {
  const lastState = terminated(137, 2, { reason: 'OOMKilled' });
  const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 9, lastState });
  const resources = { limits: { memory: '512Mi' } };
  const pod = podOf({ container: { resources, ...container }, spec, status: { containerStatuses: [main] } });
  const logs = { [`${podName}/main`]: { previous: 'cache warmed' } };
  const { primary, remedies, evidence } = await diagnoseObjects([...deployment(), pod], { logs });
  expect(primary?.cause).toBe('oom-killed-limit');
  const claim = primary?.claims.find(({ text }) => text.startsWith('Its heap may grow'));
  const quoted = (claim?.evidence ?? []).flatMap((n) => {
    const one = evidence[n];
    return one?.kind === 'field' ? one.fields.map(({ path, value }) => `${path}: ${value}`) : [];
  });
  const raise = remedies.find(({ id }) => id === 'set-memory-limit');
  const lower = remedies.find(({ id }) => id === 'lower-heap');
  return { certainty: primary?.certainty, claim: claim?.text, quoted, raise, lower };
}

const env = (name: string, value: string) => ({ env: [{ name, value }] });

describe('a heap that is allowed more than the memory limit', () => {
  it('is claimed, with the flag quoted, and the limit that is offered leaves room above it', async () => {
    const { claim, quoted, raise, lower } = await killed(env('JAVA_TOOL_OPTIONS', '-Xmx1024m'));
    expect(claim).toBe(
      'Its heap may grow to 1024 MiB (`-Xmx1024m`), its limit is 512Mi: it is killed before its runtime has to free anything.',
    );
    expect(quoted).toEqual([
      'spec.containers[0].env[0].name: JAVA_TOOL_OPTIONS',
      'spec.containers[0].env[0].value: -Xmx1024m',
    ]);
    expect(lower).toMatchObject({
      title: 'Set -Xmx384m, or the limit well above 1024 MiB',
      why: expect.stringContaining('The lower flag is 0.75 of 512Mi.'),
    });
    expect(raise?.command).toContain('--limits=memory=1376Mi');
    expect(raise?.why).toContain('leaves room above its heap of 1024 MiB');
  });

  it.each([
    [{ args: ['-Xms64m', '-Xmx2g', '-jar', 'app.jar'] }, '2048 MiB (`-Xmx2g`)', 'args[1]: -Xmx2g', '2752Mi'],
    [{ command: ['sh', '-c', 'exec java -Xmx600m -jar x'] }, '600 MiB', 'command[2]: exec java -Xmx600m -jar x', '1Gi'],
    [
      { command: ['node', '--max-old-space-size=2048', 'server.js'] },
      '2048 MiB',
      'command[1]: --max-old-space-size=2048',
      '2752Mi',
    ],
    [env('NODE_OPTIONS', '--max-old-space-size=2048'), '2048 MiB', 'env[0].value: --max-old-space-size=2048', '2752Mi'],
    [env('GOMEMLIMIT', '900MiB'), '900 MiB (`GOMEMLIMIT=900MiB`)', 'env[0].value: 900MiB', '1Gi'],
    [
      { ...env('JAVA_TOOL_OPTIONS', '-Xmx256m'), args: ['-Xmx256m', '-Xmx1g'] },
      '1024 MiB (`-Xmx1g`)',
      'args[1]: -Xmx1g',
      '1376Mi',
    ],
  ])('is read from %j', async (container, claimed, quotes, limit) => {
    const { claim, quoted, raise } = await killed(container);
    expect(claim).toContain(claimed);
    expect(quoted.at(-1)).toBe(`spec.containers[0].${quotes}`);
    expect(raise?.command).toContain(`--limits=memory=${limit}`);
  });

  it.each([
    [env('JAVA_TOOL_OPTIONS', '-Xmx384m')],
    [env('MAVEN_OPTS', '-Xmx4g')],
    [env('GOMEMLIMIT', 'off')],
    [{ args: ['--note=-Xmx4g'] }],
    [{}],
  ])('is not claimed of %j', async (container) => {
    const { claim, lower, raise, certainty } = await killed(container);
    expect([claim, lower]).toEqual([undefined, undefined]);
    expect(raise?.command).toContain('--limits=memory=1Gi');
    expect(certainty).toBe((await killed(env('JAVA_TOOL_OPTIONS', '-Xmx1024m'))).certainty);
  });
});
