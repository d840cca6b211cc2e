import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { replay } from '../../scenarios/replay';
import { parseScenario } from '../../scenarios/scenario';
import { crashing } from '../../testing/crashing';

const image = readFileSync(new URL('../../scenarios/run-as-nonroot-violation.fires.yaml', import.meta.url), 'utf8');
const judged = async (text: string) => (await replay(parseScenario('nonroot', text))).diagnosis;

describe('run-as-nonroot-violation', () => {
  it.each([
    ['image will run as root', 'its image would run it as root'],
    ['image has non-numeric user (app), cannot verify user is non-root', 'its image names its user'],
  ])('tells the kubelet\u2019s sentence "%s" apart', async (sentence, words) => {
    const { primary } = await judged(image.replaceAll('image will run as root', sentence));
    expect(primary).toMatchObject({ cause: 'run-as-nonroot-violation', certainty: 'proven' });
    expect(primary && plainHeadline(primary.headline)).toContain(words);
  });

  it('offers a numeric user, and never root', async () => {
    const { remedies } = await judged(image);
    const patch = remedies.find((remedy) => remedy.id === 'set-user');
    expect(patch?.command).toContain('10001');
    expect(JSON.stringify(remedies)).not.toContain('"runAsNonRoot":false');
  });

  it('says nothing of another refusal', async () => {
    const other = await judged(image.replaceAll('runAsNonRoot and image will run as root', 'something else'));
    expect(other.primary?.cause).not.toBe('run-as-nonroot-violation');
    expect((await crashing(null)).primary?.cause).toBe('unknown');
  });
});
