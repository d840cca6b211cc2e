/**
 * Who may hold a lock: the kernel drops one of fcntl or flock with its holder, so "resource temporarily unavailable"
 * (EAGAIN, 11) tells of a live process, where a pid file only tells of a run before (signals §7.7 my-2: two pods on one
 * volume).
 */
import { fields } from '../../evidence';
import type { ContainerView, PodView, WorkloadView } from '../../facts/views';
import type { DraftClaim } from '../../rule';

/** The words of EAGAIN, and of programs that are known to take a kernel lock and say less: InnoDB, Lucene, Kafka, ClickHouse, Badger, mongod; or the number of its holder. */
const kernelLock =
  /resource temporarily unavailable|\bE(?:AGAIN|WOULDBLOCK)\b|\b(?:os )?err(?:or|no)\b\W{0,3}11\b|unable to lock \.\/|another mysqld process|lock aria control file|failed to obtain node locks?\b|LockObtainFailedException(?!.{0,200}SimpleFSLock)|Failed to acquire lock on file|Another server instance in same directory|[Aa]nother mongod instance|acquire directory lock|\bheld by (?:process|pid) \d/i;

/** Whether a process that lives holds it, by the line that tells of it. */
export function isHeld(line: string): boolean {
  return kernelLock.test(line);
}

export interface LockHolder {
  pod: PodView;
  claim: string;
  /** The two are pods of different revisions: a rollout starts the new one while the old one runs. */
  byRollout: boolean;
  told: DraftClaim;
}

/** The claims that a container mounts, where the lock's path names one only that; by claim the volume's place in the pod. */
function claimsOf({ pod, spec }: ContainerView, path = ''): Map<string, number> {
  const inside = (mountPath: string) => `${path}/`.startsWith(mountPath.endsWith('/') ? mountPath : `${mountPath}/`);
  const mounts = spec.volumeMounts.filter(({ mountPath }) => !path.startsWith('/') || inside(mountPath));
  const claims = new Map<string, number>();
  pod.pod.spec.volumes.forEach(({ name, persistentVolumeClaim }, at) => {
    if (persistentVolumeClaim && mounts.some((mount) => mount.name === name))
      claims.set(persistentVolumeClaim.claimName, at);
  });
  return claims;
}

const ownerOf = ({ pod }: PodView) => pod.metadata.ownerReferences.find((owner) => owner.controller)?.name;

/** Another pod of the workload whose container runs with the same claim mounted. */
export function holderOf(view: WorkloadView, container: ContainerView, path?: string): LockHolder | null {
  const own = claimsOf(container, path);
  for (const pod of view.pods) {
    if (pod === container.pod) continue;
    for (const other of pod.containers) {
      const running = other.status?.state.running;
      const shared = [...claimsOf(other)].find(([claim]) => own.has(claim));
      if (!running || !shared) continue;
      const [claim, at] = shared;
      return {
        pod,
        claim,
        byRollout: ownerOf(pod) !== ownerOf(container.pod),
        told: {
          text: `Pod \`${pod.pod.metadata.name}\` runs and mounts the same claim \`${claim}\`.`,
          evidence: [
            fields(pod.label, null, {
              [`!spec.volumes[${at}].persistentVolumeClaim.claimName`]: claim,
              [`!${other.statusPath}.state.running.startedAt`]: running.startedAt,
            }),
          ],
        },
      };
    }
  }
  return null;
}
