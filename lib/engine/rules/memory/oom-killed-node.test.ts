import { describe, expect, it } from 'vitest';
import {
  ago,
  answerOf,
  deployment,
  diagnoseObjects,
  event,
  nodeReady,
  podName,
  podOf,
  terminated,
  waiting,
} from '../../testing/build';
import { saysOf } from '../../testing/play';

describe('oom-killed-node', () => {
  it('fires', async () => {
    expect(await saysOf('oom-killed-node.fires', 'oom-killed-node')).toMatch(/^proven: .*rack1-n2/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('oom-killed-node.near-miss', 'oom-killed-node')).toBeNull();
  });

  it('holds without a limit and a request', async () => {
    expect(
      await saysOf('oom-killed-node.fires', 'oom-killed-node', {
        field: 'Pod/tile-renderer-7b6f8c9d4c-2hjzp:spec.containers.0.resources',
      }),
    ).toMatch(/^proven/);
  });

  it('quotes the limit in force after a resize in place', async () => {
    const given = (memory: string) => ({ limits: { memory }, requests: { memory: '64Mi' } });
    const lastState = terminated(137, 2, { reason: 'OOMKilled' });
    const more = { restartCount: 6, lastState, resources: given('512Mi') };
    const main = waiting('main', 'CrashLoopBackOff', 'back-off', more);
    const pod = podOf({ container: { resources: given('256Mi') }, status: { containerStatuses: [main] } });
    const out = event('Node/n1', 'SystemOOM', 'System OOM encountered, victim process: app', { lastTimestamp: ago(2) });
    const diagnosis = await diagnoseObjects([...deployment(), pod, nodeReady('True', 'KubeletReady', 60), out]);
    expect(answerOf(diagnosis)).toBe('oom-killed-node proven');
    const quoted = diagnosis.evidence.flatMap((each) => (each.kind === 'field' ? each.fields : []));
    expect(quoted).toContainEqual(
      expect.objectContaining({ path: 'status.containerStatuses[0].resources.limits.memory', value: '512Mi' }),
    );
  });

  describe('where a limit of its own fits as well', () => {
    const logs = { [`${podName}/main`]: { previous: 'listening on 8080\n' } };
    const ended = ago(2);
    const secondsBefore = (seconds: number) => ago(2 + seconds / 60);
    const killed = async (reason: string, message: string, more = {}, container = {}) => {
      const lastState = terminated(137, 2, { reason: 'OOMKilled', finishedAt: ended });
      const main = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 6, lastState });
      const pod = podOf({
        container: { resources: { limits: { memory: '256Mi' } }, ...container },
        status: { containerStatuses: [main] },
      });
      const told = event('Node/n1', reason, message, { lastTimestamp: ended, ...more });
      const objects = [...deployment(), pod, nodeReady('True', 'KubeletReady', 60), told];
      return answerOf(await diagnoseObjects(objects, { logs }));
    };
    const victim = (name: string) => `System OOM encountered, victim process: ${name}, pid: 4711`;
    const node = { command: ['/bin/sh', '-c', 'exec /usr/bin/node server.js'] };

    it.each([
      ['another container with the same program died then', 'node', 0, '', 'likely'],
      ['that died long before', 'node', 3, '', 'proven'],
      ['that runs another program', 'java', 0, '', 'proven'],
      ['the kernel tells of a kill for a limit as well', 'java', 3, 'process 9999 (node)', 'likely'],
      ['of another program', 'java', 3, 'process 9999 (java)', 'proven'],
    ])('takes one event for one death: %s', async (_, command, before, line, certainty) => {
      const lastState = terminated(137, 2, { reason: 'OOMKilled', finishedAt: ended });
      const side = terminated(137, 2 + before, { reason: 'OOMKilled' });
      const limits = { limits: { memory: '256Mi' } };
      const backOff = (name: string, more: Record<string, unknown>) =>
        waiting(name, 'CrashLoopBackOff', 'back-off', more);
      const pod = podOf({
        spec: {
          containers: [
            { name: 'main', image: 'r.example/app:1', ...node, resources: limits },
            { name: 'side', image: 'r.example/side:1', command: [command], resources: limits },
          ],
        },
        status: {
          containerStatuses: [
            backOff('main', { restartCount: 6, lastState }),
            backOff('side', { restartCount: 6, lastState: side }),
          ],
        },
      });
      const told = event('Node/n1', 'SystemOOM', victim('node'), { lastTimestamp: ended });
      const kernel = event('Node/n1', 'OOMKilling', `Memory cgroup out of memory: Killed ${line} total-vm:9kB`, {
        lastTimestamp: ended,
        source: { component: 'kernel-monitor', host: 'n1' },
      });
      const objects = [...deployment(), pod, nodeReady('True', 'KubeletReady', 60), told, ...(line ? [kernel] : [])];
      const both = { [`${podName}/main`]: { previous: 'up\n' }, [`${podName}/side`]: { previous: 'up\n' } };
      const { primary, contributing } = await diagnoseObjects(objects, { logs: both });
      expect([primary, ...contributing].find((each) => each?.cause === 'oom-killed-node')).toMatchObject({ certainty });
    });

    it.each([
      ['app', {}, {}, 'oom-killed-node proven'],
      ['app', { lastTimestamp: secondsBefore(4) }, {}, 'oom-killed-node likely'],
      ['app', { source: { component: 'drill' } }, {}, 'oom-killed-limit proven'],
      ['java', {}, {}, 'oom-killed-node likely'],
      ['java', {}, node, 'oom-killed-limit likely'],
      ['node', {}, node, 'oom-killed-node proven'],
    ])('weighs the victim %s (%o, %o)', async (name, more, container, expected) => {
      expect(await killed('SystemOOM', victim(name), more, container)).toBe(expected);
    });

    it.each([
      ['Killed process 4242 (java) total-vm:1000kB, anon-rss:500kB', {}, 'oom-killed-limit likely'],
      ['Memory cgroup out of memory: Killed process 3121 (ffmpeg) total-vm:9kB', node, 'oom-killed-limit likely'],
      ['Memory cgroup out of memory: Killed process 3121 (node) total-vm:9kB', node, 'oom-killed-limit proven'],
      ['Out of memory: Killed process 3121 (node) total-vm:9kB', node, 'oom-killed-node likely'],
    ])('weighs the kernel’s line: %s', async (message, container, expected) => {
      const more = { source: { component: 'kernel-monitor', host: 'n1' } };
      expect(await killed('OOMKilling', message, more, container)).toBe(expected);
    });
  });
});
