/** One diagnosis: snapshot in, answer out. Pure; the same snapshot always gives the same bytes. */

import { familyOf, type CauseId } from '../model/causes';
import type {
  Claim,
  ContainerRef,
  Diagnosis,
  Finding,
  NotChecked,
  Remedy,
  Risk,
  RuledOut,
  Status,
  Summary,
} from '../model/diagnosis';
import type { Snapshot } from '../model/snapshot';
import { showWorkload } from '../remedy/look';
import { alertsFor, type Never } from './alerts';
import { changesOf } from './changes';
import { EvidenceList } from './evidence-list';
import { claimsAtDeath } from './facts/at-death';
import { claimsOfRuns } from './facts/runs';
import { FactReader, type Subject } from './facts/table';
import { steadyPods, type TroubledPod } from './facts/pod-trouble';
import { whyUnjudged } from './facts/unjudged';
import { createWorkloadView, iso, type ContainerView, type WorkloadView } from './facts/views';
import { endingsOf } from './facts/ending';
import { deathsOf, impactOf, restartsOf } from './impact';
import { withoutFailing, withoutOvertaken } from './older-template';
import { rank, sharesPlace, type Candidate } from './rank';
import { rules as allRules } from './registry.generated';
import { risksOf, type RiskDraft } from './risks';
import type { Rule } from './rule';
import { brokenSince } from './since';
import { sizeRemedies } from './size-remedies';
import { runsOfWorkload } from './strip';
import { lookFirst, remediesOf, whilePaused, withDeletion } from './steps';
import { looksAt, scopeOf, subjectsOf } from './subjects';
import { summarise } from './summarise';
import { troubledPods } from './troubled';
import { uncovered, wholeAndEach } from './uncovered';
import { withoutGoneLogs } from './unread-logs';
import { engineVersion } from './version';

export interface Judgement {
  diagnosis: Diagnosis;
  summary: Summary;
  /** The earliest time at which the clock alone could change the answer; null when only news can. */
  reviewAt: string | null;
  /** Rules that threw: counted and shown, never fatal. */
  faults: { rule: CauseId; message: string }[];
}

function containerRef(subject: Subject): ContainerRef | null {
  const view = subject.container?.container;
  return view ? { name: view.name, type: view.type } : null;
}

interface Evaluation {
  candidates: Candidate[];
  faults: Judgement['faults'];
  readers: FactReader[];
}

/** The engine's guard: a rule that throws is a fault of that rule, and says nothing about the others (house style §4). */
function guarded<T>(rule: Rule, faults: Judgement['faults'], work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    faults.push({ rule: rule.id, message: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

function evaluate(rules: readonly Rule[], view: WorkloadView, troubled: readonly TroubledPod[]): Evaluation {
  const subjects = subjectsOf(view, troubled);
  const evaluation: Evaluation = { candidates: [], faults: [], readers: [] };
  const judge = (subject: Subject, calm: boolean) => {
    const reader = new FactReader(subject);
    if (!calm) evaluation.readers.push(reader);
    for (const rule of rules) {
      if (rule.id === 'unknown' || !looksAt(rule, subject) || (calm && !rule.alsoHealthy)) continue;
      const draft = guarded(rule, evaluation.faults, () => rule.evaluate(reader));
      if (!draft) continue;
      const container = draft.container === undefined ? containerRef(subject) : draft.container;
      const pods = new Set(
        draft.pods ??
          (subject.pod ? [subject.pod.pod.pod.metadata.name] : troubled.map((t) => t.pod.pod.metadata.name)),
      );
      evaluation.candidates.push({ cause: rule.id, rule, draft, subject, container, pods });
    }
  };
  for (const subject of subjects.troubled) judge(subject, false);
  for (const subject of subjects.healthy) judge(subject, true);
  const workload = { view, troubledPods: troubled, pod: null, container: null };
  evaluation.candidates.push(...unknownOf(rules, workload, evaluation));
  return evaluation;
}

/** Asked last, of what nothing else has a cause for: of all of it, and of each pod for what it names. */
function unknownOf(rules: readonly Rule[], subject: Subject, { candidates, faults }: Evaluation): Candidate[] {
  const rule = rules.find(({ id }) => id === 'unknown');
  return wholeAndEach(uncovered(subject.troubledPods, candidates)).flatMap((troubledPods) => {
    const reader = new FactReader({ ...subject, troubledPods });
    const draft = rule && guarded(rule, faults, () => rule.evaluate(reader));
    const pods = new Set(troubledPods.map(({ pod }) => pod.pod.metadata.name));
    return draft ? [{ cause: rule.id, rule, draft, subject, container: draft.container ?? null, pods }] : [];
  });
}

function statusOf(view: WorkloadView, troubled: readonly TroubledPod[], candidates: readonly Candidate[]): Status {
  if (candidates.length === 0) return 'healthy';
  const calm =
    troubled.length > 0 && troubled.every((t) => t.podTrouble === null && t.containers.every((c) => c.recovering));
  const others = candidates.filter((c) => c.subject.pod === null && c.cause !== 'unknown');
  if (calm && others.length === 0 && candidates.every((c) => c.subject.container?.recovering !== false))
    return 'recovering';
  if (candidates.every(({ draft }) => draft.atMost === 'degraded')) return 'degraded';
  return steadyPods(view, troubled) > 0 ? 'degraded' : 'broken';
}

function findingOf(candidate: Candidate, of: number, list: EvidenceList): Finding {
  const { draft, cause } = candidate;
  const claims: Claim[] = draft.claims.map(({ text, evidence }) => ({ text, evidence: list.cite(evidence) }));
  list.cite(draft.evidence);
  return {
    cause,
    family: familyOf(cause),
    // A rule may name a container by its whole view, which leads back to everything: only who it is goes out.
    container: candidate.container && { name: candidate.container.name, type: candidate.container.type },
    pods: { affected: candidate.pods.size, of: Math.max(of, candidate.pods.size) },
    certainty: draft.certainty,
    headline: draft.headline,
    claims,
    wouldDisprove: draft.wouldDisprove ?? null,
    dependsOn: draft.dependsOn ? { ...draft.dependsOn, evidence: list.cite(draft.dependsOn.evidence) } : null,
  };
}

/** For each cause that the primary is confused with: why it is not that one, from the same container's facts. */
function ruledOutOf(
  rules: readonly Rule[],
  primary: Candidate,
  evaluation: Evaluation,
  list: EvidenceList,
): RuledOut[] {
  return primary.rule.confusedWith.flatMap((cause) => {
    if (evaluation.candidates.some((candidate) => candidate.cause === cause)) return [];
    const rule = rules.find((candidate) => candidate.id === cause);
    if (!rule) return [];
    for (const reader of evaluation.readers) {
      const same = reader.subject.container === primary.subject.container && reader.subject.pod === primary.subject.pod;
      if (!same && rule.scope === scopeOf(primary.subject)) continue;
      const { pod, container } = reader.subject;
      if (pod && primary.subject.pod && pod !== primary.subject.pod) continue;
      if (container && primary.container && container.container.name !== primary.container.name) continue;
      const reason =
        rule.scope === scopeOf(reader.subject) ? guarded(rule, evaluation.faults, () => rule.ruleOut(reader)) : null;
      if (reason) return [{ cause, because: reason.because, evidence: list.cite(reason.evidence) }];
    }
    return [];
  });
}

/** The container that a finding is about: its subject, or by name in the newest pod where a rule looked at the whole workload. */
function containerViewOf({ subject, container }: Candidate, view: WorkloadView): ContainerView | null {
  if (subject.container) return subject.container.container;
  const all = [...view.pods, ...view.deleted].flatMap((pod) => pod.containers);
  return all.find(({ name }) => name === container?.name) ?? null;
}

/** A risk whose step the template has overtaken is told with the look that stands in its place. */
function withStepsLeft(view: WorkloadView, draft: RiskDraft): RiskDraft {
  const [first, ...others] = draft.container ? withoutOvertaken(view, draft.container, draft.remedies) : draft.remedies;
  return first ? { ...draft, remedies: [first, ...others] } : draft;
}

function riskOf({ id, container, headline, text, evidence, remedies }: RiskDraft, list: EvidenceList): Risk {
  return {
    id,
    container: container && { name: container.name, type: container.type },
    headline,
    claims: [{ text, evidence: list.cite(evidence) }],
    remedyIds: remedies.map((remedy) => remedy.id),
  };
}

/** The steps against the cause first, then those against risks that it has not named already: eight at most, and one for each risk, beside the look that
 * goes before a change. */
function withRiskSteps({ snapshot }: WorkloadView, steps: Remedy[], risks: readonly RiskDraft[]): Remedy[] {
  const all = [...steps];
  // The first step of each before the second of any, so that none is left without.
  const firsts = new Set(risks.map(({ remedies: [first] }) => first.id));
  const most = Math.max(8, new Set([...steps.map(({ id }) => id), ...firsts]).size);
  for (const remedy of [...risks.map(({ remedies: [first] }) => first), ...risks.flatMap(({ remedies }) => remedies)])
    if (!all.some((known) => known.id === remedy.id)) all.push(remedy);
  const look = () => showWorkload(snapshot.workload, 'See it as it is before anything is changed.');
  return lookFirst(all.slice(0, most), look).map((remedy, i) => ({ ...remedy, order: i + 1 }));
}

function notCheckedOf({ snapshot, pods }: WorkloadView, faults: Judgement['faults']): NotChecked[] {
  const unread = snapshot.failures.map(({ what, failure }) => ({
    what,
    why: failure.message,
    permission: failure.permission ?? null,
  }));
  const unjudged = pods.flatMap((pod) => {
    const why = whyUnjudged(pod);
    return why === null ? [] : [{ what: pod.label, why, permission: null }];
  });
  const failed = [...new Set(faults.map((fault) => fault.rule))];
  return [
    ...mergedByReason([...unread, ...unjudged]),
    ...failed.map((rule) => ({
      what: rule,
      why: 'Its rule failed on this workload: a fault of Unloop.',
      permission: null,
    })),
  ];
}

const mostNames = 3;

/** What one reason keeps from us is one row, however many pods it is about. */
function mergedByReason(rows: readonly NotChecked[]): NotChecked[] {
  const byReason = new Map<string, NotChecked[]>();
  for (const row of rows) {
    const key = JSON.stringify([row.why, row.permission]);
    byReason.set(key, [...(byReason.get(key) ?? []), row]);
  }
  return [...byReason.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const names = [...new Set([first, ...others].map(({ what }) => what))];
    // One name takes no more room than the words that would stand for it.
    const shown = names.length <= mostNames + 1 ? names.length : mostNames;
    const what = names.slice(0, shown).join(', ');
    const { why, permission } = first;
    return [{ what, why, permission, ...(shown < names.length ? { others: names.slice(shown) } : {}) }];
  });
}

/** Whether a contributing finding says that it is why the primary one happens, in the same container. */
function standsBehind(candidate: Candidate, primary: Candidate): boolean {
  return candidate.draft.behind?.causes.includes(primary.cause) === true && sharesPlace(candidate, primary);
}

/** A Job alone may forbid restarts; of its pods a 137 is known by their ends. */
function neverOf(view: WorkloadView): Never {
  const pods = [...view.pods, ...view.deleted];
  const isJob = view.snapshot.workload.kind === 'Job' || view.snapshot.workload.kind === 'CronJob';
  const ends = pods.flatMap((pod) => pod.containers.flatMap((container) => endingsOf(container)));
  return {
    restarts: isJob && pods.length > 0 && pods.every(({ pod }) => pod.spec.restartPolicy === 'Never'),
    killed: ends.length > 0 && ends.every(({ exit }) => exit.exitCode !== 137),
    unprobed: pods.flatMap((pod) =>
      pod.containers
        .filter(({ spec }) => !spec.livenessProbe && !spec.readinessProbe && !spec.startupProbe)
        .map(({ name }) => name),
    ),
  };
}

/** The steps against the primary and what stands beside it; `behind` is why it happens, so that its own come first. */
function stepsAgainst(
  view: WorkloadView,
  primary: Candidate,
  behind: Candidate | null,
  contributing: readonly Candidate[],
): Remedy[] {
  const stepsOf = (candidate: Candidate) => {
    const container = containerViewOf(candidate, view) ?? containerViewOf(primary, view);
    const { remedies } = candidate.draft;
    return container ? withoutOvertaken(view, container, remedies) : remedies;
  };
  const beside = (behind ? [primary, ...contributing.slice(1)] : contributing).map((candidate) => ({
    cause: candidate.cause === primary.cause ? null : candidate.cause,
    remedies: stepsOf(candidate),
  }));
  const all = remediesOf({ remedies: stepsOf(behind ?? primary) }, beside);
  const steps = withoutGoneLogs(view, withoutFailing(view, primary.subject.troubledPods, all));
  const sized = sizeRemedies(view, primary.cause, containerViewOf(primary, view), steps);
  return whilePaused(view, withDeletion(view, primary.pods, sized));
}

const makeAlerts = Symbol('alerts');
/**
 * Alert rules are made when somebody looks: a board of ten thousand rows does without them. One getter serves all: Node 20
 * would keep one of each diagnosis's own, and all that it sees, until a full collection.
 */
const alertsWhenAsked = {
  get(this: { [makeAlerts]: () => Diagnosis['alerts'] }) {
    return this[makeAlerts]();
  },
};

/** `rules` is for tests; everything else uses the registry. */
export function diagnose(snapshot: Snapshot, rules: readonly Rule[] = allRules): Judgement {
  const view = createWorkloadView(snapshot);
  const { pods: troubled, reviewAtMs } = troubledPods(view);
  const evaluation = evaluate(rules, view, troubled);
  const isPrimary = (candidate: Candidate) => familyOf(candidate.cause) !== 'contributing';
  const { primary, others } = rank(evaluation.candidates.filter(isPrimary));
  const asides = primary ? rank(evaluation.candidates.filter((c) => !isPrimary(c))) : { primary: null, others: [] };
  const beside = [...others, ...(asides.primary ? [asides.primary] : []), ...asides.others];
  const behind = primary && (beside.find((candidate) => standsBehind(candidate, primary)) ?? null);
  const contributing = behind ? [behind, ...beside.filter((candidate) => candidate !== behind)] : beside;
  const list = new EvidenceList();
  const of = snapshot.podTotals.desired ?? snapshot.podTotals.total;
  const status = statusOf(view, troubled, primary ? [primary, ...others] : []);
  const primaryFinding = primary && findingOf(primary, of, list);
  const reviews = [reviewAtMs, ...evaluation.candidates.map((c) => c.draft.reviewAtMs ?? null)].filter(
    (at): at is number => at !== null,
  );
  const contributingFindings = contributing.map((candidate) => findingOf(candidate, of, list));
  const ruledOut = primary ? ruledOutOf(rules, primary, evaluation, list) : [];
  const changes = changesOf(view, list.cite);
  // Last, so that a number of evidence means the same with and without metrics.
  if (primary && primaryFinding) {
    primaryFinding.headline = [...primaryFinding.headline, ...(behind?.draft.behind?.words ?? [])];
    const container = containerViewOf(primary, view) ?? primary.subject.pod?.pod.containers.at(-1);
    const more = [
      ...claimsOfRuns(view, primary.cause),
      ...(container ? claimsAtDeath(view, primary.cause, container, primary.draft.evidence[0].at) : []),
    ];
    primaryFinding.claims.push(...more.map(({ text, evidence }) => ({ text, evidence: list.cite(evidence) })));
  }
  const drafts = risksOf(view).map((draft) => withStepsLeft(view, draft));
  const risks = drafts.map((draft) => riskOf(draft, list));
  const diagnosis: Diagnosis = {
    cluster: snapshot.cluster,
    workload: snapshot.workload,
    asOf: snapshot.asOf,
    status,
    since: primary && brokenSince(view, troubled, primary.draft),
    pending: snapshot.pending,
    primary: primaryFinding,
    contributing: contributingFindings,
    ruledOut,
    notChecked: notCheckedOf(view, evaluation.faults),
    evidence: list.items,
    remedies: withRiskSteps(view, primary ? stepsAgainst(view, primary, behind, contributing) : [], drafts),
    impact: impactOf(view),
    restarts: restartsOf(view, troubled),
    runs: runsOfWorkload(view),
    changes,
    risks,
    alerts: [],
    versions: { schema: 1, engine: engineVersion },
  };
  const findings = primaryFinding ? [primaryFinding, ...contributingFindings] : [];
  Object.defineProperty(diagnosis, makeAlerts, {
    value: () => alertsFor(snapshot.workload, findings, drafts, neverOf(view)),
  });
  Object.defineProperty(diagnosis, 'alerts', alertsWhenAsked);
  return {
    diagnosis,
    summary: summarise(diagnosis, deathsOf(view, primary?.cause ?? null)),
    reviewAt: reviews.length > 0 ? iso(Math.min(...reviews)) : null,
    faults: evaluation.faults,
  };
}
