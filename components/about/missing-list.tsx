import type { About } from '@/lib/model/views';
import type { KindState } from '@/lib/model/source';
import { MissingItem } from './missing-item';
import { PermissionRule } from '../permissions/permission-rule';

interface MissingListProps {
  missing: About['missing'];
  kinds: readonly KindState[];
}

/** What can't be read, what can't be known because of it, and the exact rule that would allow it. */
export function MissingList({ missing, kinds }: MissingListProps) {
  const refused = missing.filter(({ permissions }) => permissions.length > 0);
  const isListed = ({ state }: KindState): boolean => state === 'denied' || state === 'absent';
  const troubled = kinds.filter((kind) => kind.failure !== null && !isListed(kind)).length;
  const unread = kinds.every(({ state }) => state === 'connecting' || state === 'listing');
  const why = kinds.find(({ failure }) => failure !== null)?.failure?.message;
  return (
    <section className="mt-8">
      <h2 className="mb-2.5 text-section font-semibold">What cannot be read</h2>
      {unread ? (
        <p className="text-ink-2">
          What may be read is not known: nothing was read yet.{why !== undefined && ` ${why}`}
        </p>
      ) : (
        (missing.length === 0 || troubled > 0) && (
          <p className="text-ink-2">
            {missing.length === 0 && 'Nothing that Unloop looks for is kept from it. '}
            {troubled > 0 && 'Some kinds are in trouble: see below.'}
          </p>
        )
      )}
      {missing.length > 0 && (
        <>
          {refused.length > 1 && (
            <div className="mb-3">
              <p className="text-ink-2">What the account may not read, in one rule:</p>
              <PermissionRule permissions={refused.flatMap(({ permissions }) => permissions)} />
            </div>
          )}
          <ul>
            {missing.map(({ what, why, unknowable, permissions }, index) => (
              <MissingItem key={index} what={what} why={why} unknowable={unknowable}>
                {permissions.length > 0 && <PermissionRule permissions={permissions} />}
              </MissingItem>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
