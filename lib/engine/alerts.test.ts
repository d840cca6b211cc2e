import { expect, it } from 'vitest';
import { diagnosisOf } from './testing/play';
import { ago, deployment, diagnoseObjects, podName, podOf, terminated } from './testing/build';

it('watches the Job where no pod is ever restarted', async () => {
  const owner = [{ kind: 'Job', name: 'bill', uid: 'uid-Job-bill', controller: true }];
  const { alerts } = await diagnoseObjects(
    [
      { kind: 'Job', metadata: { name: 'bill', namespace: 'test' }, spec: { backoffLimit: 3 }, status: { failed: 1 } },
      {
        kind: 'Pod',
        metadata: { name: 'bill-x5kqz', creationTimestamp: ago(3), ownerReferences: owner },
        spec: { nodeName: 'n1', restartPolicy: 'Never', containers: [{ name: 'main', image: 'r.example/app:1' }] },
        status: {
          phase: 'Failed',
          containerStatuses: [{ name: 'main', restartCount: 0, ready: false, state: terminated(3, 1) }],
        },
      },
    ],
    { workload: 'Job/bill', logs: { 'bill-x5kqz/main': { current: 'starting\nError: no currency\n' } } },
  );
  expect(alerts).toHaveLength(1);
  expect(alerts[0]?.yaml).toContain('kube_job_status_failed{namespace="test",job_name=~"bill"} > 0');
});

it('waits for no exit code 137 where the program ends with another one', async () => {
  const status = { name: 'main', ready: false, restartCount: 4, state: terminated(2, 1), lastState: terminated(2, 3) };
  const pod = podOf({
    container: { livenessProbe: { httpGet: { path: '/healthz', port: 80 }, periodSeconds: 5, failureThreshold: 3 } },
    status: { phase: 'Running', containerStatuses: [status] },
  });
  const { alerts } = await diagnoseObjects([...deployment(), pod], {
    logs: { [`${podName}/main`]: { current: 'starting\nError: no currency\n' } },
  });
  expect(alerts.map(({ title }) => title)).not.toContain('Killed with exit code 137, not for memory');
});

it('waits for it where the grace period ends so', async () => {
  const { alerts } = await diagnosisOf('sigterm-not-handled.fires-rollout');
  expect(alerts.map(({ title }) => title)).toContain('Killed with exit code 137, not for memory');
});
