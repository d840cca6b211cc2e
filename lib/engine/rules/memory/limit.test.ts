import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  podName,
  podOf,
  runningFor,
  terminated,
  waiting,
} from '../../testing/build';

type Fields = Record<string, unknown>;

describe('a memory limit, where limits are not only those of the spec', () => {
  const given = (memory: string) => ({ limits: { memory } });
  /** A pod that the kernel killed, whose container has run for a minute and asks for 256Mi. */
  const killed = async (more: {
    own?: Fields;
    status?: Fields;
    podStatus?: Fields;
    spec?: Fields;
    resizedAgo?: number;
  }) => {
    const { own = given('256Mi'), status = {}, podStatus = {}, spec = {}, resizedAgo } = more;
    const lastState = terminated(137, 2, { reason: 'OOMKilled' });
    const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 6, lastState, ...status });
    const pod = podOf({
      container: { resources: own },
      spec,
      status: { containerStatuses: [main], ...podStatus },
    });
    const writer = { manager: 'kubectl', operation: 'Update', subresource: 'resize', time: ago(resizedAgo ?? 0) };
    const metadata = { ...pod.metadata, managedFields: resizedAgo === undefined ? [] : [writer] };
    const logs = { [`${podName}/main`]: { previous: 'cache warmed' } };
    const diagnosis = await diagnoseObjects([...deployment(), { ...pod, metadata }], { logs });
    return {
      answer: answerOf(diagnosis),
      headline: plainHeadline(diagnosis.primary?.headline ?? []),
      text: JSON.stringify([diagnosis.primary?.claims, diagnosis.evidence]),
      steps: diagnosis.remedies.map(({ id }) => id),
    };
  };

  it.each(['0', '-5Mi'])('takes a limit of %s for none, as the kubelet does', async (memory) => {
    expect((await killed({ own: given(memory) })).answer).not.toMatch(/^oom-killed-limit/);
  });

  it('proves by the limit that the status has as the spec has it', async () => {
    expect((await killed({ status: { resources: given('0.25Gi') } })).answer).toBe('oom-killed-limit proven');
  });

  it('quotes what the kubelet gave it, and proves nothing, where the spec asks for another limit', async () => {
    const { answer, headline, text, steps } = await killed({ status: { resources: given('128Mi') } });
    expect(answer).toBe('oom-killed-limit likely');
    expect(headline).toContain('passing its 128Mi memory limit');
    expect(text).toContain('had given it 128Mi, while its spec asks for 256Mi');
    expect(text).toContain('status.containerStatuses[0].resources.limits.memory');
    expect(steps).not.toContain('set-memory-limit');
  });

  it.each([
    ['proven', 'before that run', 4],
    ['likely', 'since that run began', 1],
  ])('is %s where it was resized %s', async (certainty, _when, resizedAgo) => {
    const { answer } = await killed({ status: { resources: given('256Mi') }, resizedAgo });
    expect(answer).toBe(`oom-killed-limit ${certainty}`);
  });

  it.each([
    ['likely', 'True'],
    ['proven', 'False'],
  ])('is %s beside a resize under way: %s', async (certainty, status) => {
    const { answer } = await killed({ podStatus: { conditions: [{ type: 'PodResizeInProgress', status }] } });
    expect(answer).toBe(`oom-killed-limit ${certainty}`);
  });

  it('takes the limit of the pod where the container has none', async () => {
    const { answer, headline, text, steps } = await killed({ own: {}, spec: { resources: given('300Mi') } });
    expect(answer).toBe('oom-killed-limit proven');
    expect(headline).toContain('its pod passed its 300Mi memory limit');
    expect(text).toContain('"path":"spec.resources.limits.memory"');
    expect(steps).toContain('raise-pod-memory');
  });

  it.each([
    ['400Mi', 'raise-pod-memory', 'set-memory-limit'],
    ['512Mi', 'set-memory-limit', 'raise-pod-memory'],
  ])('raises 256Mi under a pod that has %s by %s', async (pods, step, other) => {
    const { steps } = await killed({ spec: { resources: given(pods) } });
    expect(steps).toContain(step);
    expect(steps).not.toContain(other);
  });

  it('proves it beside an init container that is gone', async () => {
    const initContainers = [{ name: 'migrate', image: 'r.example/app:1' }];
    const { answer } = await killed({ spec: { initContainers, resources: given('512Mi') } });
    expect(answer).toBe('oom-killed-limit proven');
  });

  it('proves no limit of the container where all of the pod may have passed theirs', async () => {
    const initContainers = [{ name: 'mesh', image: 'r.example/mesh:1', restartPolicy: 'Always' }];
    const { answer, headline, text } = await killed({ spec: { initContainers, resources: given('512Mi') } });
    expect(answer).toBe('oom-killed-limit likely');
    expect(headline).toContain('for passing its 256Mi memory limit or the 512Mi of its pod');
    expect(text).toContain('share a limit of 512Mi');
  });

  it.each([
    ['proven', given('256Mi')],
    ['likely', given('300Mi')],
    ['likely', given('0')],
  ])('is %s of an init container with sidecars that may use %j', async (certainty, resources) => {
    const mesh = { name: 'mesh', image: 'r.example/mesh:1', restartPolicy: 'Always', resources };
    const migrate = { name: 'migrate', image: 'r.example/app:1', resources: given('256Mi') };
    const lastState = terminated(137, 2, { reason: 'OOMKilled' });
    const ended = waiting('migrate', 'CrashLoopBackOff', 'back-off', { restartCount: 6, lastState });
    const initContainerStatuses = [runningFor('mesh', 29), ended];
    // The main container has no limit, and has not been started.
    const pod = podOf({
      spec: { initContainers: [mesh, migrate], resources: given('512Mi') },
      status: { initContainerStatuses, containerStatuses: [waiting('main', 'PodInitializing')] },
    });
    const logs = { [`${podName}/migrate`]: { previous: 'adds an index' } };
    const diagnosis = await diagnoseObjects([...deployment(), pod], { logs });
    expect(answerOf(diagnosis)).toBe(`oom-killed-limit ${certainty}`);
  });
});
