import { describe, expect, it } from 'vitest';
import { ago, answerOf, diagnoseObjects, event, podOf, runningFor, terminated, waiting } from '../../testing/build';
import { saysOf } from '../../testing/play';

describe('deadline-exceeded', () => {
  it('fires', async () => {
    expect(await saysOf('deadline-exceeded.fires', 'deadline-exceeded')).toMatch(/^proven: .*600 s/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('deadline-exceeded.near-miss', 'deadline-exceeded')).toBeNull();
  });

  it('needs no event', async () => {
    expect(await saysOf('deadline-exceeded.fires', 'deadline-exceeded', { event: 'DeadlineExceeded' })).toMatch(
      /^proven/,
    );
  });

  describe('where nothing of a pod ever ran', () => {
    const refused = 'failed to resolve reference "r.example/app:1": r.example/app:1: not found';
    const overdue = async (main: Record<string, unknown>) => {
      const ended = { phase: 'Failed', reason: 'DeadlineExceeded', message: 'Pod was active on the node longer' };
      const spec = { activeDeadlineSeconds: 600, restartPolicy: 'Never' };
      const pod = podOf({ spec, status: { ...ended, containerStatuses: [main] } });
      const alone = { ...pod, metadata: { name: 'one', creationTimestamp: ago(30) } };
      return answerOf(await diagnoseObjects([alone], { workload: 'Pod/one' }));
    };

    it.each([
      [
        'ImagePullBackOff',
        `Back-off pulling image "r.example/app:1": ErrImagePull: ${refused}`,
        'image-not-found proven',
      ],
      ['CreateContainerConfigError', 'configmap "settings" not found', 'missing-configmap-or-secret proven'],
      ['ContainerCreating', '', 'deadline-exceeded proven'],
    ])('leaves it to what held it back: %s', async (reason, message, expected) => {
      expect(await overdue(waiting('main', reason, message))).toBe(expected);
    });
    it('is the deadline of one that had run', async () => {
      const ran = { lastState: terminated(1, 25), restartCount: 1 };
      expect(await overdue(waiting('main', 'ImagePullBackOff', refused, ran))).toBe('deadline-exceeded proven');
      expect(await overdue(runningFor('main', 29))).toBe('deadline-exceeded proven');
    });

    it.each([
      ['an error of its own, tried again', 6, 1, 'Error', 'likely'],
      ['a kill for memory', 6, 137, 'OOMKilled', 'likely'],
      ['the stop', 6, 143, 'Error', 'proven'],
      ['an error of the first run', 0, 1, 'Error', 'proven'],
    ])('is weighed by how the last run ended: %s', async (_, restartCount, exitCode, reason, certainty) => {
      const state = terminated(exitCode, 20, { reason });
      const main = { name: 'main', ready: false, restartCount, state, lastState: {} };
      expect(await overdue(main)).toBe(`deadline-exceeded ${certainty}`);
    });

    const app = { name: 'app', image: 'r.example/app:1' };
    /** A pod whose deadline passed 20 minutes ago, with `app` and a container beside it that ended so many minutes ago. */
    const beside = async (image: string, appEnd: object, endedAgo: number, restartPolicy = 'Never', third?: object) => {
      const ended = { phase: 'Failed', reason: 'DeadlineExceeded', message: 'Pod was active on the node longer' };
      const quit = { name: 'quit', image: 'docker.io/istio/proxyv2:1.20' };
      const containers = [...(third ? [quit] : []), app, { name: 'proxy', image }];
      const spec = { activeDeadlineSeconds: 600, restartPolicy, containers };
      const statuses = [
        { name: 'app', ready: false, restartCount: 0, state: appEnd },
        { name: 'proxy', ready: false, restartCount: 0, state: terminated(137, endedAgo, { startedAt: ago(30) }) },
        ...(third ? [{ name: 'quit', ready: false, restartCount: 0, state: third }] : []),
      ];
      const pod = podOf({ spec, status: { ...ended, containerStatuses: statuses } });
      const alone = { ...pod, metadata: { name: 'one', creationTimestamp: ago(30) } };
      const diagnosis = await diagnoseObjects([alone], { workload: 'Pod/one' });
      const steps = diagnosis.remedies.map(({ id }) => id);
      return `${answerOf(diagnosis)} ${steps.includes('raise-deadline')} ${steps.includes('native-sidecar')}`;
    };
    const helper = 'gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.8.0';

    it.each([
      ['a helper that never ends', 'likely false true', helper, terminated(0, 27), 19.5, 'Never'],
      ['another', 'likely true false', 'r.example/x:1', terminated(0, 27), 19.5, 'Never'],
      ['a helper that had no time to end', 'likely true false', helper, terminated(0, 21), 19.5, 'Never'],
      ['what was cut as well', 'proven true false', helper, terminated(143, 19.9), 19.5, 'Never'],
      ['one that ended before', 'proven true false', helper, terminated(0, 27), 21, 'Never'],
      ['a helper, where the work is started again', 'proven true false', helper, terminated(0, 21), 19.5, 'Always'],
    ])('is weighed by what ran beside work that was done: %s', async (_, expected, image, state, endedAgo, policy) => {
      expect(await beside(image, state, endedAgo, policy)).toBe(`deadline-exceeded ${expected}`);
    });

    it('takes a helper that ended for neither the work nor what held it', async () => {
      expect(await beside(helper, terminated(0, 27), 19.5, 'Never', terminated(0, 26))).toBe(
        'deadline-exceeded likely false true',
      );
      // The work itself ran up to the deadline, or the helper's end was no good one.
      expect(await beside('r.example/x:1', terminated(143, 19.5), 19.5, 'Never', terminated(0, 26))).toMatch(/proven/);
      expect(await beside(helper, terminated(0, 27), 19.5, 'Never', terminated(1, 26))).toMatch(/proven/);
    });

    const gone = (...events: ReturnType<typeof event>[]) => {
      const failed = { type: 'Failed', status: 'True', reason: 'DeadlineExceeded', lastTransitionTime: ago(10) };
      const job = {
        kind: 'Job',
        metadata: { name: 'load', namespace: 'test', creationTimestamp: ago(20) },
        spec: { activeDeadlineSeconds: 600 },
        status: { startTime: ago(20), failed: 1, conditions: [failed] },
      };
      return diagnoseObjects([job, ...events], { workload: 'Job/load' });
    };
    const pulled = (minutes: number) =>
      event('Pod/load-b4c5d', 'Failed', `Failed to pull image "r.example/app:1": ${refused}`, {
        lastTimestamp: ago(minutes),
      });
    it.each([
      ['likely', 'up to the end', [pulled(16)]],
      ['proven', 'for a while', [pulled(16.1)]],
      ['proven', 'never, as far as is told', []],
    ])('is %s where the pod is gone, and its image could not be pulled %s', async (certainty, _, events) => {
      const diagnosis = await gone(...events);
      expect(answerOf(diagnosis)).toBe(`deadline-exceeded ${certainty}`);
      expect(JSON.stringify(diagnosis.evidence).includes('Failed to pull image')).toBe(certainty === 'likely');
    });
  });

  it.each([
    ['Failed', 'Error: secret "db" not found', 'Pod/load-b4c5d', 'likely'],
    ['FailedMount', 'MountVolume.SetUp failed for volume "c" : secret "db" not found', 'Pod/load-b4c5d', 'likely'],
    ['FailedScheduling', '0/3 nodes are available: 3 Insufficient cpu.', 'Pod/load-b4c5d', 'likely'],
    ['BackOff', 'Back-off restarting failed container main in pod load-b4c5d_test(x)', 'Pod/load-b4c5d', 'likely'],
    ['FailedCreate', 'Error creating: pods "load-x" is forbidden: exceeded quota: team', 'Job/load', 'likely'],
    ['Unhealthy', 'Readiness probe failed: connection refused', 'Pod/load-b4c5d', 'proven'],
  ])('is no more than likely where a pod that is gone was held up to the end: %s', async (reason, text, about, is) => {
    const failed = { type: 'Failed', status: 'True', reason: 'DeadlineExceeded', lastTransitionTime: ago(10) };
    const job = {
      kind: 'Job',
      metadata: { name: 'load', namespace: 'test', creationTimestamp: ago(20) },
      spec: { activeDeadlineSeconds: 600 },
      status: { startTime: ago(20), failed: 1, conditions: [failed] },
    };
    const told = event(about, reason, text, { lastTimestamp: ago(10.2) });
    const diagnosis = await diagnoseObjects([job, told], { workload: 'Job/load' });
    expect(answerOf(diagnosis)).toBe(`deadline-exceeded ${is}`);
    expect(JSON.stringify(diagnosis.primary?.claims).includes('held it up')).toBe(is === 'likely');
    expect(JSON.stringify(diagnosis.primary?.headline).includes(text.slice(0, 12))).toBe(is === 'likely');
    expect(diagnosis.remedies[1]?.id).toBe(is === 'likely' ? 'end-what-held-it' : 'raise-deadline');
  });

  it.each([
    ['of an Indexed Job, whose pod its own event names', 'load-7-0-b4c5d', 'load-7', 'likely'],
    ['of a CronJob, whose earlier run has kept its pod', 'load-7-b4c5d', 'load-7', 'likely'],
    ['that is one of another run', 'load-6-b4c5d', 'load-7', 'proven'],
  ])('tells what held up a pod %s', async (_, lost, name, is) => {
    const owned = (kind: string, owner: string) => ({
      ownerReferences: [{ apiVersion: 'batch/v1', kind, name: owner, uid: owner, controller: true }],
    });
    const jobOf = (run: string, minutes: number, type: string, reason: string) => ({
      kind: 'Job',
      metadata: {
        name: run,
        uid: run,
        namespace: 'test',
        creationTimestamp: ago(minutes),
        ...owned('CronJob', 'load'),
      },
      spec: { activeDeadlineSeconds: 600 },
      status: {
        startTime: ago(minutes),
        conditions: [{ type, status: 'True', reason, lastTransitionTime: ago(minutes - 10) }],
      },
    });
    const cron = { kind: 'CronJob', metadata: { name: 'load', namespace: 'test', creationTimestamp: ago(9000) } };
    const done = {
      ...podOf({ status: { phase: 'Succeeded', containerStatuses: [] } }),
      metadata: { name: 'load-6-x5kqz', ...owned('Job', 'load-6') },
    };
    const diagnosis = await diagnoseObjects(
      [
        cron,
        jobOf('load-6', 80, 'Complete', 'CompletionsReached'),
        jobOf('load-7', 20, 'Failed', 'DeadlineExceeded'),
        done,
        event(`Job/${name}`, 'SuccessfulCreate', `Created pod: ${lost}`, { type: 'Normal', lastTimestamp: ago(20) }),
        event(`Pod/${lost}`, 'Failed', 'Failed to pull image "r.example/app:1": not found', {
          lastTimestamp: ago(10.2),
        }),
      ],
      { workload: 'CronJob/load' },
    );
    expect(answerOf(diagnosis)).toBe(`deadline-exceeded ${is}`);
  });

  describe('where tries are left', () => {
    const job = (failed: number) => ({
      kind: 'Job',
      metadata: { name: 'load', namespace: 'test', creationTimestamp: ago(20) },
      spec: { activeDeadlineSeconds: 600, backoffLimit: 20 },
      status: {
        startTime: ago(20),
        failed,
        conditions: [{ type: 'Failed', status: 'True', reason: 'DeadlineExceeded', lastTransitionTime: ago(10) }],
      },
    });
    const attempt = (name: string, endedAgo: number, exitCode = 1) => {
      const main = { name: 'main', restartCount: 0, ready: false, state: terminated(exitCode, endedAgo) };
      const pod = podOf({ spec: { restartPolicy: 'Never' }, status: { phase: 'Failed', containerStatuses: [main] } });
      const ownerReferences = [{ kind: 'Job', name: 'load', uid: 'uid-Job-load', controller: true }];
      return { ...pod, metadata: { ...pod.metadata, name, ownerReferences } };
    };
    const told = async (failed: number, ...pods: ReturnType<typeof attempt>[]) =>
      answerOf(
        await diagnoseObjects([job(failed), ...pods], {
          workload: 'Job/load',
          logs: Object.fromEntries(
            pods.map((pod) => [`${String(pod.metadata.name)}/main`, { current: 'ValueError: bad shape\n' }]),
          ),
        }),
      );

    it('leaves it to their own cause where each failed before', async () => {
      expect(await told(2, attempt('load-a', 18), attempt('load-b', 14))).toMatch(/^app-error-uncaught/);
    });
    it('is only likely where others of them are gone', async () => {
      expect(await told(3, attempt('load-a', 18), attempt('load-b', 14))).toBe('deadline-exceeded likely');
    });
    it('stands beside their own cause where none can have run when it passed', async () => {
      expect(await told(7, attempt('load-a', 18), attempt('load-b', 14))).toMatch(/^app-error-uncaught/);
      expect(await told(6, attempt('load-a', 18), attempt('load-b', 14))).toMatch(/^deadline-exceeded/);
      const unheard = await diagnoseObjects([job(7), attempt('load-a', 18), attempt('load-b', 14)], {
        workload: 'Job/load',
      });
      expect([unheard.primary?.cause, unheard.contributing[0]?.cause]).toEqual(['unknown', 'deadline-exceeded']);
    });
    it('is proven where one ended after it', async () => {
      expect(await told(2, attempt('load-a', 18), attempt('load-b', 9.9, 143))).toBe('deadline-exceeded proven');
    });
  });
});
