// Pods that are gone: their last good state for an hour, for how a pod ended is evidence; of those that ended quietly the newest few.
import 'server-only';

import type { Pod } from '../model/kubernetes';
import type { DeletedPod } from '../model/snapshot';
import { type Workload, workloadKey } from '../model/workload';

const keptMs = 3_600_000;
const keptPerWorkload = 20;
const keptInAll = 5_000;
/** Of pods whose end tells nothing: where many come and go, an hour of them would be a second picture. */
const keptQuiet = 300;

/** It was never restarted, and as far as is known no container ended but as it was asked to: 0, or 143 for SIGTERM. */
function isQuiet({ status }: Pod): boolean {
  const containers = [...status.initContainerStatuses, ...status.containerStatuses];
  return (
    (status.phase === 'Running' || status.phase === 'Succeeded') &&
    status.containerStatuses.length > 0 &&
    containers.every(({ restartCount, state }) => {
      const exitCode = state.terminated?.exitCode ?? 0;
      return restartCount === 0 && state.waiting === null && (exitCode === 0 || exitCode === 143);
    })
  );
}

interface Grave extends DeletedPod {
  workload: Workload;
}

export class Graveyard {
  /** In order of deletion, so that the first is the oldest. */
  readonly #graves = new Set<Grave>();
  readonly #byWorkload = new Map<string, Grave[]>();
  readonly #byName = new Map<string, Grave>();
  /** In order of deletion, too. */
  readonly #quiet = new Set<Grave>();

  get size(): number {
    return this.#graves.size;
  }

  bury(pod: Pod, workload: Workload, deletedAt: string): void {
    const grave: Grave = { pod, workload, deletedAt };
    const key = workloadKey(workload);
    const graves = this.#byWorkload.get(key) ?? [];
    this.#byWorkload.set(key, graves);
    graves.unshift(grave);
    this.#graves.add(grave);
    this.#byName.set(nameKey(pod.metadata.namespace, pod.metadata.name), grave);
    if (graves.length > keptPerWorkload) this.#drop(graves.at(-1));
    if (isQuiet(pod)) this.#quiet.add(grave);
    if (this.#quiet.size > keptQuiet) this.#drop(this.#quiet.values().next().value);
    if (this.#graves.size > keptInAll) this.#drop(this.#graves.values().next().value);
  }

  /** The newest of that name. */
  find(namespace: string, name: string): (DeletedPod & { workload: Workload }) | undefined {
    return this.#byName.get(nameKey(namespace, name));
  }

  /** The pod came back: a list had been served by an API server that did not know it yet. */
  exhume(pod: Pod): void {
    const grave = this.find(pod.metadata.namespace, pod.metadata.name);
    if (grave !== undefined && grave.pod.metadata.uid === pod.metadata.uid) this.#drop(grave);
  }

  /** Newest first. */
  of(key: string): DeletedPod[] {
    return (this.#byWorkload.get(key) ?? []).map(({ pod, deletedAt }) => ({ pod, deletedAt }));
  }

  workload(key: string): Workload | null {
    return this.#byWorkload.get(key)?.[0]?.workload ?? null;
  }

  sweep(nowMs: number): void {
    for (const grave of [...this.#graves]) if (Date.parse(grave.deletedAt) < nowMs - keptMs) this.#drop(grave);
  }

  #drop(grave: Grave | undefined): void {
    if (grave === undefined) return;
    this.#graves.delete(grave);
    this.#quiet.delete(grave);
    const key = workloadKey(grave.workload);
    const rest = (this.#byWorkload.get(key) ?? []).filter((other) => other !== grave);
    if (rest.length === 0) this.#byWorkload.delete(key);
    else this.#byWorkload.set(key, rest);
    const name = nameKey(grave.pod.metadata.namespace, grave.pod.metadata.name);
    if (this.#byName.get(name) === grave) this.#byName.delete(name);
  }
}

function nameKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}
