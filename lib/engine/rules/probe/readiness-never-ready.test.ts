import { describe, expect, it } from 'vitest';
import { causeWords } from '../../../model/cause-words';
import { plainHeadline } from '../../../model/diagnosis';
import { ago, answerOf, deployment, diagnoseObjects, event, podName, podOf, runningFor } from '../../testing/build';
import { replay } from '../../scenarios/replay';
import { readScenario, saysOf } from '../../testing/play';

describe('readiness-never-ready', () => {
  it('fires', async () => {
    expect(await saysOf('readiness-never-ready.fires', 'readiness-never-ready')).toMatch(/^proven: .*404/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('startup-probe-failing.near-miss', 'readiness-never-ready')).toBeNull();
  });

  it('is only likely once the events are gone', async () => {
    expect(await saysOf('readiness-never-ready.fires', 'readiness-never-ready', { event: 'Unhealthy' })).toMatch(
      /^likely/,
    );
  });

  it.each([
    ['proven where the log was read and is empty', { current: '' }, 'proven'],
    ['only likely where no log was read', {}, 'likely'],
    [
      'only likely where the log names a check, and so a cause behind it',
      { current: '{"level":"error","msg":"health check failed","check":"ledger-sync","error":"no heartbeat"}\n' },
      'likely',
    ],
  ])('is %s', async (_, log, certainty) => {
    const scenario = readScenario('readiness-never-ready.fires');
    const [key = ''] = Object.keys(scenario.logs);
    const { primary } = (await replay({ ...scenario, logs: { [key]: log } })).diagnosis;
    expect(primary).toMatchObject({ cause: 'readiness-never-ready', certainty });
  });

  it.each([
    ['never becomes ready', 29.99],
    ['is not ready any more', 12],
  ])('says that it %s', async (words, lostAgo) => {
    const conditions = [{ type: 'ContainersReady', status: 'False', lastTransitionTime: ago(lostAgo) }];
    const { primary } = await diagnoseObjects([
      ...deployment(),
      podOf({
        container: { readinessProbe: { httpGet: { path: '/ready', port: 8080 } } },
        status: { phase: 'Running', conditions, containerStatuses: [{ ...runningFor('main', 30), ready: false }] },
      }),
    ]);
    expect(primary && plainHeadline(primary.headline)).toContain(words);
    const claims = primary?.claims.map(({ text }) => text).join('\n');
    expect(claims?.includes('It was ready until')).toBe(lostAgo === 12);
  });

  it('quotes why a readiness gate is closed, and proposes no alert of a probe that there is not', async () => {
    const gate = 'target-health.elbv2.k8s.aws/shop';
    const { primary, alerts } = await diagnoseObjects([
      ...deployment(),
      podOf({
        spec: { readinessGates: [{ conditionType: gate }] },
        status: {
          phase: 'Running',
          conditions: [
            { type: 'ContainersReady', status: 'True', lastTransitionTime: ago(30) },
            {
              type: 'Ready',
              status: 'False',
              reason: 'ReadinessGatesNotReady',
              message: `the status of pod readiness gate "${gate}" is not "True", but False`,
              lastTransitionTime: ago(30),
            },
            {
              type: gate,
              status: 'False',
              reason: 'Target.FailedHealthChecks',
              message: 'Health checks failed with these codes: [404]',
              lastTransitionTime: ago(28),
            },
          ],
          containerStatuses: [runningFor('main', 30)],
        },
      }),
    ]);
    expect(primary && plainHeadline(primary.headline)).toContain(
      `${gate} is closed: Target.FailedHealthChecks: Health checks failed`,
    );
    expect(alerts).toEqual([]);
  });

  it.each([
    ['the gate, where the container is ready', true, 'readiness-never-ready proven'],
    ['its log, where it is not', false, 'dependency-unreachable likely'],
  ])('takes for what holds back a pod with a readiness gate: %s', async (_, ready, answer) => {
    const [status, reason] = ready ? ['True', 'ReadinessGatesNotReady'] : ['False', 'ContainersNotReady'];
    const lastTransitionTime = ago(30);
    const conditions = [
      { type: 'ContainersReady', status, reason: ready ? '' : reason, lastTransitionTime },
      { type: 'Ready', status: 'False', reason, message: 'not ready', lastTransitionTime },
    ];
    const containerStatuses = [{ ...runningFor('main', 30), ready }];
    const objects = [
      ...deployment(),
      podOf({
        container: { readinessProbe: { httpGet: { path: '/ready', port: 8080 } } },
        spec: { readinessGates: [{ conditionType: 'target-health.elbv2.k8s.aws/shop' }] },
        status: { phase: 'Running', conditions, containerStatuses },
      }),
    ];
    const current = 'ERROR: connect ECONNREFUSED 10.0.0.1:6379\nserving\n';
    expect(answerOf(await diagnoseObjects(objects, { logs: { [`${podName}/main`]: { current } } }))).toBe(answer);
  });

  it.each([
    ['declares another port', 'dial tcp 10.0.0.1:8080: connect: connection refused', 3000, true],
    ['declares the port', 'dial tcp 10.0.0.1:8080: connect: connection refused', 8080, false],
    ['answers 404', 'HTTP probe failed with statuscode: 404', 8080, true],
    ['answers 503', 'HTTP probe failed with statuscode: 503', 3000, false],
  ])('has a step for its probe only where that asks what is not served: %s', async (_, answer, containerPort, has) => {
    const { remedies } = await diagnoseObjects([
      ...deployment(),
      podOf({
        container: {
          ports: [{ containerPort }],
          readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
        },
        status: { phase: 'Running', containerStatuses: [{ ...runningFor('main', 30), ready: false }] },
      }),
      event(`Pod/${podName}`, 'Unhealthy', `Readiness probe failed: ${answer}`, {
        source: { component: 'kubelet' },
        involvedObject: { kind: 'Pod', name: podName, fieldPath: 'spec.containers{main}' },
      }),
    ]);
    expect(remedies.some(({ id }) => id === 'mend-probe')).toBe(has);
  });

  it('says of the pod until when it was ready, where another container may have ended that', async () => {
    const conditions = [{ type: 'ContainersReady', status: 'False', lastTransitionTime: ago(12) }];
    const { primary } = await diagnoseObjects([
      ...deployment(),
      podOf({
        container: { readinessProbe: { httpGet: { path: '/ready', port: 8080 } } },
        spec: {
          containers: [
            { name: 'main', image: 'r.example/app:1', readinessProbe: { httpGet: { path: '/ready', port: 8080 } } },
            { name: 'proxy', image: 'r.example/proxy:1' },
          ],
        },
        status: {
          phase: 'Running',
          conditions,
          containerStatuses: [{ ...runningFor('main', 30), ready: false }, runningFor('proxy', 30)],
        },
      }),
    ]);
    const claims = primary?.claims.map(({ text }) => text);
    expect(claims).toContain('All containers of its pod were ready until 09:48:00 UTC.');
  });

  it('is called by words that hold for one that was ready before too', () => {
    expect(causeWords['readiness-never-ready']).not.toContain('never');
  });
});
