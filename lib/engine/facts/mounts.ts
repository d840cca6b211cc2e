/** Which volume of a container holds a path. */

import type { Container } from '../../model/pod-spec';

type VolumeMount = Container['volumeMounts'][number];

/** The mount that is nearest above the path, and its place in the list; null where none holds it. */
export function mountOf(spec: Container, path: string): { mount: VolumeMount; at: number } | null {
  const [nearest] = spec.volumeMounts
    .map((mount, at) => ({ mount, at }))
    .filter(({ mount }) => path === mount.mountPath || path.startsWith(`${mount.mountPath.replace(/\/$/, '')}/`))
    .sort((a, b) => b.mount.mountPath.length - a.mount.mountPath.length);
  return nearest ?? null;
}
