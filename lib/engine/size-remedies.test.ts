import { describe, expect, it } from 'vitest';
import { createWorkloadView } from './facts/views';
import { replay, snapshotOf } from './scenarios/replay';
import { sizeRemedies } from './size-remedies';
import { readScenario } from './testing/play';

describe('a step with a measured number', () => {
  it('still says which contributing cause it is for', async () => {
    const scenario = readScenario('metrics-throttled-probe');
    const view = createWorkloadView(await snapshotOf(scenario));
    const { diagnosis } = await replay(scenario);
    const step = diagnosis.remedies.find(({ id }) => id === 'raise-cpu') ?? expect.fail('it has no such step');
    const guess = { ...step, why: 'For the contributing cause “CPU throttled”: put more.', arithmetic: null };
    const [sized] = sizeRemedies(view, 'liveness-probe-failing', null, [guess]);
    expect(sized?.arithmetic).toContain('200m');
    expect(sized?.why).toMatch(/^For the contributing cause “CPU throttled”: (?!put more)/);
    const [plain] = sizeRemedies(view, 'liveness-probe-failing', null, [{ ...guess, why: 'Put more.' }]);
    expect(plain?.why).not.toContain('contributing');
  });
});
