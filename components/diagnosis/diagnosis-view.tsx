import { Suspense } from 'react';
import type { Diagnosis } from '@/lib/model/diagnosis';
import type { SeriesView, SeriesWindow } from '@/lib/model/metrics';
import { chartsOf } from '../curves/chart-data';
import { MoreNumbers } from '../curves/more-numbers';
import type { CurveId } from '../strip/curve-kinds';
import { stripOf, type WindowChoice } from '../strip/geometry';
import { Strip } from '../strip/strip';
import { AlertRules } from './alert-rules';
import { Answer } from './answer';
import { AlsoSeen, ElseItCouldBe, NotChecked, Raw } from './below';
import { EvidenceList } from './evidence-list';
import { KnownAndMissing } from './known-and-missing';
import { RemedyCard } from './remedy-card';
import { Risks } from './risks';
import { commandFirst } from './steps';
import { Why } from './why';

export interface DiagnosisPlace {
  /** "" for the watched cluster, "/open/{id}" for an opened recording, null for a shared page, which leads nowhere. */
  base: string | null;
  zone: string;
  window: WindowChoice | null;
  pod: string | null;
  /** The curve that was asked for (`?curve=`). */
  curve?: CurveId | null;
  /** The numbers of Prometheus, or the promise of them: the page does not wait. Null where there is none. */
  series?: SeriesView | Promise<SeriesView> | null;
  /** The windows that there are numbers for; left out: all. */
  windows?: readonly SeriesWindow[];
  /** Nothing is read at this moment, for the API server is away. */
  waits?: boolean;
  /** The clock goes on: a live picture. */
  live: boolean;
  /** It is deleted, and remembered for a while: nothing will happen to it any more. */
  gone?: boolean;
  /** Where the JSON of this page is. */
  json: string | null;
}

/** One workload: what happened, why we think so, what to do, the evidence, what else it could be. */
export function DiagnosisView({ diagnosis, place }: { diagnosis: Diagnosis; place: DiagnosisPlace }) {
  const { primary } = diagnosis;
  const [first, ...others] = commandFirst(diagnosis.remedies);
  const unknown = primary?.cause === 'unknown';
  const strip = <StripInTime diagnosis={diagnosis} place={place} />;
  const gone = place.gone && (
    <p className="mb-2.5 text-ink-2">
      Its pods are gone: the commands that ask them would find nothing, and are left out.
    </p>
  );
  const more = others.map((remedy) => <RemedyCard key={remedy.order} remedy={remedy} />);
  return (
    <article aria-labelledby="answer">
      <Answer diagnosis={diagnosis} place={place} />
      {unknown && primary ? (
        <>
          <KnownAndMissing diagnosis={diagnosis} finding={primary} first={first ?? null} gone={gone} />
          <div className="my-7">{strip}</div>
          <div className="grid gap-x-10 wide:grid-cols-2">
            <EvidenceList diagnosis={diagnosis} zone={place.zone} />
            {more.length > 0 && <Section title="What to do">{more}</Section>}
          </div>
        </>
      ) : (
        <div className="mt-6 grid gap-x-10 wide:grid-cols-2 wide:grid-rows-[auto_auto_1fr] wide:[grid-template-areas:'strip_strip''proof_first''proof_more']">
          {(first || gone) && (
            <div className="wide:[grid-area:first]">
              <Section title="What to do">
                {gone}
                {first && <RemedyCard remedy={first} />}
              </Section>
            </div>
          )}
          <div className="mb-7 min-w-0 empty:hidden wide:[grid-area:strip]">{strip}</div>
          <div className="min-w-0 wide:[grid-area:proof]">
            {primary ? <Why finding={primary} /> : <Risks risks={diagnosis.risks} />}
            <EvidenceList diagnosis={diagnosis} zone={place.zone} />
          </div>
          {more.length > 0 && (
            <div className="mb-3.5 min-w-0 wide:[grid-area:more] wide:-mt-3.5">
              <h2 className="mb-2.5 text-section font-semibold wide:sr-only">What else to do</h2>
              {more}
            </div>
          )}
        </div>
      )}
      <AlsoSeen findings={diagnosis.contributing} />
      {primary && <Risks risks={diagnosis.risks} />}
      {primary && <ElseItCouldBe diagnosis={diagnosis} finding={primary} />}
      <NumbersInTime diagnosis={diagnosis} place={place} />
      <AlertRules alerts={diagnosis.alerts} />
      <NotChecked diagnosis={diagnosis} />
      <Raw diagnosis={diagnosis} place={place} />
    </article>
  );
}

/** The strip at once, and its curve when the numbers have come: then nothing below it moves. */
function StripInTime({ diagnosis, place }: { diagnosis: Diagnosis; place: DiagnosisPlace }) {
  const { series = null, window } = place;
  const props = {
    diagnosis,
    window,
    pod: place.pod,
    zone: place.zone,
    curve: place.curve ?? null,
    windows: place.windows,
  };
  if (!(series instanceof Promise)) return <Strip {...props} series={series} />;
  return (
    <Suspense key={window} fallback={<Strip {...props} series="waiting" />}>
      <StripLater {...props} promised={series} />
    </Suspense>
  );
}

async function StripLater({ promised, ...props }: Parameters<typeof Strip>[0] & { promised: Promise<SeriesView> }) {
  return <Strip {...props} series={await promised} />;
}

/** The charts below, where there are numbers for them. */
function NumbersInTime({ diagnosis, place }: { diagnosis: Diagnosis; place: DiagnosisPlace }) {
  const { series = null } = place;
  if (series === null) return null;
  if (!(series instanceof Promise)) return <Numbers diagnosis={diagnosis} place={place} view={series} />;
  return (
    <Suspense fallback={null}>
      <NumbersLater diagnosis={diagnosis} place={place} promised={series} />
    </Suspense>
  );
}

interface NumbersProps {
  diagnosis: Diagnosis;
  place: DiagnosisPlace;
}

async function NumbersLater({ promised, ...props }: NumbersProps & { promised: Promise<SeriesView> }) {
  return <Numbers {...props} view={await promised} />;
}

function Numbers({ diagnosis, place, view }: NumbersProps & { view: SeriesView }) {
  const [lane] = stripOf(diagnosis, place.window, place.pod).lanes;
  const charts = lane ? chartsOf(view, lane.pod, lane.container) : [];
  if (!lane || charts.length === 0) return null;
  return (
    <Section title="More numbers" className="no-print">
      <MoreNumbers charts={charts} of={lane.container} zone={place.zone} asOf={diagnosis.asOf} />
    </Section>
  );
}

interface SectionProps {
  title: string;
  className?: string;
  children: React.ReactNode;
}

function Section({ title, className = '', children }: SectionProps) {
  return (
    <section className={`mb-7 ${className}`}>
      <h2 className="mb-2.5 text-section font-semibold">{title}</h2>
      {children}
    </section>
  );
}
