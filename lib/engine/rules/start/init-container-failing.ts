/** An init container ends with an error of its own, so the containers after it never start (signals §4.2). */
import { defineRule } from '../../rule';
import { explainOwnCause, ownCause } from './own-cause';

export const initContainerFailing = defineRule({
  id: 'init-container-failing',
  scope: 'container',
  tells: 'failure',
  needs: ['workload', 'container', 'troubled'],
  wants: ['log'],
  supersedes: ['app-error-uncaught', 'unknown'],
  confusedWith: ['missing-configmap-or-secret', 'dependency-unreachable'],
  match: ({ workload, container, troubled, log }) =>
    container.type === 'init' ? ownCause(workload, troubled, log) : undefined,
  explain: (found) => explainOwnCause(found, 'Init container ', 'nothing after it starts until it ends with 0.'),
});
