/** The kubelet's sentences about a ConfigMap or Secret that it did not find, or a key of one (signals §1.3, §3.6). */
import type { Volume } from '../../../model/pod-spec';

export interface Missing {
  kind: 'ConfigMap' | 'Secret';
  name: string;
  key: string | null;
  namespace: string | null;
}

const kindOf = (word: string): Missing['kind'] => (word.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap');

/** The object that a volume is made of; its own name where it is made of several (projected) or is not in the spec. */
function objectOf(kind: Missing['kind'], volumeName: string, volumes: readonly Volume[]): string {
  const volume = volumes.find(({ name }) => name === volumeName);
  const projected = (kind === 'Secret' ? volume?.projected?.secrets : volume?.projected?.configMaps) ?? [];
  const direct = kind === 'Secret' ? volume?.secret?.secretName : volume?.configMap?.name;
  return direct ?? (projected.length === 1 ? projected[0] : undefined) ?? `of volume ${volumeName}`;
}

/**
 * How the kubelet tells of its own look-up in the pod's namespace: the sentence stands alone, or right behind the volume or, before
 * 1.6, its step. Within another error it is a driver's, which looks in a namespace or a vault of its own (signals §3.6).
 */
const own =
  /^(?:MountVolume\.SetUp failed for volume "[^"]*"(?: \(spec\.Name: "[^"]*"\) pod "[^"]*" \(UID: "[^"]*"\) with)? ?: ?|Unable to mount volumes for pod "[^"]*": |GenerateRunContainerOptions: )?(?:\[|(?:secret|configmap)s? "|couldn't find key |(?:configmap )?references non-existent )/i;

/** The kubelet's sentences, all versions; the object's name first, or the key first. `volumes`: the pod's, which it names for keys. */
export function missingIn(message: string, volumes: readonly Volume[] = []): Missing | null {
  if (!own.test(message)) return null;
  const key = /couldn't find key (\S+) in (ConfigMap|Secret) (?:([^/\s]+)\/)?([^\s,]+)/.exec(message);
  if (key) return { kind: kindOf(key[2] ?? ''), name: key[4] ?? '', key: key[1] ?? null, namespace: key[3] ?? null };
  const object = /\b(configmaps?|secrets?) "([^"]+)" not found/i.exec(message);
  if (object)
    return { kind: kindOf((object[1] ?? '').replace(/s$/i, '')), name: object[2] ?? '', key: null, namespace: null };
  const volumeKey = /references non-existent (secret|config) key: (\S+)/.exec(message);
  if (!volumeKey) return null;
  const kind = volumeKey[1] === 'secret' ? 'Secret' : 'ConfigMap';
  const volume = /volume "([^"]+)"/.exec(message)?.[1] ?? '';
  return { kind, name: objectOf(kind, volume, volumes), key: volumeKey[2] ?? null, namespace: null };
}
