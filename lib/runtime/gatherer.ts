/** Puts a source, its picture and its log book together: objects and logs in, snapshots out. */
import 'server-only';

import { createPicture } from '../cluster/picture';
import { collectSnapshot } from '../collect/collect-snapshot';
import { createLogBook } from '../collect/log-book';
import { digestLog } from '../engine/signatures/digest-log';
import type { ClusterRef, Snapshot } from '../model/snapshot';
import type { KindState, Source } from '../model/source';
import { type WorkloadRef, workloadKey } from '../model/workload';
import type { Redactor } from '../redact/redactor';

export interface Gatherer {
  readonly source: Source;
  /** Starts the source. `onState` is called after each change of a kind's state. */
  start(onState: () => void): void;
  stop(): Promise<void>;
  /** Keys of workloads whose snapshot may have changed, by an object or by a log. */
  onChange(listener: (keys: Iterable<string>) => void): () => void;
  keys(): Iterable<string>;
  workload(key: string): WorkloadRef | null;
  snapshot(ref: WorkloadRef, cluster: ClusterRef, now: string): Snapshot | null;
  /** Somebody opened the page of this workload: the logs of its running containers may be read too (design §9). */
  look(ref: WorkloadRef): void;
  workloadOfPod(namespace: string, pod: string): WorkloadRef | null;
  states(): KindState[];
  /** uid of kube-system; empty where it is not known. */
  clusterId(): string;
  logsWaiting(): number;
  logsIdle(): Promise<void>;
}
