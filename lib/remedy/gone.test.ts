import { describe, expect, it } from 'vitest';
import type { Remedy } from '../model/diagnosis';
import { stepsThatAreLeft } from './gone';
import { remedy } from './look';

const step = (id: string, safety: Remedy['safety'], command: string | null): Remedy =>
  remedy({ id, title: id, why: 'because', safety, command });
const look = step('look', 'read-only', 'kubectl -n shop describe resourcequota');
const pod = 'cart-7d9c6b5f8-x2x9k';
const workload = { namespace: 'shop', kind: 'Deployment', name: 'cart' };
const left = (...remedies: Remedy[]): Remedy[] => stepsThatAreLeft({ workload, runs: [{ pod }], remedies });

describe('the next steps of a workload that is gone', () => {
  it.each([
    `kubectl -n shop logs ${pod} -c app --previous`,
    `kubectl -n shop describe pod ${pod}`,
    `kubectl -n shop get events --field-selector involvedObject.name=${pod}`,
    'kubectl -n shop describe pod cart-never-ran',
    'kubectl -n shop get pods -l app=cart',
    'kubectl -n shop rollout history deployment/cart',
    'kubectl -n shop describe deployment cart',
  ])('leave out %s', (command) => {
    expect(left(step('dead', 'read-only', command), look)).toEqual([look]);
  });

  it('keep what is to be changed, without the command', () => {
    const raise = step('raise', 'changes-workload', 'kubectl -n shop rollout undo deployment/cart');
    expect(left(raise)).toEqual([{ ...raise, command: null }]);
  });

  it('are all there where none asks what is gone', () => {
    const change = step('change', 'changes-workload', 'kubectl -n shop apply -f quota.yaml');
    expect(left(change, look)).toEqual([change, look]);
  });
});
