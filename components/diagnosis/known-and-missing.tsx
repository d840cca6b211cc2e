import type { ReactNode } from 'react';
import type { Diagnosis, Finding, Remedy } from '@/lib/model/diagnosis';
import { PermissionRule } from '../permissions/permission-rule';
import { plural } from '@/lib/format/count';
import { groupNotChecked, type NotCheckedGroup } from '@/lib/model/not-checked';
import { sentenceCase } from '@/lib/model/cause-words';
import { kindNames } from '../words/kind-names';
import { Prose, Refs } from '../words/prose';
import { SameFor } from './same-for';
import { CommandLine } from './command-line';

interface KnownAndMissingProps {
  diagnosis: Diagnosis;
  finding: Finding;
  first: Remedy | null;
  /** Where commands were left out because what they ask is deleted: says so. */
  gone: ReactNode;
}

/** Where no cause can be named: what is known, the one command that would tell most, what is missing and why. */
export function KnownAndMissing({ diagnosis, finding, first, gone }: KnownAndMissingProps) {
  const term = 'text-ink-2';
  const missing = groupNotChecked(diagnosis.notChecked);
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
      {(first || gone) && (
        <>
          <dt className={term}>Would tell most</dt>
          <dd>
            {gone}
            {first && <Step remedy={first} />}
          </dd>
        </>
      )}
      {missing.length > 0 && (
        <>
          <dt className={term}>Missing</dt>
          <dd>{missing.length === 1 ? <Missing groups={missing} /> : <FoldedMissing groups={missing} />}</dd>
        </>
      )}
    </dl>
  );
}

function Step({ remedy }: { remedy: Remedy }) {
  return (
    <>
      {remedy.command ? (
        <div className="overflow-hidden rounded-md border border-line [&>div]:border-t-0">
          <CommandLine command={remedy.command} placeholders={remedy.placeholders} />
        </div>
      ) : (
        <Prose text={remedy.title} />
      )}
      <p className="mt-1 text-ink-2">
        <Prose text={remedy.why} />
      </p>
    </>
  );
}

/** Several in one fold, with one rule for all: what is missing may not push away what can be done. */
function FoldedMissing({ groups }: { groups: readonly NotCheckedGroup[] }) {
  return (
    <details>
      <summary className="coarse:py-3">{plural(groups.length, 'thing')} could not be read</summary>
      <div className="mt-1">
        <Missing groups={groups} />
      </div>
    </details>
  );
}

function Missing({ groups }: { groups: readonly NotCheckedGroup[] }) {
  const permissions = groups.flatMap(({ permission }) => (permission ? [permission] : []));
  return (
    <>
      {groups.map(({ what, why, others }, index) => (
        <div key={index}>
          <Prose text={`${sentenceCase(kindNames(what))}: ${why}`} />
          <SameFor others={others} />
        </div>
      ))}
      {permissions.length > 0 && <PermissionRule permissions={permissions} />}
    </>
  );
}
