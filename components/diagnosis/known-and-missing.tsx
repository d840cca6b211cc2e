import type { Diagnosis, Finding, Remedy } from '@/lib/model/diagnosis';
import { PermissionRule } from '../permissions/permission-rule';
import { groupNotChecked } from '@/lib/model/not-checked';
import { sentenceCase } from '@/lib/model/cause-words';
import { Prose, Refs } from '../words/prose';
import { SameFor } from './same-for';
import { CommandLine } from './command-line';

interface KnownAndMissingProps {
  diagnosis: Diagnosis;
  finding: Finding;
  first: Remedy | null;
}

/** Where no cause can be named: what is known, what is missing and why, and the one command that would tell most. */
export function KnownAndMissing({ diagnosis, finding, first }: KnownAndMissingProps) {
  const term = 'text-ink-2';
  return (
    <dl className="mt-4 grid gap-x-4 gap-y-1 wide:grid-cols-[150px_minmax(0,1fr)] wide:gap-y-2">
      <dt className={term}>Known</dt>
      <dd>
        {finding.claims.map((claim, index) => (
          <span key={index}>
            <Prose text={claim.text} />
            <Refs indexes={claim.evidence} />{' '}
          </span>
        ))}
      </dd>
      {diagnosis.notChecked.length > 0 && (
        <>
          <dt className={term}>Missing</dt>
          <dd>
            {groupNotChecked(diagnosis.notChecked).map(({ what, why, permission, others }, index) => (
              <div key={index}>
                <Prose text={`${sentenceCase(what)}: ${why}`} />
                <SameFor others={others} />
                {permission && <PermissionRule permissions={[permission]} />}
              </div>
            ))}
          </dd>
        </>
      )}
      {first && (
        <>
          <dt className={term}>Would tell most</dt>
          <dd>
            {first.command ? (
              <div className="overflow-hidden rounded-md border border-line [&>div]:border-t-0">
                <CommandLine command={first.command} placeholders={first.placeholders} />
              </div>
            ) : (
              <Prose text={first.title} />
            )}
            <p className="mt-1 text-ink-2">
              <Prose text={first.why} />
            </p>
          </dd>
        </>
      )}
    </dl>
  );
}
