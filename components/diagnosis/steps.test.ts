import { describe, expect, it } from 'vitest';
import type { Diagnosis, Remedy } from '@/lib/model/diagnosis';
import { remedy } from '@/lib/remedy/look';
import { cart } from '../fixtures/shop';
import { stepsOf } from './steps';

const step = (id: string, order: number, safety: Remedy['safety'], command: string | null): Remedy =>
  remedy({ id, title: id, why: 'because', safety, order, command });
const person = step('person', 0, 'changes-workload', null);
const change = step('change', 1, 'changes-workload', 'kubectl -n shop apply -f quota.yaml');
const look = step('look', 2, 'read-only', 'kubectl -n shop describe resourcequota');
const withSteps = (...remedies: Remedy[]): Diagnosis => ({ ...cart, remedies });
const ids = (diagnosis: Diagnosis, gone = false): string[] => stepsOf(diagnosis, gone).steps.map(({ id }) => id);

describe('the next steps of a page', () => {
  it('are in the order of the diagnosis where the first has a command', () => {
    expect(ids(withSteps(look, change))).toEqual(['change', 'look']);
  });

  it('begin with what can be copied, what only reads before what changes', () => {
    expect(ids(withSteps(person, change, look))).toEqual(['look', 'person', 'change']);
    expect(ids(withSteps(person, change))).toEqual(['change', 'person']);
    expect(ids(withSteps(person))).toEqual(['person']);
  });
});

describe('the next steps of a workload that is gone', () => {
  const pod = cart.runs[0]?.pod ?? '';
  it.each([
    `kubectl -n shop logs ${pod} -c app --previous`,
    `kubectl -n shop describe pod ${pod}`,
    `kubectl -n shop get events --field-selector involvedObject.name=${pod}`,
    'kubectl -n shop describe pod cart-never-ran',
    'kubectl -n shop get pods -l app=cart',
    'kubectl -n shop rollout history deployment/cart',
    'kubectl -n shop describe deployment cart',
  ])('leave out %s', (command) => {
    const { steps, leftOut } = stepsOf(withSteps(step('dead', 0, 'read-only', command), look), true);
    expect(steps.map(({ id }) => id)).toEqual(['look']);
    expect(leftOut).toBe(true);
    expect(ids(withSteps(step('dead', 0, 'read-only', command)))).toEqual(['dead']);
  });

  it('keep what is to be changed, without the command', () => {
    const raise = step('raise', 0, 'changes-workload', 'kubectl -n shop rollout undo deployment/cart');
    const { steps } = stepsOf(withSteps(raise), true);
    expect(steps).toEqual([{ ...raise, command: null }]);
  });

  it('are all there where none asks what is gone', () => {
    expect(stepsOf(withSteps(change, look, person), true)).toMatchObject({ leftOut: false });
  });
});
