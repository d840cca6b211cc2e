// Whose a pod was that the picture does not know any more: told by its name alone, and by nobody where that leaves a doubt.
import 'server-only';

import type { Picture } from '../cluster/picture';
import type { WorkloadRef } from '../model/workload';

/** What Kubernetes makes names of (apimachinery, rand.SafeEncodeString): no vowels, so that no word comes about. */
const safe = '[bcdfghjklmnpqrstvwxz2456789]';
const suffix = `${safe}{5}`;
/** Of a ReplicaSet that is gone: a 32-bit hash in decimal, letter by letter. Shorter than eight is one in 400. */
const hash = `${safe}{8,10}`;

const endings: Record<string, RegExp> = {
  Deployment: new RegExp(`^-${hash}-${suffix}$`),
  ReplicaSet: new RegExp(`^-${suffix}$`),
  ReplicationController: new RegExp(`^-${suffix}$`),
  DaemonSet: new RegExp(`^-${suffix}$`),
  Job: new RegExp(`^-([0-9]+-)?${suffix}$`),
  CronJob: new RegExp(`^-[0-9]{6,12}-([0-9]+-)?${suffix}$`),
  StatefulSet: /^-[0-9]+$/,
  Pod: /^$/,
};
const generated = new RegExp(`^-${suffix}$`);

/**
 * The workload, of those that the picture knows and those asked for, whose controller gives such names; the longest name
 * where several fit ("cart" and "cart-api"). Null where none does, or two of one name.
 */
export function ownerByName(
  picture: Picture,
  namespace: string,
  pod: string,
  asked: readonly WorkloadRef[],
): WorkloadRef | null {
  const others = picture.workloadsIn(namespace);
  const fits = [...asked.filter((ref) => ref.namespace === namespace && !picture.exists(ref)), ...others].filter(
    (ref) => pod.startsWith(ref.name) && mayBeOf(picture, pod, ref),
  );
  const longest = Math.max(...fits.map(({ name }) => name.length));
  const [owner, other] = fits.filter(({ name }) => name.length === longest);
  return other === undefined ? (owner ?? null) : null;
}

function mayBeOf(picture: Picture, pod: string, ref: WorkloadRef): boolean {
  if (endings[ref.kind]?.test(pod.slice(ref.name.length)) === true) return true;
  // A set that is known needs no look at its hash: whatever it is called, its pods are the Deployment's.
  return (
    ref.kind === 'Deployment' &&
    picture
      .children(ref)
      .some(({ metadata: { name } }) => pod.startsWith(name) && generated.test(pod.slice(name.length)))
  );
}
