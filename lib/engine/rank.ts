/** From everything that matched to one primary cause: what explains what, then what stands in the way first. */

import type { CauseId } from '../model/causes';
import type { Certainty, ContainerRef } from '../model/diagnosis';
import { isLedTo } from './beside';
import { isLeftBehind } from './facts/replaced';
import { isLateLoss } from './late-loss';
import type { Subject } from './facts/table';
import { withOtherNames } from './other-names';
import type { Draft, Rule } from './rule';

export interface Candidate {
  cause: CauseId;
  rule: Rule;
  draft: Draft;
  /** Where it matched first: the newest pod. */
  subject: Subject;
  container: ContainerRef | null;
  /** Names of all pods it matched in. */
  pods: Set<string>;
}

const certaintyOrder: Record<Certainty, number> = { proven: 0, likely: 1, possible: 2 };

/** The same cause in the same container of several pods is one finding; the newest pod's proof stands for all that it names. */
export function mergeCandidates(candidates: readonly Candidate[]): Candidate[] {
  const merged = new Map<string, Candidate>();
  const named = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const key = `${candidate.cause} ${candidate.container?.type ?? ''} ${candidate.container?.name ?? ''}`;
    const known = merged.get(key);
    if (candidate.draft.names !== undefined) named.set(key, [...(named.get(key) ?? []), candidate]);
    if (!known) merged.set(key, { ...candidate, pods: new Set(candidate.pods) });
    else {
      for (const pod of candidate.pods) known.pods.add(pod);
      if (strength(candidate) < strength(known)) {
        merged.set(key, { ...candidate, pods: known.pods });
      }
    }
  }
  return [...merged].map(([key, candidate]) => withOtherNames(candidate, named.get(key) ?? []));
}

/** The smaller the stronger: what is of earlier runs only comes last, however certain. */
function strength({ draft }: Candidate): number {
  return certaintyOrder[draft.certainty] + (draft.earlier ? 10 : 0);
}

/** Whether two findings are about the same place: one container, or a pod or workload that holds it. */
export function sharesPlace(a: Candidate, b: Candidate): boolean {
  if (a.container === null || b.container === null) return true;
  return a.container.name === b.container.name && a.container.type === b.container.type;
}

/**
 * Whether it is only about pods that have failed, or are gone with their node, while a container of a living one is in trouble:
 * that pod has taken their place, and no end of theirs explains it. The attempts of a Job count together.
 */
function isOver({ pods, subject: { view, troubledPods } }: Candidate): boolean {
  const { kind } = view.snapshot.workload;
  if (kind === 'Job' || kind === 'CronJob') return false;
  const living = troubledPods.filter((one) => one.podTrouble !== 'failed' && !isLeftBehind(one, troubledPods, view));
  return (
    living.some(({ podTrouble, containers }) => podTrouble === null && containers.some((c) => !c.recovering)) &&
    !living.some(({ pod }) => pods.has(pod.pod.metadata.name))
  );
}

/** Whether it is about pods that were not made: no reason for what happens to those that were. */
export function isOfUnmade({ draft }: Candidate): boolean {
  return draft.pods?.length === 0;
}

/** What happens to one pod is no reason for what happens to another. A finding without pods is about all of them. */
function sharesPod(a: Candidate, b: Candidate): boolean {
  if ([a, b].some(isOfUnmade)) return a.pods.size === 0 && b.pods.size === 0;
  return a.pods.size === 0 || b.pods.size === 0 || [...a.pods].some((pod) => b.pods.has(pod));
}

function explains(a: Candidate, b: Candidate): boolean {
  const { supersedes } = a.rule;
  if (a === b || a.draft.earlier || !sharesPlace(a, b) || !sharesPod(a, b) || (isOver(a) && !isOver(b))) return false;
  // What became of some pods is no reason for what happens to others too.
  if (supersedes === '*' && a.pods.size > 0 && [...b.pods].some((pod) => !a.pods.has(pod))) return false;
  // The one end that there was does not say why the run after it fails.
  if (b.draft.now && !a.draft.now) return false;
  return supersedes === '*' ? b.rule.supersedes !== '*' : supersedes.includes(b.cause);
}

/** Without a readiness probe "ready" only says that it runs: in a loop, at which point of its rounds it was looked at. */
function isUp({ subject: { container } }: Candidate): boolean {
  return container?.readyNow === true && container.container.spec.readinessProbe !== null;
}

/** Smaller comes first. Each step is a fact about the two findings, none is a table of causes. */
function order(a: Candidate, b: Candidate): number {
  return (
    Number(isOver(a)) - Number(isOver(b)) ||
    Number(a.draft.earlier === true) - Number(b.draft.earlier === true) ||
    // What has stopped happening comes after what goes on.
    Number(a.subject.container?.recovering === true) - Number(b.subject.container?.recovering === true) ||
    Number(isLedTo(a)) - Number(isLedTo(b)) ||
    Number(isLateLoss(a)) - Number(isLateLoss(b)) ||
    Number(a.cause === 'unknown') - Number(b.cause === 'unknown') ||
    // What holds the pod back earliest: the pod as such, its init containers, then those beside each other.
    stage(a) - stage(b) ||
    Number(a.rule.tells === 'failure') - Number(b.rule.tells === 'failure') ||
    Number(b.draft.now === true) - Number(a.draft.now === true) ||
    Number(isUp(a)) - Number(isUp(b)) ||
    certaintyOrder[a.draft.certainty] - certaintyOrder[b.draft.certainty] ||
    Number(a.rule.tells === 'symptom') - Number(b.rule.tells === 'symptom') ||
    b.pods.size - a.pods.size ||
    restarts(b) - restarts(a) ||
    Number(a.subject.container?.readyNow === true) - Number(b.subject.container?.readyNow === true) ||
    place(a) - place(b) ||
    (a.cause < b.cause ? -1 : 1)
  );
}

/** Names of the pods that are kept from working now; of those that have failed only where no living one is. */
function heldPods({ subject: { troubledPods } }: Candidate): string[] {
  const failed = troubledPods.filter(({ podTrouble }) => podTrouble === 'failed');
  const living = troubledPods.filter(
    ({ podTrouble, containers }) =>
      podTrouble !== 'failed' && (podTrouble !== null || containers.some((c) => !c.readyNow && !c.recovering)),
  );
  return (living.length > 0 ? living : failed).map(({ pod }) => pod.pod.metadata.name);
}

/**
 * First what holds back most pods. `order` holds within one pod: one without a node is no reason for its siblings to crash, nor
 * is a death with a certain proof in one of them. Counted are the pods in which nothing else comes before a finding.
 */
function byPodsHeld(candidates: readonly Candidate[]): Candidate[] {
  const ordered = [...candidates].sort(order);
  const [any] = ordered;
  const firsts = any === undefined ? [] : heldPods(any).map((name) => ordered.find(({ pods }) => pods.has(name)));
  const held = (candidate: Candidate) => firsts.filter((first) => first === candidate).length;
  const isSet = (candidate: Candidate) =>
    isOver(candidate) || candidate.draft.earlier === true || candidate.subject.container?.recovering === true;
  return ordered.sort((a, b) => Number(isSet(a)) - Number(isSet(b)) || (isSet(a) ? 0 : held(b) - held(a)));
}

function stage(candidate: Candidate): number {
  if (candidate.subject.pod === null) return 3;
  if (candidate.subject.container === null) return 0;
  return candidate.subject.container.container.type === 'init' ? 1 : 2;
}

function restarts(candidate: Candidate): number {
  return candidate.subject.container?.container.status?.restartCount ?? 0;
}

function place(candidate: Candidate): number {
  const { subject } = candidate;
  return subject.pod && subject.container ? subject.pod.pod.containers.indexOf(subject.container.container) : -1;
}

/** Chooses the primary among those that no other explains, and what is worth folding under it. */
export function rank(candidates: readonly Candidate[]): { primary: Candidate | null; others: Candidate[] } {
  const merged = mergeCandidates(candidates);
  const explained = new Set(merged.filter((b) => merged.some((a) => explains(a, b) && !explains(b, a))));
  const [primary, ...rest] = byPodsHeld(merged.filter((candidate) => !explained.has(candidate)));
  if (!primary) return { primary: null, others: [] };
  const folded = [...explained].sort(order);
  const others = [
    ...rest.filter((c) => isElsewhere(c, primary) || worthSaying(c, primary)),
    ...folded.filter((c) => worthSaying(c, primary)),
  ];
  return { primary, others };
}

/** Whether it is about a pod that the primary says nothing of, and that no other cause explains there. */
function isElsewhere(candidate: Candidate, primary: Candidate): boolean {
  return [...candidate.pods].some((name) => !primary.pods.has(name));
}

/** Beside a named cause, a finding that only says "something failed here" restates the symptom. */
function worthSaying(candidate: Candidate, primary: Candidate): boolean {
  return candidate.rule.tells === 'cause' || !sharesPlace(candidate, primary);
}
