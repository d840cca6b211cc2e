/** What in a pod asks for a ConfigMap or Secret, or for one key of it: a variable, an `envFrom`, a volume. */

import type { Volume } from '../../../model/pod-spec';
import { fields, specField } from '../../evidence';
import type { ContainerView, PodView } from '../../facts/views';
import type { DraftClaim } from '../../rule';

interface Wanted {
  kind: 'ConfigMap' | 'Secret';
  name: string;
  /** Null where the whole object is missing. */
  key: string | null;
}

export interface Asker {
  /** Name of the variable or of the volume; null for an `envFrom`. */
  name: string | null;
  what: 'variable' | 'envFrom' | 'volume';
  claim: DraftClaim;
}

/** Variables of one container, in the order of its spec. What is optional waits for nothing. */
function inContainer(container: ContainerView, { kind, name, key }: Wanted): Asker[] {
  const variables = container.spec.env.flatMap((env, at): Asker[] => {
    const from = kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef';
    const ref = env.valueFrom?.[from];
    if (ref?.name !== name || ref.optional || (key !== null && ref.key !== key)) return [];
    const evidence = specField(container, {
      [`!env[${at}].name`]: env.name,
      [`env[${at}].valueFrom.${from}.name`]: ref.name,
      [`!env[${at}].valueFrom.${from}.key`]: ref.key,
    });
    const text = `Variable \`${env.name}\` of \`${container.name}\` asks for ${key === null ? `its key \`${ref.key}\`` : 'it'}.`;
    return [{ name: env.name, what: 'variable', claim: { text, evidence: [evidence] } }];
  });
  // A key that is missing fails a variable only: `envFrom` takes what is there.
  if (key !== null) return variables;
  const whole = container.spec.envFrom.flatMap((source, at): Asker[] => {
    const from = kind === 'Secret' ? 'secretRef' : 'configMapRef';
    const ref = source[from];
    if (ref?.name !== name || ref.optional) return [];
    const evidence = specField(container, { [`!envFrom[${at}].${from}.name`]: ref.name });
    const text = `\`${container.name}\` takes all its keys as variables.`;
    return [{ name: null, what: 'envFrom', claim: { text, evidence: [evidence] } }];
  });
  return [...variables, ...whole];
}

function quoted(volume: Volume, at: number, { kind, name, key }: Wanted): Record<string, string> | null {
  const path = `spec.volumes[${at}]`;
  const direct = kind === 'Secret' ? volume.secret : volume.configMap;
  const its = kind === 'Secret' ? volume.secret?.secretName : volume.configMap?.name;
  const named = kind === 'Secret' ? 'secret.secretName' : 'configMap.name';
  if (direct && its === name && !direct.optional) {
    const item = key === null ? -1 : direct.items.indexOf(key);
    if (key !== null && item < 0) return null;
    const source = kind === 'Secret' ? 'secret' : 'configMap';
    const asked = key === null ? {} : { [`!${path}.${source}.items[${item}].key`]: key };
    return { [`!${path}.name`]: volume.name, [`!${path}.${named}`]: name, ...asked };
  }
  const projected = (kind === 'Secret' ? volume.projected?.secrets : volume.projected?.configMaps) ?? [];
  return projected.includes(name) ? { [`!${path}.name`]: volume.name } : null;
}

function inVolumes(pod: PodView, wanted: Wanted): Asker[] {
  return pod.pod.spec.volumes.flatMap((volume, at): Asker[] => {
    const values = quoted(volume, at, wanted);
    if (!values) return [];
    const mounts = pod.containers.flatMap((container) =>
      container.spec.volumeMounts.flatMap((mount) =>
        mount.name === volume.name ? [`\`${mount.mountPath}\` in \`${container.name}\``] : [],
      ),
    );
    const where = mounts.length === 0 ? '' : `, mounted at ${mounts.slice(0, 3).join(', ')}`;
    const text = `Volume \`${volume.name}\` asks for it${where}.`;
    return [{ name: volume.name, what: 'volume', claim: { text, evidence: [fields(pod.label, null, values)] } }];
  });
}

/**
 * Everything in the pod's spec that cannot do without it; empty where the spec does not say.
 *
 * @param container the one that cannot be made; null where it is a volume of the pod that cannot be mounted.
 */
export function asksFor(pod: PodView, container: ContainerView | null, wanted: Wanted): Asker[] {
  return container === null ? inVolumes(pod, wanted) : inContainer(container, wanted);
}
