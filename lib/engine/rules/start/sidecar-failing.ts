/** A sidecar (an init container with restartPolicy Always, signals §4.2) ends with an error of its own. */
import { defineRule } from '../../rule';
import { explainOwnCause, ownCause } from './own-cause';

export const sidecarFailing = defineRule({
  id: 'sidecar-failing',
  scope: 'container',
  tells: 'failure',
  needs: ['workload', 'container', 'troubled'],
  wants: ['log'],
  supersedes: ['app-error-uncaught', 'unknown'],
  confusedWith: ['app-error-uncaught', 'dependency-unreachable'],
  match: ({ workload, container, troubled, log }) =>
    container.type === 'sidecar' ? ownCause(workload, troubled, log) : undefined,
  explain: (found) => explainOwnCause(found, 'Sidecar ', 'the kubelet starts it again beside the others.'),
});
