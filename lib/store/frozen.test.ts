import { describe, expect, it } from 'vitest';
import { freeze, maxFrozenBytes, thaw } from './frozen';
import { testDiagnosis, testSeries, testSnapshot } from './test-share';

const frozen = { snapshot: testSnapshot, diagnosis: testDiagnosis, series: [] };

describe('freeze and thaw', () => {
  it('give back what went in', () => {
    const thawed = thaw(freeze({ ...frozen, series: [testSeries] }));
    expect(thawed).toEqual({
      ok: true,
      asOf: testDiagnosis.asOf,
      value: { ...frozen, series: [testSeries] },
    });
  });

  it('refuse more than 2 MB with the size and another way', () => {
    const snapshot = { ...testSnapshot, pending: ['ü'.repeat(maxFrozenBytes / 2)] };
    expect(() => freeze({ ...frozen, snapshot })).toThrow(/is 2\.0 MB; a link can hold 2 MB/);
  });

  it('read links that were made before there were curves, risks and alert rules', () => {
    const { risks: _risks, alerts: _alerts, ...old } = testDiagnosis;
    const step = { order: 1, id: 'describe-pod', title: 'See the pod', why: 'It tells more.', safety: 'read-only' };
    const thawed = thaw({ ...freeze(frozen), diagnosisJson: JSON.stringify({ ...old, remedies: [step] }) });
    expect(thawed).toMatchObject({
      ok: true,
      value: { series: [], diagnosis: { risks: [], alerts: [], remedies: [{ ...step, arithmetic: null }] } },
    });
  });

  it.each([
    ['no JSON', '{"schema":1'],
    ['a newer schema', JSON.stringify({ ...testDiagnosis, versions: { schema: 2, engine: '9' } })],
    ['another thing', '[]'],
    ['nothing', ''],
  ])('say that %s cannot be read', (_, diagnosisJson) => {
    const thawed = thaw({ ...freeze(frozen), diagnosisJson });
    expect(thawed).toMatchObject({ ok: false, failure: { code: 'invalid' } });
  });
});
