/** What a HorizontalPodAutoscaler says of itself: at its maximum, blind, flapping. Needs no metrics. */

import type { Remedy } from '../model/diagnosis';
import type { HorizontalPodAutoscaler } from '../model/kubernetes';
import { changeByHand } from '../remedy/change';
import { showEvents } from '../remedy/look';
import { formatClock } from '../format/time';
import { conditionEvidence, eventEvidence } from './evidence';
import { timeMs, type WorkloadView } from './facts/views';
import type { RiskDraft } from './risks';
import { raisedRequests } from './sizing-requests';
import { hourMs } from '../format/units';

/** Of one autoscaler: at its maximum, unable to read its metric, or going up and down. */
function risksIn(hpa: HorizontalPodAutoscaler, view: WorkloadView): RiskDraft[] {
  const { name, namespace } = hpa.metadata;
  const condition = (type: string) => hpa.status.conditions.find((c) => c.type === type);
  const active = condition('ScalingActive');
  const limited = condition('ScalingLimited');
  const remedies: RiskDraft['remedies'] = [
    showEvents(namespace, { kind: hpa.kind, name }, 'See what it read and what it decided.'),
  ];
  const base = {
    container: null,
    remedies,
    alert: { autoscaler: name },
  };
  const risks: RiskDraft[] = [];
  const headline = (words: string) => ['HorizontalPodAutoscaler ', { code: name }, ' ', { mark: words }];
  if (active?.status === 'False' && active.reason.startsWith('Failed')) {
    const noRequest = /missing request for (\w+)/.exec(active.message);
    const text = active.message === '' ? active.reason : active.message;
    const evidence = [conditionEvidence(hpa, active, active.reason)];
    risks.push(
      noRequest
        ? {
            ...base,
            id: 'autoscaler-without-request',
            headline: headline(`cannot compute a share: no ${noRequest[1] ?? ''} request`),
            text,
            evidence,
            remedies: [requestFor(view, noRequest[1] === 'memory' ? 'memory' : 'cpu')],
          }
        : { ...base, id: 'autoscaler-blind', headline: headline('cannot read its metric'), text, evidence },
    );
  }
  if (
    limited?.status === 'True' &&
    limited.reason === 'TooManyReplicas' &&
    hpa.status.currentReplicas >= hpa.spec.maxReplicas
  )
    risks.push({
      ...base,
      id: 'autoscaler-at-maximum',
      headline: headline(`is at its maximum of ${hpa.spec.maxReplicas}`),
      text: 'It wants more replicas than it may have.',
      evidence: [conditionEvidence(hpa, limited, limited.reason)],
    });
  const rescales = view.events.filter(
    (e) =>
      e.involvedObject.kind === 'HorizontalPodAutoscaler' &&
      e.involvedObject.name === name &&
      e.reason === 'SuccessfulRescale' &&
      view.nowMs - (timeMs(e.at) ?? 0) < hourMs,
  );
  const up = rescales.filter((e) => /above target/.test(e.message));
  const down = rescales.filter((e) => /below target/.test(e.message));
  const times = rescales.reduce((sum, e) => sum + e.count, 0);
  // An event of the same words counts over all its time, which may have begun long before the last hour.
  const began = rescales
    .map((e) => e.firstAt ?? e.at)
    .filter((at) => at !== null)
    .sort()[0];
  const since = began === undefined ? '' : ` since ${formatClock(began)}`;
  if (times >= 4 && up.length > 0 && down.length > 0)
    risks.push({
      ...base,
      id: 'autoscaler-flapping',
      headline: headline(`changed its mind ${times} times${since}`),
      text: 'It scales up and down again: a longer stabilisation window calms it.',
      evidence: rescales.slice(-2).map((e) => eventEvidence(e)),
    });
  return risks;
}

/** With the number where a container without a request was measured. */
function requestFor(view: WorkloadView, resource: 'memory' | 'cpu'): Remedy {
  const without = view.pods
    .flatMap(({ containers }) => containers)
    .find(({ type, spec }) => type === 'container' && spec.resources.requests[resource] === undefined);
  return (
    (without ? raisedRequests(view, without, 'set-request', [resource]) : null) ??
    changeByHand(
      'set-request',
      `Set a ${resource} request on every container`,
      'A utilisation target is a share of the request: without one there is none.',
    )
  );
}

/** Risks of the HorizontalPodAutoscalers that scale the workload: at its maximum, blind, flapping, without requests. */
export function autoscalerRisks(view: WorkloadView): RiskDraft[] {
  return view.snapshot.autoscalers.flatMap((hpa) => risksIn(hpa, view));
}
