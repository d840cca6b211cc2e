import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { answerOf, diagnoseObjects, unscheduled } from '../../testing/build';

const taint = (key: string, effect = 'NoSchedule') => ({ key, effect });
const nodes = (...specs: { taints?: object[]; unschedulable?: boolean; labels?: Record<string, string> }[]) =>
  specs.map(({ labels = {}, ...spec }, i) => ({
    kind: 'Node',
    metadata: { name: `n${i + 1}`, labels },
    spec,
    status: { conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: '' }] },
  }));
const said = (count: number, text: string) => `0/2 nodes are available: ${count} node(s) ${text}.`;
const gpu = { taints: [taint('dedicated')] };
const both = 'had untolerated taint {dedicated: gpu}';

describe('what the scheduler said of nodes that were changed since', () => {
  it.each([
    ['both taints are gone', said(2, both), nodes({}, {}), 'likely'],
    ['one taint is gone', said(2, both), nodes({}, gpu), 'likely'],
    [
      'no more than a preference is left',
      said(2, both),
      nodes(gpu, { taints: [taint('dedicated', 'PreferNoSchedule')] }),
      'likely',
    ],
    ['both are there', said(2, both), nodes(gpu, gpu), 'proven'],
    ['one node was not read', said(2, both), nodes({}), 'proven'],
    ['no taint is named, and there is one', said(2, 'had untolerated taint(s)'), nodes(gpu, gpu), 'proven'],
    [
      'no taint is named, and a cordon is',
      said(2, 'had untolerated taint(s)'),
      nodes(gpu, { unschedulable: true }),
      'proven',
    ],
    ['no taint is named, and there is none', said(2, 'had untolerated taint(s)'), nodes(gpu, {}), 'likely'],
    ['the cordon is lifted', said(2, 'were unschedulable'), nodes({}, { unschedulable: true }), 'likely'],
    ['the labels do not tell', said(2, "didn't match pod anti-affinity rules"), nodes({}, {}), 'proven'],
    ['the pod names no label', said(2, "didn't match Pod's node affinity/selector"), nodes({}, {}), 'proven'],
  ])('is no proof where the nodes deny it: %s', async (_, message, now, certainty) => {
    const { primary, remedies } = await diagnoseObjects([...unscheduled(message), ...now]);
    expect(primary).toMatchObject({ cause: 'unschedulable-taint-affinity', certainty });
    const isOver = certainty === 'likely';
    expect(primary && plainHeadline(primary.headline).endsWith('that is so no longer')).toBe(isOver);
    expect(remedies.some(({ id }) => id === 'wait-for-try')).toBe(isOver);
    if (isOver) expect(remedies.map(({ id }) => id)).not.toContain('open-node');
  });

  it.each([
    ['a', 'likely'],
    ['b', 'proven'],
  ])('compares the labels that the pod asks for: %s', async (pool, certainty) => {
    const objects = unscheduled(said(2, "didn't match Pod's node affinity/selector")).map((object) =>
      object.kind === 'Pod' ? { ...object, spec: { ...(object.spec as object), nodeSelector: { pool: 'a' } } } : object,
    );
    const answer = await diagnoseObjects([...objects, ...nodes({ labels: { pool } }, {})]);
    expect(answerOf(answer)).toBe(`unschedulable-taint-affinity ${certainty}`);
  });
});
