import { describe, expect, it } from 'vitest';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  podName,
  podOf,
  runningFor,
  terminated,
  waiting,
} from '../testing/build';

const pod = `Pod/${podName}`;
const at = (minutes: number, more: Record<string, unknown> = {}) => ({ lastTimestamp: ago(minutes), ...more });
const sandbox = (minutes: number, component = 'kubelet') =>
  event(pod, 'FailedCreatePodSandBox', 'Failed to create pod sandbox: no IP addresses available in range set', {
    ...at(minutes),
    source: { component },
  });
const mount = (minutes: number, component = 'kubelet') =>
  event(
    pod,
    'FailedMount',
    'MountVolume.SetUp failed for volume "data" : hostPath type check failed: /d is not a directory',
    {
      ...at(minutes),
      source: { component },
    },
  );
const missing = (minutes: number) =>
  event(
    pod,
    'FailedMount',
    'MountVolume.SetUp failed for volume "settings" : configmap "settings" not found',
    at(minutes),
  );
const stuck = podOf({
  age: 60,
  status: { phase: 'Pending', containerStatuses: [waiting('main', 'ContainerCreating')] },
});

describe('a complaint about the start of a pod', () => {
  it.each([
    ['sandbox-creation-failed', sandbox(2)],
    ['volume-mount-failed', mount(2)],
    ['missing-configmap-or-secret', missing(2)],
  ])('is proof of %s while nothing went on after it', async (cause, complaint) => {
    expect(answerOf(await diagnoseObjects([...deployment(), stuck, complaint]))).toBe(`${cause} proven`);
  });

  it.each([sandbox(30), mount(30), missing(30)])('is over when an image is pulled after it', async (complaint) => {
    const pulling = event(pod, 'Pulling', 'Pulling image "registry.example/app:1"', at(20));
    expect(answerOf(await diagnoseObjects([...deployment(), stuck, complaint, pulling]))).toMatch(/^unknown/);
  });

  it('is over when the next step fails: volumes are there before the sandbox is made', async () => {
    const objects = [...deployment(), stuck, sandbox(1), missing(30)];
    expect(answerOf(await diagnoseObjects(objects))).toBe('sandbox-creation-failed proven');
  });

  it.each([sandbox(2, 'chaos-bot'), mount(2, 'my-controller')])('is the kubelet’s alone', async (complaint) => {
    expect(answerOf(await diagnoseObjects([...deployment(), stuck, complaint]))).toMatch(/^unknown/);
  });
});

describe('a complaint that may have passed', () => {
  const attach = (minutes: number, name = 'pvc-1') =>
    event(pod, 'FailedAttachVolume', `Multi-Attach error for volume "${name}" Volume is already used by pod(s) y`, {
      ...at(minutes),
      source: { component: 'attachdetach-controller' },
    });
  const attached = (name: string) =>
    event(pod, 'SuccessfulAttachVolume', `AttachVolume.Attach succeeded for volume "${name}" `, at(1));

  it.each([
    ['sandbox-creation-failed', sandbox],
    ['volume-mount-failed', mount],
    ['missing-configmap-or-secret', missing],
  ])('is no proof of %s once it was not said for ten minutes', async (cause, complaint) => {
    const told = async (minutes: number) =>
      answerOf(await diagnoseObjects([...deployment(), stuck, complaint(minutes)]));
    expect([await told(10), await told(10.1)]).toEqual([`${cause} proven`, `${cause} likely`]);
  });

  it('is over for the volume that was attached since', async () => {
    const told = async (name: string) =>
      answerOf(await diagnoseObjects([...deployment(), stuck, attach(3), attached(name)]));
    expect(await told('pvc-1')).toMatch(/^unknown/);
    expect(await told('pvc-2')).toBe('volume-mount-failed proven');
  });

  it('is not of this pod where it was said before the pod was made', async () => {
    const said = { ...missing(2), lastTimestamp: ago(62), involvedObject: { kind: 'Pod', name: podName, uid: '' } };
    expect(answerOf(await diagnoseObjects([...deployment(), stuck, said]))).toMatch(/^unknown/);
  });
});

describe('a postStart hook that failed', () => {
  const hooked = (status: Record<string, unknown>, minutes: number) => [
    ...deployment(),
    podOf({
      container: { lifecycle: { postStart: { exec: { command: ['/prepare'] } } } },
      status: { phase: 'Running', containerStatuses: [status] },
    }),
    event(pod, 'FailedPostStartHook', 'PostStartHook failed', {
      ...at(minutes),
      involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
    }),
  ];
  const crashed = (exitCode: number) =>
    waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 6, lastState: terminated(exitCode, 1.5) });

  it('explains a run that ended as a stopped one does', async () => {
    expect(answerOf(await diagnoseObjects(hooked(crashed(137), 2)))).toBe('post-start-hook-failed proven');
  });

  it('explains no later run that ended by itself', async () => {
    expect(answerOf(await diagnoseObjects(hooked(crashed(2), 50)))).not.toMatch(/post-start/);
  });

  it('explains nothing of a run that came through it', async () => {
    const runs = { ...runningFor('main', 45), ready: false, restartCount: 1 };
    expect(answerOf(await diagnoseObjects(hooked(runs, 50)))).not.toMatch(/post-start/);
  });
});
