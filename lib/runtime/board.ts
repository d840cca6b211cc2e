/** One source with all that is made of it: its picture, the judged rows, and how fresh they are. */
import 'server-only';

import { hash } from 'node:crypto';
import type { Diagnosis, Evidence, Summary } from '../model/diagnosis';
import type { SeriesView, SeriesWindow } from '../model/metrics';
import type { ClusterRef, Snapshot } from '../model/snapshot';
import type { Capabilities, KindState, SourceInfo } from '../model/source';
import type { Freshness, LiveEvent, PrometheusView, Totals } from '../model/views';
import { workloadKey, type WorkloadRef } from '../model/workload';
import { unwatchedAt } from '../collect/unread';
import {
  absentNamespaces,
  freshnessOf,
  hasPods,
  heardNamespaces,
  isComplete,
  lacksPods,
  oldNamespaces,
  patienceMs,
} from './freshness';
import { absentInWords, absentNamespace, unjudgedInWords, unreadInWords, unreadObjects } from './unread-objects';
import { stepsThatAreLeft } from '../remedy/gone';
import type { Gatherer } from './gatherer';
import { createJudgeLoop } from './judge-loop';
import { lastSeen } from './last-seen';
import { createRows } from './rows';

export interface Judged {
  snapshot: Snapshot;
  diagnosis: Diagnosis;
}

export interface Board {
  readonly source: SourceInfo;
  cluster(): ClusterRef;
  /** "Now" as this board sees it: the API server's clock, or the moment of the recording. */
  now(): string;
  rows(): Iterable<Summary>;
  row(ref: WorkloadRef): Summary | undefined;
  totals(): Totals;
  freshness(): Freshness;
  states(): KindState[];
  capabilities(): Capabilities;
  /** Something that may be broken was not read, not understood, or not judged: that nothing is broken cannot be told. */
  blind(): boolean;
  /** The first picture is there and every workload of it was judged once. */
  ready(): boolean;
  /** Somebody opened this workload: reads what only a page wants. Resolves when its metrics are there, at the latest after `patienceMs`. */
  look(ref: WorkloadRef, patienceMs: number): Promise<void>;
  /** Its curves; null where there is no live cluster, and so no Prometheus. */
  series(ref: WorkloadRef, window: SeriesWindow): Promise<SeriesView> | null;
  prometheus(): PrometheusView | null;
  /** Judges one workload at this moment; null where it is not known (any more). */
  judge(ref: WorkloadRef): Judged | null;
  /** Judges a workload that is gone as it was last seen, for the hour that its pods are remembered; null when nothing is left. */
  judgeLastSeen(ref: WorkloadRef): (Judged & { goneAt: string }) | null;
  /** Also for a pod that was deleted within the hour. */
  workloadOfPod(namespace: string, pod: string): WorkloadRef | null;
  logReadsWaiting(): number;
  /** Resolves when everything is judged and no log is awaited. For recordings: it ends. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface BoardOptions {
  gatherer: Gatherer;
  judge: (snapshot: Snapshot) => { diagnosis: Diagnosis; summary: Summary; reviewAt: string | null };
  publish?: (event: LiveEvent) => void;
  onJudged?: (seconds: number) => void;
  /** `key`: of the workload whose gathering or judging threw. */
  onBug?: (error: unknown, key: string | null) => void;
}

/** How often the words of freshness are looked at for a change. "Heard 4 s ago" counts on in the browser. */
const freshnessBeatMs = 5000;
const freshnessSoonMs = 250;

/** Starts to gather at once, and judges every workload when the first picture is complete; `stop` ends all of it. */
export function createBoard({ gatherer, judge, publish, onJudged, onBug }: BoardOptions): Board {
  const { source } = gatherer;
  const clockRuns = source.info.kind === 'cluster';
  const rows = createRows();
  const pages = new Map<string, string>();
  /** Keys of workloads whose gathering or judging threw: counted, and never silently missing. */
  const unjudged = new Set<string>();
  /** Keys, by namespace, of what was judged as of when its pods were last heard: due once they are watched again. */
  const held = new Map<string, Set<string>>();
  let complete = false;
  let ready = false;
  let lastFreshness = '';
  let lastTotals = '';
  let soon: NodeJS.Timeout | null = null;
  let patience: NodeJS.Timeout | null = null;
  let patient = true;

  const now = (): string => source.info.recordedAt ?? new Date(Date.now() + source.skewMs()).toISOString();
  const cluster = (): ClusterRef => ({ name: source.info.name, id: gatherer.clusterId() });
  const judged = (): { done: number; of: number } => {
    const of = [...gatherer.keys()].length;
    return { done: Math.min(of, pages.size + unjudged.size), of };
  };
  const absent = (): string[] => absentNamespaces(gatherer.states(), () => gatherer.namespaces(), now());
  /** No rule lets an account read what does not exist. `none`: the absent. */
  const unreadable = (none: readonly string[]): Capabilities['missing'] =>
    source
      .capabilities()
      .missing.filter(
        ({ permissions }) =>
          permissions.length === 0 ||
          permissions.some(({ namespace }) => namespace === null || !none.includes(namespace)),
      );
  const freshness = (): Freshness => {
    const none = absent();
    const read = freshnessOf(gatherer.states(), source.info, now(), ready, none);
    const old = oldNamespaces(gatherer.states(), () => gatherer.namespaces(), read.showing);
    const skewMs = Math.round(source.skewMs() / 1000) * 1000;
    // A kind that is not read takes less from an answer than the logs do.
    const first = [
      ...none.map(absentInWords),
      ...unreadable(none)
        .filter(({ what, permissions }) => what.startsWith('logs ') && permissions.length > 0)
        .map(({ what, why }) => `${what}: ${why}`),
    ];
    const last = [...unreadInWords(gatherer.poisons()), ...unjudgedInWords(unjudged)];
    const fresh = {
      ...read,
      ...(skewMs !== 0 && { skewMs }),
      ...(Object.keys(old).length > 0 && { old, heardIn: heardNamespaces(gatherer.states(), old) }),
      missing: [...first, ...read.missing, ...last],
      ...(read.lacking && { lacking: [...first, ...read.lacking, ...last] }),
    };
    // The lists are complete a while before the last workload is judged: until then it is no full board.
    if (ready || fresh.state === 'stale' || fresh.state === 'failed') return fresh;
    const of = gatherer.states().length;
    const progress = fresh.progress ?? { done: of, of };
    return { ...fresh, state: 'connecting', progress: { ...progress, ...(complete && { judged: judged() }) } };
  };

  const gather = (ref: WorkloadRef, at = now()): Snapshot | null => gatherer.snapshot(ref, cluster(), at);

  const judgeKey = (key: string): { reviewAt: string | null } => {
    const startedAt = performance.now();
    const ref = gatherer.workload(key);
    const at = now();
    const snapshot = ref === null ? null : gather(ref, at);
    if (snapshot === null) {
      rows.drop(key);
      pages.delete(key);
      unjudged.delete(key);
      return { reviewAt: null };
    }
    const { summary, diagnosis, reviewAt } = judge(snapshot);
    unjudged.delete(key);
    const before = pages.get(key);
    const page = onlyOnPage(diagnosis);
    pages.set(key, page);
    rows.put(key, summary, before !== undefined && before !== page);
    onJudged?.((performance.now() - startedAt) / 1000);
    if (snapshot.asOf === at) return { reviewAt };
    // As of an earlier moment it is judged because it is not watched: time changes nothing in it.
    const { namespace } = snapshot.workload;
    held.set(namespace, (held.get(namespace) ?? new Set()).add(key));
    return { reviewAt: null };
  };

  /** A list of pods that are as they were touches nothing: what time did meanwhile is looked at here. */
  const judgeHeld = (): void => {
    if (held.size === 0) return;
    const states = gatherer.states();
    for (const [namespace, keys] of held) {
      if (unwatchedAt(states, namespace) !== null) continue;
      held.delete(namespace);
      loop.mark(keys);
    }
  };

  const emit = (): void => {
    const { changed, gone } = rows.take();
    // The first board is drawn whole; a patch for each of its rows would be the same again.
    if (!ready || publish === undefined) return;
    for (const summary of changed) publish({ event: 'summary', data: summary });
    for (const key of gone) publish({ event: 'gone', data: { key } });
    if (changed.length === 0 && gone.length === 0) return;
    const totals = rows.totals();
    const words = JSON.stringify(totals);
    if (words !== lastTotals) publish({ event: 'totals', data: totals });
    lastTotals = words;
  };

  const emitFreshness = (): void => {
    const fresh = freshness();
    const words = JSON.stringify({ ...fresh, showing: fresh.state === 'live' ? '' : fresh.showing });
    if (words === lastFreshness) return;
    lastFreshness = words;
    publish?.({ event: 'freshness', data: fresh });
  };

  const loop = createJudgeLoop({
    judge: judgeKey,
    onSlice: emit,
    onBug: (error, key) => {
      if (key !== null) unjudged.add(key);
      onBug?.(error, key);
    },
    nowMs: () => Date.parse(now()),
    clockRuns,
  });

  const becomeReady = (): void => {
    ready = true;
    publish?.({ event: 'resync', data: { reason: 'the first full picture is there' } });
    emitFreshness();
  };

  const onState = (): void => {
    const states = gatherer.states();
    if (!complete && isComplete(states, patient)) {
      complete = true;
      loop.mark(gatherer.keys());
      void loop.idle().then(becomeReady);
    } else if (!complete && patience === null && hasPods(states)) {
      patience = setTimeout(() => {
        patient = false;
        onState();
      }, patienceMs);
      patience.unref();
    }
    if (publish === undefined || soon !== null) return;
    soon = setTimeout(() => {
      soon = null;
      judgeHeld();
      emitFreshness();
    }, freshnessSoonMs);
    soon.unref();
  };

  const unsubscribe = gatherer.onChange((keys) => {
    if (complete) loop.mark(keys);
  });
  const beat = publish === undefined || !clockRuns ? null : setInterval(emitFreshness, freshnessBeatMs);
  beat?.unref();
  gatherer.start(onState);

  return {
    get source() {
      return source.info;
    },
    cluster,
    now,
    rows: () => rows.values(),
    row: (ref) => rows.get(workloadKey(ref)),
    totals: () => rows.totals(),
    freshness,
    states: () => gatherer.states(),
    capabilities() {
      const none = absent();
      const missing = [...none.map(absentNamespace), ...unreadObjects(gatherer.poisons()), ...unreadable(none)];
      return { missing, serverVersion: source.capabilities().serverVersion };
    },
    blind: () =>
      lacksPods(gatherer.states()) || absent().length > 0 || gatherer.poisons().length > 0 || unjudged.size > 0,
    ready: () => ready,
    look: (ref, patienceMs) => gatherer.look(ref, patienceMs),
    series: (ref, window) => gatherer.series(ref, window),
    prometheus: () => gatherer.prometheus(),
    judge(ref) {
      void gatherer.look(ref, 0);
      const snapshot = gather(ref);
      return snapshot === null ? null : { snapshot, diagnosis: judge(snapshot).diagnosis };
    },
    judgeLastSeen(ref) {
      const snapshot = gatherer.remains(ref, cluster(), now());
      const last = snapshot && lastSeen(snapshot);
      if (last === null) return null;
      const { diagnosis } = judge(last.snapshot);
      return { ...last, diagnosis: { ...diagnosis, remedies: stepsThatAreLeft(diagnosis) } };
    },
    workloadOfPod: (namespace, pod) => gatherer.workloadOfPod(namespace, pod),
    logReadsWaiting: () => gatherer.logsWaiting(),
    async settled() {
      // A log that arrives marks its workload, and a judged workload may want another log: until both are quiet.
      do {
        await gatherer.logsIdle();
        await loop.idle();
      } while (loop.busy() || gatherer.logsWaiting() > 0);
    },
    async stop() {
      if (beat !== null) clearInterval(beat);
      if (soon !== null) clearTimeout(soon);
      if (patience !== null) clearTimeout(patience);
      unsubscribe();
      loop.stop();
      await gatherer.stop();
    },
  };
}

/**
 * Changes with what a page shows and a row does not: an open page must hear of that too. The numbers of Prometheus are others
 * in each round: of those only what there is counts.
 */
function onlyOnPage({ notChecked, risks, remedies, evidence, runs, changes }: Diagnosis): string {
  const shown = [
    notChecked.map(({ why }) => why),
    risks.map(({ id }) => id),
    remedies.map(({ id, arithmetic, command }) => (arithmetic === null ? [id, command] : `${id}=`)),
    evidence.map(asShown),
    runs,
    changes,
  ];
  // The hash of it: the proof of thousands of rows would be kept twice.
  return hash('sha256', JSON.stringify(shown), 'base64');
}

function asShown(evidence: Evidence): unknown {
  switch (evidence.kind) {
    case 'metric':
      return evidence.object;
    case 'object':
    case 'absence':
      // Its time is when it was looked at: another with each look.
      return { ...evidence, at: null };
    default:
      return evidence;
  }
}
