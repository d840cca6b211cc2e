import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('leader-election-lost', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing(
      'I1003 14:05:53.510000 1 leaderelection.go:297] failed to renew lease parcel/dock: timed out waiting for the condition',
      1,
    );
    expect(primary).toMatchObject({ cause: 'leader-election-lost', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('parcel/dock');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('fatal: dial tcp 10.43.61.9:5432: connect: connection refused');
    expect(primary?.cause).toBe('dependency-unreachable');
    expect(contributing.map((finding) => finding.cause)).not.toContain('leader-election-lost');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });

  const renewal = 'I1003 14:05:53.5 1 leaderelection.go:297] failed to renew lease parcel/dock: context canceled\n';
  const inStop =
    '{"level":"error","msg":"error received after stop sequence was engaged","error":"leader election lost"}\n';

  it('leaves the end to the error for which a manager stopped, and gave its lease up', async () => {
    const taken =
      '{"level":"error","logger":"setup","msg":"problem running manager","error":"listen tcp :8080: bind: address already in use"}';
    const { primary } = await crashing(inStop + taken);
    expect(primary?.cause).toBe('port-in-use');
    expect((await crashing(inStop)).primary?.cause).toBe('unknown');
  });

  it('is the end of a manager that says the same after a renewal that failed', async () => {
    const { primary } = await crashing(renewal + inStop);
    expect(primary?.cause).toBe('leader-election-lost');
  });

  it('is no end of a program that a signal told to stop before, and one where the signal came after', async () => {
    const signal = 'I1003 14:05:53.4 1 main.go:99] Received SIGTERM, exiting gracefully...\n';
    expect((await crashing(signal + renewal)).primary?.cause).toBe('unknown');
    expect((await crashing(renewal + signal)).primary?.cause).toBe('leader-election-lost');
  });
});
