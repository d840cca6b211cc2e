import { describe, expect, it } from 'vitest';
import { plainHeadline, type Diagnosis } from '../../../model/diagnosis';
import { ago, deployment, diagnoseObjects, event, podName, podOf, terminated, waiting } from '../../testing/build';

async function killed(lines: readonly string[], answer = 'HTTP probe failed with statuscode: 503'): Promise<Diagnosis> {
  const looping = waiting('main', 'CrashLoopBackOff', 'back-off', { restartCount: 5, lastState: terminated(2, 2) });
  const kill = event(`Pod/${podName}`, 'Killing', 'Container main failed liveness probe, will be restarted', {
    lastTimestamp: ago(2),
    type: 'Normal',
  });
  const failed = event(`Pod/${podName}`, 'Unhealthy', `Liveness probe failed: ${answer}`, { lastTimestamp: ago(2) });
  const probe = { httpGet: { path: '/alive', port: 80 }, periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 1 };
  const pod = podOf({
    container: { livenessProbe: probe },
    status: { phase: 'Running', containerStatuses: [looping] },
  });
  const diagnosis = await diagnoseObjects([...deployment(), pod, kill, failed], {
    logs: { [`${podName}/main`]: { previous: `${lines.join('\n')}\n` } },
  });
  expect(diagnosis.primary?.cause).toBe('liveness-probe-failing');
  return diagnosis;
}

const complaint = JSON.stringify({
  level: 'ERROR',
  msg: 'health check failed',
  check: 'ledger-sync',
  error: 'no heartbeat for 40 s',
});

describe('what the program logs of its own check', () => {
  it('stands beside the kill with its line, and in the headline where a check is named', async () => {
    const { primary, evidence } = await killed(['{"level":"INFO","msg":"listening"}', complaint, complaint]);
    expect(primary && plainHeadline(primary.headline)).toContain('ledger-sync: no heartbeat for 40 s');
    const claim = primary?.claims.find(({ text }) => text.includes('names the check that fails: ledger-sync'));
    expect(claim?.text).toContain('2 lines of this run');
    expect(claim?.evidence.map((n) => evidence[n]?.kind)).toEqual(['log']);
  });

  it('is told without a name in the headline where none is named', async () => {
    const { primary } = await killed(['listening', 'WARN worker pool exhausted, request queued path=/alive']);
    expect(primary?.claims.map(({ text }) => text).join(' ')).toContain('worker pool exhausted');
    expect(primary && plainHeadline(primary.headline)).not.toContain('worker pool');
  });

  it('is no line of an access log, no line of work, and no check that went well', async () => {
    const { primary } = await killed([
      '10.0.0.1 - - "GET /alive HTTP/1.1" 503 12',
      '{"level":"INFO","msg":"health check passed","check":"ledger-sync"}',
      'worked through 12 orders',
    ]);
    expect(primary?.claims.map(({ text }) => text).join(' ')).not.toContain('Its own log');
  });
});
