import { describe, expect, it } from 'vitest';
import { freeze, maxFrozenBytes, thaw } from './frozen';
import { testDiagnosis, testSnapshot } from './test-share';

describe('freeze and thaw', () => {
  it('give back what went in', () => {
    const thawed = thaw(freeze(testSnapshot, testDiagnosis));
    expect(thawed).toEqual({
      ok: true,
      asOf: testDiagnosis.asOf,
      value: { snapshot: testSnapshot, diagnosis: testDiagnosis },
    });
  });

  it('refuse more than 2 MB with the size and another way', () => {
    const snapshot = { ...testSnapshot, pending: ['ü'.repeat(maxFrozenBytes / 2)] };
    expect(() => freeze(snapshot, testDiagnosis)).toThrow(/is 2\.0 MB; a link can hold 2 MB/);
  });

  it.each([
    ['no JSON', '{"schema":1'],
    ['a newer schema', JSON.stringify({ ...testDiagnosis, versions: { schema: 2, engine: '9' } })],
    ['another thing', '[]'],
    ['nothing', ''],
  ])('say that %s cannot be read', (_, diagnosisJson) => {
    const thawed = thaw({ ...freeze(testSnapshot, testDiagnosis), diagnosisJson });
    expect(thawed).toMatchObject({ ok: false, failure: { code: 'invalid' } });
  });
});
