import type { KindState } from '@/lib/model/source';
import { formatCount, plural } from '@/lib/format/count';
import { clockToday } from '../time/zone';

const stateWords: Record<KindState['state'], string> = {
  connecting: 'connecting',
  listing: 'being listed',
  live: 'live',
  stale: 'not heard',
  denied: 'not allowed',
  absent: 'not in this cluster',
  frozen: 'from files',
};

/** Each kind of object, how it is read, and how many there are. */
export function KindTable({ kinds, zone }: { kinds: readonly KindState[]; zone: string }) {
  const cell = 'py-1.5 pr-4 max-wide:pr-2.5 text-left align-top font-normal';
  return (
    <section className="mt-8" aria-labelledby="kinds">
      <h2 id="kinds" className="mb-2.5 text-section font-semibold">
        Kinds
      </h2>
      <div className="overflow-x-auto" role="region" aria-label="The table of kinds" tabIndex={0}>
        <table className="w-full border-collapse">
          <thead className="text-label text-ink-3">
            <tr>
              <th scope="col" className={cell}>
                kind
              </th>
              <th scope="col" className={cell}>
                state
              </th>
              <th scope="col" className={`${cell} text-right`}>
                objects
              </th>
              <th scope="col" className={`${cell} max-wide:hidden`}>
                last heard
              </th>
            </tr>
          </thead>
          <tbody>
            {kinds.map((kind, index) => {
              const bad = kind.failure !== null || kind.state === 'stale' || kind.state === 'denied';
              return (
                <tr key={index} className="border-t border-line">
                  <th scope="row" className={cell}>
                    <span className="[overflow-wrap:anywhere]">{kind.kind}</span>
                    {kind.namespace && <span className="text-ink-3"> in {kind.namespace}</span>}
                  </th>
                  <td className={cell}>
                    <span className={bad ? 'font-semibold text-degraded' : ''}>{stateWords[kind.state]}</span>
                    {kind.heardAt && (
                      <span className="block text-ink-3 wide:hidden">heard {clockToday(kind.heardAt, zone)}</span>
                    )}
                    {/* What is not allowed stands above, once, with the rule that would allow it. */}
                    {kind.failure && kind.state !== 'denied' && (
                      <span className="block text-ink-2">{kind.failure.message}</span>
                    )}
                    {kind.attempts > 0 && kind.state !== 'denied' && (
                      <span className="block text-ink-3">{plural(kind.attempts, 'failed attempt')}</span>
                    )}
                  </td>
                  <td className={`${cell} text-right`}>
                    {kind.state === 'denied' || kind.state === 'absent' ? '—' : formatCount(kind.objects)}
                  </td>
                  <td className={`${cell} whitespace-nowrap text-ink-2 max-wide:hidden`}>
                    {kind.heardAt ? clockToday(kind.heardAt, zone) : '—'}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
