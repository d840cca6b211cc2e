// What a Prometheus has: which of the metrics that Unloop can use, under which label names, scraped how often.
import 'server-only';

import type { PrometheusView } from '../model/views';
import type { Asked, PrometheusClient } from './client';
import { candidates, type Family, knownNames } from './names';
import { inventoryQueries } from './queries';
import type { LabelNames } from './scope';

export interface Inventory {
  names: ReadonlySet<string>;
  labels: Record<Family, LabelNames | null>;
  /** Tells cAdvisor's series from the same names of /metrics/resource (signals §8.3); empty where nothing does. */
  cadvisorOnly: string;
  /** The label that names the node on node-exporter's series; `uname`: only node_uname_info does; null: nothing. */
  node: 'node' | 'uname' | null;
  scrapeSeconds: number | null;
}

/** Names that were there within the last hour are used. Two requests: the names, then how they are labelled. */
export async function takeInventory(
  client: PrometheusClient,
  nowSeconds: number,
  signal: AbortSignal,
): Promise<Asked<Inventory>> {
  const all = await client.metricNames(nowSeconds - 3600, nowSeconds, signal);
  if (!all.ok) return all;
  const names = new Set(all.value.filter((name) => knownNames.has(name)));
  const questions = inventoryQueries(names, all.value.includes('up'));
  if (questions.size === 0) return { ok: true, value: empty(names) };
  const query = [...questions].map(([tag, text]) => `label_replace(${text}, "unloop", "${tag}", "", "")`).join(' or ');
  const answer = await client.query(query, nowSeconds, signal);
  if (!answer.ok) return answer;
  const found = new Map(answer.value.map(({ labels, points }) => [labels['unloop'] ?? '', points[0]?.[1] ?? 0]));
  const has = (tag: string): boolean => (found.get(tag) ?? 0) > 0;
  const labelsOf = (family: Family): LabelNames | null =>
    candidates[family].labels.find((_, at) => has(`${family} ${at}`)) ?? null;
  const scrapes = found.get('scrapes') ?? 0;
  return {
    ok: true,
    value: {
      names,
      labels: {
        cadvisor: labelsOf('cadvisor'),
        state: labelsOf('state'),
        probes: labelsOf('probes'),
        application: labelsOf('application'),
      },
      cadvisorOnly: has('path') ? 'metrics_path="/metrics/cadvisor"' : has('id') ? 'id!=""' : '',
      node: has('node') ? 'node' : names.has('node_uname_info') ? 'uname' : null,
      scrapeSeconds: scrapes >= 2 ? Math.max(1, Math.round(600 / scrapes)) : null,
    },
  };
}

function empty(names: ReadonlySet<string>): Inventory {
  return {
    names,
    labels: { cadvisor: null, state: null, probes: null, application: null },
    cadvisorOnly: '',
    node: null,
    scrapeSeconds: null,
  };
}

const parts: { what: string; has: (inventory: Inventory) => boolean; why: string; unknowable: string }[] = [
  {
    what: 'cAdvisor (memory and CPU of containers)',
    has: ({ labels }) => labels.cadvisor !== null,
    why: 'There is no container_memory_working_set_bytes with the names of pods: the kubelet’s /metrics/cadvisor is not scraped.',
    unknowable: 'how memory grew before a death, peaks, CPU throttling, and the sizes that remedies could name',
  },
  {
    what: 'kube-state-metrics (limits, restarts, ready times)',
    has: ({ labels }) => labels.state !== null,
    why: 'There is no kube_pod_container_status_restarts_total: kube-state-metrics is not scraped.',
    unknowable: 'restarts over days, limits of earlier revisions, how long healthy pods take to become ready',
  },
  {
    what: 'the kubelet’s probes',
    has: ({ labels }) => labels.probes !== null,
    why: 'There is no prober_probe_total: the kubelet’s /metrics/probes is not scraped.',
    unknowable: 'how often and how slowly probes answered',
  },
  {
    what: 'node-exporter (memory and disk of nodes)',
    has: ({ node, names }) => node !== null && names.has('node_memory_MemAvailable_bytes'),
    why: 'There is no node_memory_MemAvailable_bytes with the name of a node.',
    unknowable: 'whether the node was short of memory or disk at the time of a death',
  },
  {
    what: 'HTTP metrics of applications',
    has: ({ labels, names }) =>
      labels.application !== null && [...names].some((name) => /(^|_)(requests?|response)_/.test(name)),
    why: 'No application exports HTTP metrics under a usual name, labelled with its pod.',
    unknowable: 'request rate, share of errors and latency before a death',
  },
];

/** For /about. */
export function describeInventory(inventory: Inventory): Pick<PrometheusView, 'has' | 'missing' | 'scrapeSeconds'> {
  return {
    has: parts.filter((part) => part.has(inventory)).map(({ what }) => what),
    missing: parts
      .filter((part) => !part.has(inventory))
      .map(({ what, why, unknowable }) => ({ what, why, unknowable })),
    scrapeSeconds: inventory.scrapeSeconds,
  };
}
