import type { PrometheusView } from '@/lib/model/views';
import { formatCount, plural } from '@/lib/format/count';
import { MissingItem } from './missing-item';
import { Row } from './row';

const stateWords: Record<PrometheusView['state'], string> = {
  none: 'None is configured, and no Service in the cluster looks like one.',
  connecting: 'Being asked what it has.',
  answers: 'Answers.',
  fails: 'Does not answer.',
};

/** Where one is looked for when none is configured: nowhere in a recording, and not while no Service can be read. */
export type LookedFor = 'in-services' | 'in-namespaces' | 'unreadable' | 'recording';

const noneWords: Record<LookedFor, string> = {
  'in-services': stateWords.none,
  'in-namespaces': 'None is configured, and no Service in the namespaces that are read looks like one.',
  unreadable: 'None is configured, and whether the cluster has one could not be looked for: no Service could be read.',
  recording: 'A recording has no Prometheus to ask.',
};

/** Where the numbers come from, what is there, and what cannot be known without the rest. */
export function PrometheusPart({ prometheus, lookedFor }: { prometheus: PrometheusView; lookedFor: LookedFor }) {
  const { state, address, foundBy, why, has, missing, scrapeSeconds, requests } = prometheus;
  return (
    <section className="mt-8" aria-labelledby="prometheus">
      <h2 id="prometheus" className="mb-2.5 text-section font-semibold">
        Prometheus
      </h2>
      <p className={state === 'fails' ? 'font-semibold text-degraded' : ''}>
        {state !== 'none' ? stateWords[state] : why !== null ? 'None is asked.' : noneWords[lookedFor]}
        {why && <span className="font-normal text-ink-2"> {why}</span>}
      </p>
      {state === 'none' && lookedFor !== 'recording' && (
        <p className="mt-1 max-w-[80ch] text-ink-2">
          Without it there are no curves, and no numbers of memory, CPU, probes and requests before a death.
          {why === null && (
            <>
              {' '}
              Set <code>UNLOOP_PROMETHEUS_URL</code> to any address that speaks its API: Prometheus, Thanos, Mimir or
              VictoriaMetrics.
            </>
          )}
        </p>
      )}
      {state !== 'none' && (
        <dl className="mt-2 grid gap-x-4 gap-y-1 [overflow-wrap:anywhere] wide:grid-cols-[150px_minmax(0,1fr)] wide:gap-y-2">
          {address && (
            <Row name="Where">
              <code>{address}</code>
              {foundBy && <span className="text-ink-2">, from {foundBy}</span>}
            </Row>
          )}
          {has.length > 0 && <Row name="Has">{has.join('; ')}</Row>}
          {scrapeSeconds !== null && (
            <Row name="Samples">of a container come every {plural(scrapeSeconds, 'second')}</Row>
          )}
          <Row name="Requests">{formatCount(requests)} since the start. All of them only read.</Row>
        </dl>
      )}
      {missing.length > 0 && (
        <ul className="mt-3">
          {missing.map((one, index) => (
            <MissingItem key={index} {...one} />
          ))}
        </ul>
      )}
    </section>
  );
}
