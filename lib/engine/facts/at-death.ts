/** What the metrics showed in the minutes before an end: HTTP errors and latency, requests in flight, the node's memory and disk. */

import type { CauseId } from '../../model/causes';
import type { MetricId } from '../../model/metrics';
import type { MetricSeries } from '../../model/snapshot';
import { formatBytes } from '../../format/quantity';
import type { DraftClaim } from '../rule';
import { exitsOf } from './exit';
import { memoryLimitOf } from './memory-limit';
import { goodPeak } from './metrics';
import { meanOf, peakOf, quoteSeries, seconds, seriesOf, stretchAbove, type Point } from './series';
import { timeMs, type ContainerView, type WorkloadView } from './views';

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;

/** The points of the `length` seconds up to a moment. */
function before(series: MetricSeries | undefined, atMs: number, length: number): Point[] {
  return (series?.points ?? []).filter(([at]) => at * 1000 <= atMs && at * 1000 >= atMs - length * 1000);
}

/** Above 5 % for two minutes, within ten minutes before the end (signals §8.6). */
function httpErrors(view: WorkloadView, container: ContainerView, atMs: number): DraftClaim[] {
  const series = seriesOf(view, container, 'http-error-share');
  const bad = stretchAbove(before(series, atMs, 600), 0.05);
  const peak = peakOf(bad);
  if (!series || !peak || seconds(bad) < 120) return [];
  const text = `In the ten minutes before its end up to ${percent(peak[1])} of its HTTP answers were 5xx, for ${Math.round(seconds(bad) / 60)} min above 5 %.`;
  const quote = { at: peak[0], value: peak[1].toFixed(2) };
  return [{ text, evidence: [quoteSeries(series, `5xx share of ${container.name}`, 'share of answers', [quote])] }];
}

/** Three times what it was before the last five minutes, and half a second at least. */
function httpLatency(view: WorkloadView, container: ContainerView, atMs: number): DraftClaim[] {
  const series = seriesOf(view, container, 'http-latency', 'p99');
  const peak = peakOf(before(series, atMs, 300));
  const usual = before(series, atMs - 300_001, 3300);
  if (!series || !peak || usual.length < 3 || peak[1] < Math.max(0.5, 3 * meanOf(usual))) return [];
  const text = `Its slowest answers (P99) took ${peak[1].toFixed(1)} s in the five minutes before its end, ${meanOf(usual).toFixed(1)} s before that.`;
  const quote = { at: peak[0], value: peak[1].toFixed(2) };
  return [{ text, evidence: [quoteSeries(series, `P99 latency of ${container.name}`, 'seconds', [quote])] }];
}

/** Requests at the last sample before the end, a minute before it at most. One may be the scrape itself. */
function inFlight(view: WorkloadView, container: ContainerView, atMs: number): DraftClaim[] {
  const series = seriesOf(view, container, 'http-in-flight');
  const last = before(series, atMs, 60).at(-1);
  if (!series || !last || last[1] <= 1) return [];
  const text = `${last[1]} requests were in flight ${Math.round(atMs / 1000 - last[0])} s before its end: what was not done by then was cut.`;
  const quote = { at: last[0], value: String(last[1]) };
  return [{ text, evidence: [quoteSeries(series, `requests in flight of ${container.name}`, 'requests', [quote])] }];
}

/** A node's curve has no pod: its detail is the node's name. */
function ofNode(view: WorkloadView, container: ContainerView, id: MetricId): MetricSeries | undefined {
  const node = container.pod.pod.spec.nodeName;
  return view.snapshot.metrics.find((s) => s.id === id && s.detail === node && node !== null);
}

/** Less than 5 % of the node's memory available, or work that waits for memory a tenth of the time, in the two minutes before. */
function nodeMemory(view: WorkloadView, container: ContainerView, atMs: number): DraftClaim[] {
  const node = container.pod.pod.spec.nodeName ?? '';
  const available = ofNode(view, container, 'node-memory-available');
  const total = ofNode(view, container, 'node-memory-total')?.points.at(-1)?.[1] ?? 0;
  const least = before(available, atMs, 120).reduce<Point | null>((low, p) => (!low || p[1] < low[1] ? p : low), null);
  const claims: DraftClaim[] = [];
  if (available && least && total > 0 && least[1] / total < 0.05)
    claims.push({
      text: `Node ${node} had ${formatBytes(least[1])} of its ${formatBytes(total)} of memory left: ${percent(least[1] / total)}.`,
      evidence: [
        quoteSeries(available, `memory available on ${node}`, 'bytes', [
          { at: least[0], value: formatBytes(least[1]) },
        ]),
      ],
    });
  const pressure = ofNode(view, container, 'node-memory-pressure');
  const worst = peakOf(before(pressure, atMs, 120));
  if (pressure && worst && worst[1] >= 0.1)
    claims.push({
      text: `All work on node ${node} waited for memory in ${percent(worst[1])} of the time.`,
      evidence: [
        quoteSeries(pressure, `memory pressure of ${node}`, 'share of time', [
          { at: worst[0], value: worst[1].toFixed(2) },
        ]),
      ],
    });
  return claims;
}

/** The kubelet evicts at 15 % free of its image file system and at 10 % of its own, unless it is set otherwise. */
function nodeDisk(view: WorkloadView, container: ContainerView, atMs: number): DraftClaim[] {
  const node = container.pod.pod.spec.nodeName ?? '';
  const series = ofNode(view, container, 'node-disk-available-share');
  const last = before(series, atMs, 300).at(-1);
  if (!series || !last || last[1] > 0.15) return [];
  const text = `The fullest file system of node ${node} had ${percent(last[1])} free.`;
  const quote = { at: last[0], value: last[1].toFixed(3) };
  return [{ text, evidence: [quoteSeries(series, `free disk of ${node}`, 'share free', [quote])] }];
}

/** What another revision of the same program needed, and survived with. */
function needBefore(view: WorkloadView, container: ContainerView): DraftClaim[] {
  const good = goodPeak(view, container);
  if (!good) return [];
  const limit = memoryLimitOf(container, undefined);
  const now = limit === null ? '' : ` The limit${limit.of === 'pod' ? ' of its pod' : ''} is ${limit.text} now.`;
  return [
    { text: `In ${good.of} it used up to ${formatBytes(good.bytes)} within 7 days.${now}`, evidence: [good.evidence] },
  ];
}

const byCause: Partial<Record<CauseId, typeof nodeMemory>> = {
  'oom-killed-limit': needBefore,
  'oom-killed-node': nodeMemory,
  'disk-full-or-evicted': (...end) => [...nodeMemory(...end), ...nodeDisk(...end)],
  'sigterm-not-handled': inFlight,
};

/**
 * More sentences for the cause's proof, each with its curve; at most three. `toldAt` stands in where the container's own end
 * is not known: an evicted pod. Empty without metrics, and where they show nothing unusual.
 */
export function claimsAtDeath(
  view: WorkloadView,
  cause: CauseId,
  container: ContainerView,
  toldAt: string | null,
): DraftClaim[] {
  if (view.snapshot.metrics.length === 0) return [];
  // A rule over the whole workload may tell of an end in a pod that is gone: its curves, not those of the pod that took its place.
  const ended = [...view.pods, ...view.deleted]
    .flatMap((pod) => pod.containers)
    .find(({ name, status }) => name === container.name && status?.state.terminated?.finishedAt === toldAt);
  const subject = ended ?? container;
  const atMs = timeMs(exitsOf(subject)[0]?.finishedAt) ?? timeMs(toldAt);
  if (atMs === null) return [];
  return [...(byCause[cause] ? [byCause[cause]] : []), httpErrors, httpLatency]
    .flatMap((look) => look(view, subject, atMs))
    .slice(0, 3);
}
