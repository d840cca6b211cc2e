/** What a report of a diagnosis says and in which order, before any format: answer, why, what to do, evidence, the rest. */

import { stripControl } from '../format/control';
import { formatCount, plural } from '../format/count';
import { formatClock, formatInstant, lastingOf, msBetween } from '../format/time';
import { causeWords, sentenceCase } from '../model/cause-words';
import type { Certainty, Diagnosis, EndedBy, Finding, Remedy, Run, Safety, Status } from '../model/diagnosis';
import { groupNotChecked } from '../model/not-checked';
import { headline, oneLine, prose, type Inline } from './inline';
import { quoteOf, type Quote } from './quote';

export interface Step {
  title: Inline[];
  why: Inline[];
  safety: string;
  diff: { sign: ' ' | '+' | '-'; text: string }[];
  patch: string | null;
  command: string | null;
  placeholders: string[];
  verify: string | null;
  undo: string | null;
  owner: string | null;
  arithmetic: string | null;
}

/** A name with its sentence: what was ruled out, what was not checked. */
export interface Note {
  name: string;
  text: Inline[];
}

export interface RunRow {
  container: string;
  pod: string;
  started: string;
  ended: string;
  how: string;
  lastLine: string;
}

export interface Outline {
  where: string;
  status: Status;
  statusLine: string;
  headline: Inline[];
  certainty: string | null;
  facts: string[];
  pending: string | null;
  why: Inline[][];
  wouldDisprove: Inline[] | null;
  also: { headline: Inline[]; certainty: string; claims: Inline[][] }[];
  steps: Step[];
  evidence: Quote[];
  changes: Inline[][];
  runs: RunRow[];
  runsLeftOut: number;
  risks: { headline: Inline[]; claims: Inline[][] }[];
  alerts: { title: string; why: Inline[]; yaml: string }[];
  ruledOut: Note[];
  notChecked: Note[];
  footer: string;
}

const certaintyWord: Record<Certainty, string> = { proven: 'Proven', likely: 'Likely', possible: 'Possible' };

const statusWord: Record<Status, string> = {
  broken: 'Broken',
  degraded: 'Degraded',
  recovering: 'Recovering',
  healthy: 'Healthy',
};

const safetyWord: Record<Safety, string> = {
  'read-only': 'read-only',
  'changes-workload': 'changes the workload',
  'changes-config': 'changes configuration',
  'changes-node': 'changes the node',
  ask: 'ask a person',
};

const endWord: Record<EndedBy, string> = {
  memory: 'killed for memory',
  probe: 'killed by a probe',
  'unhandled-stop': 'did not end on SIGTERM, killed',
  stopped: 'stopped',
  exit: 'exited by itself',
  replaced: 'replaced',
  node: 'ended by its node',
  unknown: 'ended, cause unknown',
};

function factsOf({ impact, restarts, asOf }: Diagnosis): string[] {
  const facts: string[] = [];
  if (impact.desired !== null) facts.push(`${formatCount(impact.ready)} of ${formatCount(impact.desired)} ready`);
  for (const service of impact.servicesWithoutEndpoints) facts.push(`Service ${oneLine(service)} has no endpoints`);
  if (restarts.total > 0) {
    facts.push(
      `${plural(restarts.total, 'restart')}, ${restarts.lastHour === 0 ? 'none known' : restarts.lastHour < restarts.total ? `at least ${formatCount(restarts.lastHour)}` : formatCount(restarts.lastHour)} in the last hour`,
    );
  }
  const next = restarts.next.filter(({ at }) => msBetween(asOf, at) > 0).sort((a, b) => msBetween(b.at, a.at))[0];
  if (next) facts.push(`next attempt at ${formatClock(next.at)}`);
  return facts;
}

function claimsOf(finding: Finding): Inline[][] {
  return finding.claims.map(({ text, evidence }) => prose(text, evidence));
}

function stepOf(remedy: Remedy): Step {
  return {
    title: prose(remedy.title),
    why: prose(remedy.why),
    safety: safetyWord[remedy.safety],
    diff: (remedy.diff ?? []).map(({ sign, text }) => ({ sign, text: oneLine(text) })),
    patch: remedy.patch === null ? null : stripControl(remedy.patch).trimEnd(),
    command: remedy.command === null ? null : oneLine(remedy.command),
    placeholders: remedy.placeholders.map(oneLine),
    verify: remedy.verify === null ? null : oneLine(remedy.verify),
    undo: remedy.undo === null ? null : oneLine(remedy.undo),
    owner: remedy.owner === null ? null : oneLine(remedy.owner),
    arithmetic: remedy.arithmetic === null ? null : oneLine(remedy.arithmetic),
  };
}

function endOf({ finishedAt, endedBy, silentSince }: Run): string {
  if (finishedAt !== null) return formatClock(finishedAt);
  if (endedBy !== null) return 'not known';
  return silentSince === undefined ? 'still running' : `not heard since ${formatClock(silentSince)}`;
}

function runRow(run: Run): RunRow {
  const reason = run.reason === null ? '' : ` (${oneLine(run.reason)})`;
  const code = run.exitCode === null ? '' : `, exit code ${run.exitCode}`;
  return {
    container: oneLine(run.container),
    pod: oneLine(run.pod),
    started: run.startedAt === null ? 'not known' : formatClock(run.startedAt),
    ended: endOf(run),
    how: run.endedBy === null ? '' : `${endWord[run.endedBy]}${code}${reason}`,
    lastLine: run.lastLine === null ? '' : oneLine(run.lastLine),
  };
}

/** Whether how long it lasts is not known: a recording of one object may tell of no time after its trouble began, and the newest is its "now". */
export function endsAsItBegins({ since, asOf }: Diagnosis): boolean {
  return since !== null && lastingOf(since, asOf) === null;
}

function statusLine({ status, since, asOf }: Diagnosis): string {
  const word = statusWord[status];
  if (since === null || status === 'healthy') return word;
  // The outage counts in it: how long it has been well by now is not what is known.
  const lasted = lastingOf(since, asOf);
  if (status === 'recovering')
    return `${word}, first broken ${lasted === null ? '' : `${lasted} ago, `}at ${formatInstant(since)}`;
  return `${word}${lasted === null ? '' : ` for ${lasted}`}, since ${formatInstant(since)}`;
}

const mostOthers = 5;

function sameFor(why: string, others: readonly string[]): string {
  if (others.length === 0) return why;
  const names =
    others.length <= mostOthers ? others.join(', ') : `${formatCount(others.length)} more, which the JSON names`;
  return `${why.replace(/\.?$/, '.')} The same of ${names}.`;
}

const maxRuns = 20;

/** The report of one diagnosis. Pure: every time in it is the diagnosis's own. */
export function outlineOf(diagnosis: Diagnosis): Outline {
  const { primary, workload, cluster, asOf, versions } = diagnosis;
  const dependsOn = primary?.dependsOn ?? null;
  const why = primary ? claimsOf(primary) : [];
  if (dependsOn) {
    const { workload: other, via, evidence } = dependsOn;
    why.push(
      prose(`It depends on ${other.kind} \`${other.namespace}/${other.name}\`, reached as \`${via}\`.`, evidence),
    );
  }
  return {
    where: `${oneLine(workload.kind)} ${oneLine(workload.name)} in ${oneLine(workload.namespace)}, cluster ${oneLine(cluster.name)}`,
    status: diagnosis.status,
    statusLine: statusLine(diagnosis),
    headline: primary ? headline(primary.headline) : ['Nothing is wrong with ', { code: oneLine(workload.name) }],
    certainty: primary ? certaintyWord[primary.certainty] : null,
    facts: factsOf(diagnosis),
    pending: diagnosis.pending.length > 0 ? `Still being read: ${diagnosis.pending.map(oneLine).join(', ')}.` : null,
    why,
    wouldDisprove: primary?.wouldDisprove ? prose(primary.wouldDisprove) : null,
    also: diagnosis.contributing.map((finding) => ({
      headline: headline(finding.headline),
      certainty: certaintyWord[finding.certainty],
      claims: claimsOf(finding),
    })),
    steps: [...diagnosis.remedies].sort((a, b) => a.order - b.order).map(stepOf),
    evidence: diagnosis.evidence.map(quoteOf),
    changes: diagnosis.changes.map(({ at, revision, field, from, to, evidence }) =>
      prose(
        `${formatInstant(at)}${revision === null ? '' : `, revision ${revision}`}: \`${field}\` ${from === null ? 'set' : `from \`${from}\``}${to === null ? ' removed' : ` to \`${to}\``}`,
        evidence,
      ),
    ),
    runs: diagnosis.runs.slice(-maxRuns).map(runRow),
    runsLeftOut: Math.max(0, diagnosis.runs.length - maxRuns),
    risks: diagnosis.risks.map((risk) => ({
      headline: headline(risk.headline),
      claims: risk.claims.map(({ text, evidence }) => prose(text, evidence)),
    })),
    alerts: diagnosis.alerts.map(({ title, why: reason, yaml }) => ({
      title: oneLine(title),
      why: prose(reason),
      yaml: stripControl(yaml).trimEnd(),
    })),
    ruledOut: diagnosis.ruledOut.map(({ cause, because, evidence }) => ({
      name: sentenceCase(causeWords[cause]),
      text: prose(because, evidence),
    })),
    notChecked: groupNotChecked(diagnosis.notChecked).map(({ what, why, permission, others }) => ({
      name: oneLine(what),
      text: prose(
        permission === null
          ? sameFor(why, others)
          : `${sameFor(why, others)} Permission that would allow it: \`${permission.verbs.join(', ')} ${permission.resource}${permission.group === '' ? '' : `.${permission.group}`}\`${permission.namespace === null ? '' : ` in \`${permission.namespace}\``}.`,
      ),
    })),
    footer: `As of ${formatInstant(asOf)}. Unloop ${oneLine(versions.engine)}, schema ${versions.schema}. Credentials are redacted; everything quoted is otherwise verbatim.`,
  };
}
