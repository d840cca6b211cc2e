import type { About } from '@/lib/model/views';
import type { KindState } from '@/lib/model/source';
import { formatCount } from '@/lib/format/count';
import { formatBytes } from '@/lib/format/quantity';
import { LiveRefresh } from '../live/live-refresh';
import { instant } from '../time/zone';
import { ClockRow } from './clock-row';
import { KindTable } from './kind-table';
import { MissingList } from './missing-list';
import { type LookedFor, PrometheusPart } from './prometheus-part';
import { Row } from './row';

const sourceWords = {
  cluster: 'A live cluster',
  recording: 'A recording',
  sample: 'The sample cluster, a recording',
} as const;

const readServices = ({ kind, state }: About['kinds'][number]): boolean =>
  kind === 'Service' && (state === 'live' || state === 'stale');

function lookedFor(services: readonly KindState[]): LookedFor {
  if (services.length === 0) return 'unreadable';
  return services.every(({ namespace }) => namespace !== null) ? 'in-namespaces' : 'in-services';
}

/** What Unloop is connected to, what it may not read and what that hides, and what it costs. */
export function AboutView({ about, zone }: { about: About; zone: string }) {
  const { freshness, kinds, missing, requests } = about;
  const { source } = freshness;
  const asked = Object.entries(requests).toSorted(([, a], [, b]) => b - a);
  return (
    <>
      <h1 className="mt-7 mb-1 text-lead font-medium tracking-[-.01em]">Connection and permissions</h1>
      <dl className="mt-4 grid gap-x-4 gap-y-1 [overflow-wrap:anywhere] wide:grid-cols-[150px_minmax(0,1fr)] wide:gap-y-2">
        <Row name="Looks at">
          {sourceWords[source.kind]}: <b className="font-semibold">{source.name}</b>
        </Row>
        <Row name="Where">
          <code>{source.location}</code>
        </Row>
        {source.recordedAt && <Row name="Recorded">{instant(source.recordedAt, zone)}</Row>}
        {about.serverVersion && <Row name="Kubernetes">{about.serverVersion}</Row>}
        <ClockRow skewMs={about.skewMs} />
        <Row name="Unloop">
          {about.version}, engine {about.engine}
        </Row>
        <Row name="Memory">{formatBytes(about.memoryBytes)}</Row>
        <Row name="Requests">
          {asked.length === 0
            ? `None${source.kind === 'cluster' ? ' yet' : ': everything comes from files'}.`
            : `${asked.map(([verb, count]) => `${formatCount(count)} ${verb}`).join(', ')} since the start. All of them only read.`}
        </Row>
      </dl>
      <MissingList missing={missing} kinds={kinds} />
      <PrometheusPart
        prometheus={about.prometheus}
        lookedFor={source.kind === 'cluster' ? lookedFor(kinds.filter(readServices)) : 'recording'}
      />
      <KindTable kinds={kinds} zone={zone} />
      <section className="mt-8 max-w-[80ch]">
        <h2 className="mb-2.5 text-section font-semibold">What it never does</h2>
        <p className="text-ink-2">
          It changes nothing in the cluster and runs no command for you. It never reads the values of Secrets and
          ConfigMaps. Credentials in logs and messages are taken out before anything is kept, shown, shared or copied.
          It is set by options, which <code>npm start -- --help</code> lists, and <code>UNLOOP_*</code> variables, which
          are all in its README.
        </p>
      </section>
      {source.kind === 'cluster' && <LiveRefresh workload={null} status={null} />}
    </>
  );
}
