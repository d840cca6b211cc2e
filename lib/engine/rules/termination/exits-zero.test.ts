import { describe, expect, it } from 'vitest';
import { crashing } from '../../testing/crashing';
import { diagnose } from '../../run';
import { replay, snapshotOf } from '../../scenarios/replay';
import { readScenario, saysOf } from '../../testing/play';

describe('exits-zero', () => {
  it('fires', async () => {
    expect(await saysOf('exits-zero.fires', 'exits-zero')).toMatch(/^proven: .*exit code 0/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('exits-zero.near-miss', 'exits-zero')).toBeNull();
  });

  it('needs no word in the log', async () => {
    expect(await saysOf('exits-zero.fires', 'exits-zero', { log: 'reading inbox' })).toMatch(/^proven/);
  });

  it('is only likely, and not said to end by itself, where no events were read: a kill might be among them', async () => {
    const snapshot = await snapshotOf(readScenario('exits-zero.fires'));
    const failure = { code: 'denied' as const, message: 'The account may not list events.' };
    const what = `events in ${snapshot.workload.namespace}`;
    const { primary } = diagnose({ ...snapshot, events: [], failures: [{ what, failure }] }).diagnosis;
    expect(primary).toMatchObject({ cause: 'exits-zero', certainty: 'likely' });
    expect(JSON.stringify(primary?.claims)).not.toContain('by itself');
  });

  it('is only likely where no log was read, for it might complain', async () => {
    const unread = { ...readScenario('exits-zero.fires'), logs: {} };
    expect((await replay(unread)).diagnosis.primary).toMatchObject({ cause: 'exits-zero', certainty: 'likely' });
  });

  it.each([
    ['it was told to stop', 'letters: 12\nReceived SIGTERM, shutting down'],
    ['a child of it crashed', 'child pid 97 exit signal Segmentation fault (11)\ncaught SIGTERM, shutting down'],
  ])('is not proven where its log says that %s', async (_, log) => {
    const { primary, contributing } = await crashing(log, 0);
    const found = [primary, ...contributing].find((finding) => finding?.cause === 'exits-zero');
    expect(found?.certainty ?? 'likely').toBe('likely');
  });

  it.each([
    ['Licence file /etc/acme/licence.key is absent. Nothing to serve, bye.', 'Licence file'],
    ['usage: cart [options]\n  --port int\n  --host string\n  --dir string\n  --log string', 'usage: cart'],
    ['INFO no tenants configured\nINFO bye', 'no tenants configured'],
    ['feature gate is disabled\nexit', 'gate is disabled'],
  ])('is not proven where its last words may be another reason, and quotes them: %j', async (log, words) => {
    const { primary, evidence } = await crashing(`cart 4.2\n${log}`, 0);
    expect(primary).toMatchObject({ cause: 'exits-zero', certainty: 'likely' });
    const claim = primary?.claims.find(({ text }) => text.includes('last words'));
    expect(JSON.stringify((claim?.evidence ?? []).map((index) => evidence[index]))).toContain(words);
  });

  it.each(['sorted 12 letters\nbye', 'done without errors', 'synced 4 of 4 tenants, 0 failures'])(
    'is proven where it ends on words of work: %j',
    async (log) => {
      expect((await crashing(log, 0)).primary).toMatchObject({ cause: 'exits-zero', certainty: 'proven' });
    },
  );

  it('does not say that it ended by itself where its last lines speak of a stop, and quotes them', async () => {
    const { primary, remedies, evidence } = await crashing('received SIGTERM, shutting down\nbye', 0);
    expect(primary?.cause).toBe('exits-zero');
    expect(JSON.stringify(primary?.claims)).not.toContain('by itself');
    expect(JSON.stringify(evidence)).toContain('received SIGTERM, shutting down');
    expect(remedies.map(({ id }) => id)).toContain('who-stops-it');
  });

  it('is only possible where a probe may have ended it and no event of the pod may be read', async () => {
    const scenario = readScenario('liveness-probe-failing.fires-deaf');
    const unread = { ...scenario, objects: scenario.objects.filter(({ kind }) => kind !== 'Event') };
    const ended = JSON.parse(JSON.stringify(unread).replaceAll('"exitCode":137', '"exitCode":0')) as typeof unread;
    const { primary, contributing } = (await replay(ended)).diagnosis;
    const found = [primary, ...contributing].find((finding) => finding?.cause === 'exits-zero');
    expect(found).toMatchObject({ certainty: 'possible' });
    expect(JSON.stringify(found?.claims)).not.toContain('by itself');
  });

  it('is only possible in the first minute, when the kubelet may not have told of its kill yet', async () => {
    const scenario = readScenario('exits-zero.near-miss');
    const early = {
      ...scenario,
      asOf: '2026-10-15T17:03:20Z',
      objects: scenario.objects.filter(({ kind, reason }) => kind !== 'Event' || reason === 'BackOff'),
    };
    const first = JSON.parse(JSON.stringify(early).replace('"restartCount":6', '"restartCount":1')) as typeof early;
    expect((await replay(first)).diagnosis.primary).toMatchObject({ cause: 'exits-zero', certainty: 'possible' });
    const later = { ...first, asOf: '2026-10-15T17:05:00Z' };
    expect((await replay(later)).diagnosis.primary).toMatchObject({ cause: 'exits-zero', certainty: 'likely' });
  });
});
