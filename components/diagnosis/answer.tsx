import { plural } from '@/lib/format/count';
import { lastingOf } from '@/lib/format/time';
import { instant } from '../time/zone';
import { certaintyMeaning, certaintyWord, statusWord } from '../words/certainty-words';
import { Headline, Prose, Refs } from '../words/prose';
import { StatusShape, statusInk } from '../words/status-shape';
import type { Diagnosis, Finding } from '@/lib/model/diagnosis';
import type { DiagnosisPlace } from './diagnosis-view';
import { Facts } from './facts';

interface AnswerProps {
  diagnosis: Diagnosis;
  place: DiagnosisPlace;
}

/** What happened, in one line; how sure that is; and what it does to the people outside. */
export function Answer({ diagnosis, place }: AnswerProps) {
  const { primary, status, since, workload, pending } = diagnosis;
  return (
    <>
      <p className={`flex items-center gap-1.5 font-semibold ${statusInk[status]}`}>
        <StatusShape status={status} />
        <span title={since ? `since ${instant(since, place.zone)}` : undefined}>
          {statusLine(diagnosis, place)}
          {since && status !== 'healthy' && <span className="print-only">, since {instant(since, place.zone)}</span>}
        </span>
      </p>
      <h1
        id="answer"
        tabIndex={-1}
        className="mt-1.5 outline-none text-answer-small font-semibold tracking-[-.015em] text-balance [overflow-wrap:anywhere] wide:text-answer"
      >
        {primary ? <Headline parts={primary.headline} /> : <>Nothing is wrong with {workload.name}</>}
      </h1>
      {primary === null && <Looked diagnosis={diagnosis} />}
      {primary !== null && primary.cause !== 'unknown' && (
        <Summary finding={primary} contributing={diagnosis.contributing} />
      )}
      {pending.length > 0 && (
        <p className="mt-2 text-ink-2" role="status">
          {place.base === null
            ? `Not read yet when this was kept: ${pending.join(', ')}.`
            : place.waits
              ? `Not read yet: ${pending.join(', ')}. That waits for the API server; the answer may change.`
              : `Still reading: ${pending.join(', ')}. The answer may change.`}
        </p>
      )}
      <Facts diagnosis={diagnosis} live={place.live} gone={place.gone ?? false} />
    </>
  );
}

/** "Broken for 42 min", "Recovering, first broken 42 min ago"; of a shared page, and of a workload that is gone, "Was broken for 42 min". */
export function statusLine(
  { status, since, asOf }: Diagnosis,
  { base, gone = false }: Pick<DiagnosisPlace, 'base' | 'gone'>,
): string {
  const word = base === null || gone ? `Was ${status}` : statusWord[status];
  const lasted = since === null || status === 'healthy' ? null : lastingOf(since, asOf);
  if (lasted === null) return word;
  return status === 'recovering' ? `${word}, first broken ${lasted} ago` : `${word} for ${lasted}`;
}

/** Causes beside the primary one that say when or why it began: they belong into the first sentences. */
const beginnings = new Set(['limit-lowered-by-rollout', 'bad-rollout', 'config-changed', 'dependency-workload-broken']);

function Summary({ finding, contributing }: { finding: Finding; contributing: readonly Finding[] }) {
  const claim = finding.claims[0];
  const beginning = contributing.find(({ cause }) => beginnings.has(cause));
  return (
    <p className="mt-2 max-w-[100ch] text-ink-2">
      <b className="font-semibold text-ink" title={certaintyMeaning[finding.certainty]}>
        {certaintyWord[finding.certainty]}:
      </b>{' '}
      {claim && (
        <>
          <Prose text={claim.text} />
          <Refs indexes={claim.evidence} />
        </>
      )}
      {beginning && (
        <>
          {' '}
          <Headline parts={beginning.headline} plain />.<Refs indexes={beginning.claims[0]?.evidence ?? []} />
        </>
      )}
    </p>
  );
}

/** A healthy workload: what was looked at, so that silence can be trusted. */
function Looked({ diagnosis }: { diagnosis: Diagnosis }) {
  const { impact, runs, notChecked } = diagnosis;
  const pods = new Set(runs.map((run) => run.podUid)).size;
  return (
    <p className="mt-2 max-w-[100ch] text-ink-2">
      Looked at: {pods === 0 ? 'its pods' : `${plural(pods, 'pod')} with ${plural(runs.length, 'run')}`}, its events,
      probes, revisions
      {impact.services.length > 0 && `, and ${impact.services.map((name) => `Service ${name}`).join(', ')}`}. Old
      restarts, rollouts in progress and finished jobs are no reason to call.
      {notChecked.length > 0 && ' What could not be looked at stands below.'}
    </p>
  );
}
