import type { Diagnosis, Finding } from '@/lib/model/diagnosis';
import type { ReactNode } from 'react';
import { PermissionRule } from '../permissions/permission-rule';
import { Instant } from '../time/instant';
import { instant } from '../time/zone';
import { workloadPath } from '../words/addresses';
import { groupNotChecked } from '@/lib/model/not-checked';
import { causeWords, sentenceCase } from '@/lib/model/cause-words';
import { certaintyWord } from '../words/certainty-words';
import { kindNames } from '../words/kind-names';
import { Headline, Prose, Refs } from '../words/prose';
import type { DiagnosisPlace } from './diagnosis-view';
import { SameFor } from './same-for';
import { ClusterLink } from '../shell/cluster-link';

/** Weaker findings, folded. */
export function AlsoSeen({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <Part title="Also seen">
      {findings.map((finding, index) => (
        <details key={index} className="border-t border-line py-2.5">
          <summary className="coarse:py-3">
            <Headline parts={finding.headline} plain /> <span className="text-ink-3">· {finding.certainty}</span>
          </summary>
          <ol className="mt-1.5 pl-[14px]">
            {finding.claims.map((claim, at) => (
              <li key={at} className="py-1 [overflow-wrap:anywhere] text-ink-2">
                <Prose text={claim.text} />
                <Refs indexes={claim.evidence} />
              </li>
            ))}
          </ol>
        </details>
      ))}
    </Part>
  );
}

/** What was ruled out and by what; and what would show that the answer is wrong. */
export function ElseItCouldBe({ diagnosis, finding }: { diagnosis: Diagnosis; finding: Finding }) {
  if (diagnosis.ruledOut.length === 0 && finding.wouldDisprove === null) return null;
  return (
    <Part title="What else it could be">
      {diagnosis.ruledOut.map(({ cause, because, evidence }, index) => (
        <Fold key={index} name={<ClusterLink href={`/causes/${cause}`}>{sentenceCase(causeWords[cause])}</ClusterLink>}>
          Ruled out: <Prose text={because} />
          <Refs indexes={evidence} />
        </Fold>
      ))}
      {finding.wouldDisprove && (
        <Fold name="This answer is wrong if">
          <Prose text={finding.wouldDisprove} />
        </Fold>
      )}
    </Part>
  );
}

/**
 * What was not checked and why, with the rule that would permit it; nothing for `unknown`, which says it in its own
 * part.
 */
export function NotChecked({ diagnosis }: { diagnosis: Diagnosis }) {
  const { notChecked, primary } = diagnosis;
  if (notChecked.length === 0 || primary?.cause === 'unknown') return null;
  return (
    <Part title="Not checked">
      {groupNotChecked(notChecked).map(({ what, why, permission, others }, index) => (
        <Fold key={index} name={<Prose text={sentenceCase(kindNames(what))} />}>
          <Prose text={why} />
          <SameFor others={others} />
          {permission && <PermissionRule permissions={[permission]} />}
        </Fold>
      ))}
    </Part>
  );
}

/** Ids and versions, folded on the screen and open on paper. */
export function Raw({ diagnosis, place }: { diagnosis: Diagnosis; place: DiagnosisPlace }) {
  const { workload, cluster, versions, asOf, primary } = diagnosis;
  const path = place.base === null ? null : workloadPath(workload, place.base);
  return (
    <Part title="Raw">
      <details className="border-t border-line py-2.5 text-ink-2">
        <summary className="coarse:py-3">Ids, versions and the JSON of this page</summary>
        <dl className="mt-2 grid grid-cols-[110px_minmax(0,1fr)] gap-x-4 gap-y-1 text-small [overflow-wrap:anywhere]">
          <dt>Workload</dt>
          <dd>
            {workload.apiVersion} {workload.kind} {workload.namespace}/{workload.name}, uid <code>{workload.uid}</code>
          </dd>
          <dt>Cluster</dt>
          <dd>
            {cluster.name}
            {cluster.id && (
              <>
                , id <code>{cluster.id}</code>
              </>
            )}
          </dd>
          <dt>As of</dt>
          <dd>
            <Instant at={asOf} near={asOf} zone={place.zone} /> <code>{asOf}</code>
          </dd>
          {primary && (
            <>
              <dt>Cause</dt>
              <dd>
                <ClusterLink href={`/causes/${primary.cause}`}>{primary.cause}</ClusterLink>,{' '}
                {certaintyWord[primary.certainty]}, engine {versions.engine}
              </dd>
            </>
          )}
          {place.json && (
            <>
              <dt>JSON</dt>
              <dd>
                <a href={place.json}>the whole diagnosis</a>, schema {versions.schema}
              </dd>
            </>
          )}
        </dl>
      </details>
      <p className="print-only text-small">
        Unloop engine {versions.engine}, schema {versions.schema}. {cluster.name}
        {path && `, ${path}`}. As of {instant(asOf, place.zone)}.
      </p>
    </Part>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-7">
      <h2 className="mb-2.5 text-section font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Fold({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="grid gap-x-3 gap-y-0.5 border-t border-line py-2.5 wide:grid-cols-[190px_minmax(0,1fr)]">
      <div>{name}</div>
      <div className="min-w-0 text-ink-2 [overflow-wrap:anywhere]">{children}</div>
    </div>
  );
}
