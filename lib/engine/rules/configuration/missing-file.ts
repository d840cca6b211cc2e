/**
 * A file that a program does not find where a ConfigMap or Secret is mounted: each key of the object is one file there
 * (signals §3.6), so it has no such key. The kubelet says nothing of that: it mounts what there is.
 */
import type { ConfigObject } from '../../../model/kubernetes';
import { ask, listKeys } from '../../../remedy/look';
import { fields, objectEvidence, specField } from '../../evidence';
import { mountOf } from '../../facts/mounts';
import type { DecisiveLog } from '../../facts/table';
import type { ContainerView, WorkloadView } from '../../facts/views';
import type { DraftClaim } from '../../rule';
import { pathNear } from '../../signatures/captures';
import { defineLogRule, saidByLess, subject, type LogFinding } from '../log-rule';
import type { Missing } from './missing-in';

interface MissingFile {
  object: Pick<Missing, 'kind' | 'name'>;
  key: string;
  path: string;
  /** Places in the spec. */
  mountAt: number;
  volumeAt: number;
}

/** ENOENT in the words of each language; Java says FileNotFoundException of a refused file too. */
const enoent =
  /[Nn]o such file or directory|\bENOENT\b|NoSuchFileException|FileNotFoundException(?!.*\((?:Permission denied|Is a directory))|\(os error 2\)|Could not find file|["'`]? (?:does not|doesn't) exist\b/;

/** Causes of lines that say no more than that a file is not there. */
const ofFiles: ReadonlySet<string> = new Set(['app-error-uncaught', 'config-invalid', 'tls-certificate-error']);

function pathIn({ digest, hit }: DecisiveLog): string | null {
  const { exception = '', message = '' } = hit.captures;
  const line = digest.excerpt.find(({ n }) => n === hit.line)?.text ?? '';
  for (const text of [line, `${exception}: ${message}`]) {
    const match = enoent.exec(text);
    const path = match && pathNear(match).captures['path'];
    if (path) return path;
  }
  return null;
}

/** The one object that a volume is made of; null where the volume takes chosen keys only, or is made of several. */
function objectOf(volume: ContainerView['pod']['pod']['spec']['volumes'][number]): MissingFile['object'] | null {
  const { configMap, secret, projected } = volume;
  if (secret) return secret.items.length > 0 ? null : { kind: 'Secret', name: secret.secretName };
  if (configMap) return configMap.items.length > 0 ? null : { kind: 'ConfigMap', name: configMap.name };
  const [secretName, ...secrets] = projected?.secrets ?? [];
  const [configName, ...configs] = projected?.configMaps ?? [];
  if (secrets.length + configs.length > 0 || (secretName !== undefined && configName !== undefined)) return null;
  if (secretName !== undefined) return { kind: 'Secret', name: secretName };
  // Beside this one stands the token of the service account, which is no key of anything.
  return configName === undefined || configName === 'kube-root-ca.crt' ? null : { kind: 'ConfigMap', name: configName };
}

/** The key that the file would be; null where another volume holds the path, or the mount is of one file (subPath). */
function missingFile(log: DecisiveLog, container: ContainerView): MissingFile | null {
  if (!ofFiles.has(log.hit.cause ?? '')) return null;
  const path = pathIn(log);
  const found = path === null ? null : mountOf(container.spec, path);
  if (path === null || !found || found.mount.subPath !== null) return null;
  const key = path.slice(found.mount.mountPath.replace(/\/$/, '').length + 1);
  const { volumes } = container.pod.pod.spec;
  const volumeAt = volumes.findIndex(({ name }) => name === found.mount.name);
  const object = volumes[volumeAt] && objectOf(volumes[volumeAt]);
  // A key has no slash: only chosen items lie in directories.
  return object && /^[\w.-]+$/.test(key) ? { object, key, path, mountAt: found.at, volumeAt } : null;
}

/** For explaining what was matched: it is known to be one. */
function of({ log, container }: LogFinding): MissingFile {
  const file = missingFile(log, container);
  if (!file) throw new Error('explained what it did not match');
  return file;
}

function seen({ snapshot }: WorkloadView, { kind, name }: MissingFile['object']): ConfigObject | undefined {
  return snapshot.configs?.find((config) => config.kind === kind && config.metadata.name === name);
}

function claims(found: LogFinding): DraftClaim[] {
  const { object, mountAt, volumeAt } = of(found);
  const { container, view, ref } = found;
  const { pod } = container;
  const named = object.kind === 'Secret' ? 'secret.secretName' : 'configMap.name';
  const volume = pod.pod.spec.volumes[volumeAt];
  const values = { [`!spec.volumes[${volumeAt}].name`]: volume?.name ?? '' };
  if (volume?.projected === null) values[`!spec.volumes[${volumeAt}].${named}`] = object.name;
  const mount = specField(container, {
    [`!volumeMounts[${mountAt}].mountPath`]: container.spec.volumeMounts[mountAt]?.mountPath ?? '',
  });
  const keys = seen(view, object)?.keys?.map(({ name }) => name);
  return [
    {
      text: `Each key of ${object.kind} \`${object.name}\` is a file there, and this is none of them.`,
      evidence: [mount, fields(pod.label, null, values)],
    },
    ...(keys
      ? [
          {
            text: `${object.kind} \`${object.name}\` has these keys: ${keys.map((key) => `\`${key}\``).join(', ') || 'none'}.`,
            evidence: [
              objectEvidence(`${object.kind} ${ref.namespace}/${object.name}`, null, `keys: ${keys.join(', ')}`),
            ],
          },
        ]
      : []),
  ];
}

export const missingFileSaid = defineLogRule({
  id: 'missing-configmap-or-secret',
  supersedes: [...saidByLess, 'config-invalid', 'tls-certificate-error'],
  confusedWith: ['config-invalid', 'volume-mount-failed'],
  claims: (log, container) => missingFile(log, container) !== null,
  // It is there by now: then it was read before, or another file is meant.
  unless(found) {
    const { object, key } = of(found);
    return seen(found.view, object)?.keys?.some(({ name }) => name === key) === true;
  },
  headline(found) {
    const { object, key, path } = of(found);
    return [
      ...subject(found.container),
      ' does not find ',
      { mark: path },
      `: ${object.kind} ${object.name} has no key ${key}`,
    ];
  },
  says: (found) => `Its log says that the file \`${of(found).path}\` is not there.`,
  more: claims,
  remedies(found) {
    const { object, key } = of(found);
    return [
      listKeys(
        object.kind,
        found.ref.namespace,
        object.name,
        'Compare the names of its keys with the file that is asked for; no values are shown.',
      ),
      ask(
        'mend-key',
        `Add key ${key} to ${object.kind} ${object.name}, or let the program read one that it has`,
        'A new key appears in the mounted volume within about a minute; the next start of the container reads it.',
      ),
    ];
  },
  wouldDisprove: (found) => `Key ${of(found).key} among the keys of ${of(found).object.kind} ${of(found).object.name}.`,
});
