import { describe, expect, it } from 'vitest';
import { causeWords } from '../../../model/cause-words';
import { diagnosisOf, findingOf, saysOf } from '../../testing/play';

describe('sigterm-not-handled', () => {
  it('fires', async () => {
    expect(await saysOf('sigterm-not-handled.fires-rollout', 'sigterm-not-handled')).toMatch(/^proven: .*30 s/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('sigterm-not-handled.near-miss', 'sigterm-not-handled')).toBeNull();
  });

  it('takes an end by 143 within the grace for one that heard the signal', async () => {
    const finding = await findingOf('sigterm-not-handled.fires-rollout', 'sigterm-not-handled');
    expect(finding?.wouldDisprove).toContain('0 or 143');
  });

  it('is called by words that hold for both of its ways', async () => {
    expect(causeWords['sigterm-not-handled']).not.toContain('ignores');
    const { remedies } = await diagnosisOf('liveness-probe-failing.fires-deaf');
    expect(remedies.map(({ why }) => why).join('\n')).toContain('“SIGTERM not handled”');
  });

  it('is not proven without the announcement', async () => {
    expect(await saysOf('sigterm-not-handled.fires-rollout', 'sigterm-not-handled', { event: 'Killing' })).toMatch(
      /^likely/,
    );
  });
});
