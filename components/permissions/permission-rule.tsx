import type { Permission } from '@/lib/model/result';
import { CopyButton } from '../copy/copy-button';
import { rbacYaml } from './rbac-yaml';

/** The rule that would allow what could not be read, folded, ready to copy. */
export function PermissionRule({ permissions }: { permissions: readonly Permission[] }) {
  const yaml = rbacYaml(permissions);
  return (
    <details className="mt-1">
      <summary className="text-link coarse:py-3">Show the rule to add</summary>
      <div className="mt-1 flex gap-2.5 rounded-md border border-line bg-sunk px-3.5 py-[9px]">
        <pre className="min-w-0 flex-1 overflow-x-auto font-mono text-code text-ink">{yaml}</pre>
        <CopyButton text={yaml} label="Copy the rule" />
      </div>
      <p className="mt-1 text-ink-2">
        It counts once a binding gives it to the account that Unloop reads with. What was refused is asked for again
        every five minutes.
      </p>
    </details>
  );
}
