/** For the tests of the board: what stands in the place of a source, its picture and its logs. */
import type { Evidence, NotChecked, Remedy, Summary } from '../model/diagnosis';
import type { Pod, PoisonObject } from '../model/kubernetes';
import type { Snapshot } from '../model/snapshot';
import type { Capabilities, KindState, Source, SourceInfo } from '../model/source';
import { workloadKey, type WorkloadRef } from '../model/workload';
import { deferSource } from './deferred-source';
import type { Gatherer } from './gatherer';
import { aState, clusterInfo } from './testing';

/** A cluster whose workloads are as the test says; a snapshot is no more than its workload. */
export class FakeGatherer implements Gatherer {
  readonly workloads = new Map<string, Summary>();
  notChecked: NotChecked[] = [];
  remedies: Remedy[] = [];
  evidence: Evidence[] = [];
  /** A pod that is remembered. */
  gone: Pod | null = null;
  kinds: KindState[] = [aState('Pod', 'connecting')];
  snapshots = 0;
  unread: PoisonObject[] = [];
  names = ['shop'];
  lacks: Capabilities['missing'] = [];
  private listener: (keys: Iterable<string>) => void = () => undefined;
  private stateListener: () => void = () => undefined;
  readonly source: Source;

  constructor(info: SourceInfo = clusterInfo) {
    const deferred = deferSource(info, { open: () => new Promise(() => undefined), words: String });
    this.source = Object.assign(deferred, { capabilities: () => ({ missing: this.lacks, serverVersion: null }) });
  }

  start(onState: () => void): void {
    this.stateListener = onState;
  }
  stop(): Promise<void> {
    return Promise.resolve();
  }
  onChange(listener: (keys: Iterable<string>) => void): () => void {
    this.listener = listener;
    return () => undefined;
  }
  keys(): Iterable<string> {
    return this.workloads.keys();
  }
  workload(key: string): WorkloadRef | null {
    return this.workloads.get(key)?.workload ?? null;
  }
  remains(ref: WorkloadRef): Snapshot | null {
    if (this.gone === null) return null;
    return { ...asSnapshot(ref), pods: [], deletedPods: [{ pod: this.gone, deletedAt: '2026-11-21T02:59:00Z' }] };
  }
  snapshot(ref: WorkloadRef): Snapshot | null {
    this.snapshots += 1;
    return this.workloads.has(workloadKey(ref)) ? asSnapshot(ref) : null;
  }
  look(): Promise<void> {
    return Promise.resolve();
  }
  series(): null {
    return null;
  }
  prometheus(): null {
    return null;
  }
  readMetrics(): Promise<void> {
    return Promise.resolve();
  }
  workloadOfPod(): WorkloadRef | null {
    return null;
  }
  states(): KindState[] {
    return this.kinds;
  }
  namespaces(): string[] {
    return this.names;
  }
  poisons(): PoisonObject[] {
    return this.unread;
  }
  clusterId(): string {
    return 'uid';
  }
  logsWaiting(): number {
    return 0;
  }
  logsIdle(): Promise<void> {
    return Promise.resolve();
  }

  become(...states: KindState[]): void {
    this.kinds = states;
    this.stateListener();
  }
  put(...summaries: Summary[]): void {
    for (const summary of summaries) this.workloads.set(workloadKey(summary.workload), summary);
    this.listener(summaries.map((summary) => workloadKey(summary.workload)));
  }
  remove(key: string): void {
    this.workloads.delete(key);
    this.listener([key]);
  }
}

/** Enough of a snapshot for a judge that looks only at the workload. */
function asSnapshot(workload: WorkloadRef): Snapshot {
  return { workload } as Snapshot;
}
