/** The pod is refused at admission, or a webhook that must be asked does not answer (signals §3.8). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand } from '../../../remedy/change';
import { describeObject, listObjects, showWorkload } from '../../../remedy/look';
import { eventEvidence, fields } from '../../evidence';
import { remadePods } from '../../facts/remade';
import { defineRule, type NextSteps } from '../../rule';
import { short } from '../log-rule';
import { refusedByQuota } from './quota-exceeded';
import { decisive, refusalOf, type Refusal } from './refused';

interface FoundDenied {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  reason: string;
  what: Refusal['what'];
  /** Those that a kubelet refused; what the API server refuses was not made. */
  pods: string[];
  /** When what is left of a pod that is gone is too old to speak of the next. */
  reviewAtMs?: number;
  /** Who refuses. */
  by: 'pod-security' | 'webhook' | 'webhook-away' | 'kubelet' | 'namespace' | 'service-account' | 'api-server';
}

/** The kubelet's own admission, as pod.status.reason (signals §2.1); lack of resources and affinity have causes of their own. Before 1.18 some had spaces. */
const kubeletReasons = new Set([
  'UnexpectedAdmissionError',
  'SysctlForbidden',
  'AppArmor',
  'TopologyAffinityError',
  'SMTAlignmentError',
  'PodOSNotSupported',
  'PodFeatureUnsupported',
  'PodLevelResourcesNotSupported',
  'InitContainerRestartPolicyForbidden',
  'SupplementalGroupsPolicyNotSupported',
]);

export const admissionDenied = defineRule({
  id: 'admission-denied',
  scope: 'workload',
  needs: ['workload', 'troubledPods'],
  supersedes: ['unknown'],
  confusedWith: ['quota-exceeded', 'unschedulable-resources'],

  match({ workload, troubledPods }): FoundDenied | undefined {
    const ref = workload.snapshot.workload;
    const refused = troubledPods.filter((t) => kubeletReasons.has(t.pod.pod.status.reason.replaceAll(' ', '')));
    const [rejected] = refused;
    if (rejected) {
      const { status } = rejected.pod.pod;
      return {
        certainty: 'proven',
        evidence: [
          fields(rejected.pod.label, null, { '!status.reason': status.reason, '!status.message': status.message }),
        ],
        ref,
        reason: status.message,
        what: 'pod',
        pods: refused.map(({ pod }) => pod.pod.metadata.name),
        by: 'kubelet',
      };
    }
    // A StatefulSet deletes such a pod at once and makes it anew: only the kubelet's event is left of it.
    const remade = remadePods(workload);
    if (remade?.warned && kubeletReasons.has(remade.warned.reason)) {
      const { event, warned, reviewAtMs } = remade;
      return {
        certainty: 'proven',
        evidence: [eventEvidence(warned, warned.message), eventEvidence(event, event.message)],
        ref,
        reason: warned.message,
        what: 'pod',
        pods: [],
        by: 'kubelet',
        ...(reviewAtMs === null ? {} : { reviewAtMs }),
      };
    }
    const refusal = refusalOf(workload);
    const [first, ...rest] = refusal?.evidence ?? [];
    if (!refusal || !first || refusedByQuota(refusal.message)) return undefined;
    const { message } = refusal;
    const by = /violates PodSecurity/.test(message)
      ? 'pod-security'
      : /failed calling webhook/.test(message)
        ? 'webhook-away'
        : /admission webhook/.test(message)
          ? 'webhook'
          : /because it is being terminated/.test(message)
            ? 'namespace'
            : /error looking up service account /.test(message)
              ? 'service-account'
              : 'api-server';
    const { what } = refusal;
    return { certainty: 'proven', evidence: [first, ...rest], ref, reason: decisive(message), what, pods: [], by };
  },

  explain({ ref, reason, what, pods, by, reviewAtMs, evidence }) {
    const who = {
      'pod-security': 'Pod Security',
      webhook: 'An admission webhook',
      'webhook-away': 'A webhook that must be asked does not answer, so the API server',
      kubelet: 'The kubelet',
      namespace: 'Its namespace is being deleted, so the API server',
      'service-account': 'The API server',
      'api-server': 'The API server',
    }[by];
    return {
      headline: [`${who} refuses the ${what}s of `, { code: ref.name }, ': ', { mark: short(reason) }],
      claims: [
        {
          text:
            what === 'pod'
              ? 'The pod was refused before any of its containers could start.'
              : `The ${what} was refused, so no pod was made for it.`,
          evidence,
        },
      ],
      remedies:
        by === 'namespace'
          ? ofNamespace(ref)
          : by === 'service-account'
            ? ofServiceAccount(ref)
            : [
                by === 'webhook-away'
                  ? listObjects(
                      '',
                      'validatingwebhookconfigurations,mutatingwebhookconfigurations',
                      'See which Service the webhook calls, and whether it must be asked (failurePolicy).',
                    )
                  : showWorkload(ref, 'See the whole refusal: it lists each field that is not allowed.'),
                changeByHand(
                  'mend-template',
                  by === 'webhook-away' ? 'Bring the webhook back' : 'Change the fields that the message names',
                  by === 'webhook-away'
                    ? 'Its own pods must run before others can be made; the owner of the webhook can let requests pass meanwhile.'
                    : by === 'pod-security'
                      ? 'In the pod template; or, where the pod must be privileged, have its namespace labelled for it.'
                      : 'In the pod template, from which each pod is made.',
                ),
              ],
      container: null,
      pods,
      ...(reviewAtMs === undefined ? {} : { reviewAtMs }),
      wouldDisprove: `A ${what} of the same template that is accepted now.`,
    };
  },

  ruleOut({ workload }) {
    const refusal = refusalOf(workload);
    if (!refusal || !refusedByQuota(refusal.message)) return undefined;
    return { because: 'A quota refused it: no policy and no webhook.', evidence: refusal.evidence };
  },
});

/** Nothing is made in a namespace that goes, whatever the pod looks like. */
function ofNamespace({ namespace }: WorkloadRef): NextSteps {
  return [
    describeObject('', 'namespace', namespace, 'Its conditions name what is left in it, and which finalizers hold it.'),
    changeByHand(
      'leave-namespace',
      'Deploy to a namespace that stays',
      'A deletion is not taken back: wait until the namespace is gone, make it again, and apply the workload there.',
    ),
  ];
}

/** The API server looks up the account before it admits the pod; nothing in the message is a field to relax (signals §3.8). */
function ofServiceAccount(ref: WorkloadRef): NextSteps {
  return [
    listObjects(
      ref.namespace,
      'serviceaccounts',
      'See which there are: the name may be misspelt, or be that of another namespace.',
    ),
    changeByHand(
      'give-service-account',
      'Create the service account, or name one that is there',
      'Its own namespace must have it. The controller tries again by itself once it is there; serviceAccountName stands in the pod template.',
    ),
  ];
}
