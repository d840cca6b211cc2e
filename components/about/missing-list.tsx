import type { About } from '@/lib/model/views';
import type { KindState } from '@/lib/model/source';
import { PermissionRule } from '../permissions/permission-rule';

interface MissingListProps {
  missing: About['missing'];
  kinds: readonly KindState[];
}

/** What can't be read, what can't be known because of it, and the exact rule that would allow it. */
export function MissingList({ missing, kinds }: MissingListProps) {
  const permissions = missing.flatMap(({ permission }) => (permission ? [permission] : []));
  const troubled = kinds.filter(({ failure, state }) => failure !== null && state !== 'denied').length;
  return (
    <section className="mt-8">
      <h2 className="mb-2.5 text-section font-semibold">What cannot be read</h2>
      {missing.length === 0 ? (
        <p className="text-ink-2">
          Nothing that Unloop looks for is kept from it{troubled > 0 && ', but some kinds are in trouble: see below'}.
        </p>
      ) : (
        <>
          {permissions.length > 1 && (
            <div className="mb-3">
              <p className="text-ink-2">What the account may not read, in one rule:</p>
              <PermissionRule permissions={permissions} />
            </div>
          )}
          <ul>
            {missing.map(({ what, why, unknowable, permission }, index) => (
              <li
                key={index}
                className="grid gap-x-3 gap-y-0.5 border-t border-line py-2.5 [overflow-wrap:anywhere] wide:grid-cols-[190px_minmax(0,1fr)]"
              >
                <b className="font-semibold">{what}</b>
                <div className="min-w-0">
                  <p className="text-ink-2">{why}</p>
                  {unknowable && <p>Cannot be known because of it: {unknowable}</p>}
                  {permission && <PermissionRule permissions={[permission]} />}
                </div>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
