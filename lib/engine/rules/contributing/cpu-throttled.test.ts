import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { replay } from '../../scenarios/replay';
import { diagnosisOf, findingOf, readScenario, saysOf } from '../../testing/play';

async function replayed(name: string) {
  const { diagnosis, summary } = await replay(readScenario(name));
  return { ...diagnosis, summary };
}

describe('cpu-throttled', () => {
  it('fires', async () => {
    expect(await saysOf('cpu-throttled.fires', 'cpu-throttled')).toMatch(/^proven: .*93 %/);
  });

  it('is named as the cause of the time-out: in the headline, and by the first change', async () => {
    const { primary, contributing, remedies, summary } = await replayed('metrics-throttled-probe');
    expect(primary?.cause).toBe('liveness-probe-failing');
    expect(plainHeadline(primary?.headline ?? [])).toMatch(
      / for its CPU limit held it back in 75 % of its periods at the time of the failure$/,
    );
    expect(summary.primary?.headline).toEqual(primary?.headline);
    expect(contributing[0]).toMatchObject({ cause: 'cpu-throttled', certainty: 'proven' });
    expect(contributing[0]?.claims[0]?.text).toContain('when the liveness probe was not answered in time at 06:38:00');
    expect(remedies[0]?.safety).toBe('read-only');
    expect(remedies[1]).toMatchObject({ id: 'raise-cpu', arithmetic: 'at most four times at once: 200m × 4 = 800m' });
  });

  it('proves it by the very number that it says, around the failure, and the failure itself', async () => {
    const { evidence, contributing } = await diagnosisOf('metrics-throttled-probe');
    const quoted = contributing[0]?.claims[0]?.evidence.map((at) => evidence[at]) ?? [];
    expect(quoted.map((one) => one?.kind)).toEqual(['metric', 'event', 'field']);
    expect(quoted[0]).toMatchObject({
      query: expect.stringMatching(/^avg_over_time\(.+\[\d+s:\d+s\]\)$/),
      samples: [{ value: '0.75' }],
    });
  });

  it('leaves the headline as it is without metrics', async () => {
    const primary = await findingOf('metrics-throttled-probe', 'liveness-probe-failing', {
      metric: 'cpu-throttled-share',
    });
    expect(plainHeadline(primary?.headline ?? [])).not.toContain('CPU');
  });

  it('is silent where it was throttled at another time, or where the probe was answered', async () => {
    for (const name of ['cpu-throttled.near-miss-earlier', 'cpu-throttled.near-miss-answered']) {
      expect(await saysOf(name, 'cpu-throttled')).toBeNull();
      const primary = await findingOf(name, 'liveness-probe-failing');
      expect(plainHeadline(primary?.headline ?? [])).not.toContain('CPU');
    }
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('cpu-throttled.near-miss', 'cpu-throttled')).toBeNull();
  });

  it('is silent without metrics', async () => {
    expect(await saysOf('cpu-throttled.fires', 'cpu-throttled', { metric: 'cpu-throttled-share' })).toBeNull();
  });
});
