/**
 * What a file of a recording is, by its place: the layouts of troubleshoot's support bundles (`cluster-resources/…`), of
 * `kubectl cluster-info dump --output-directory`, and of our own recorder (`objects/…`, `logs/…`).
 */
import 'server-only';

import { kinds } from '../model/kinds';
import type { Kind } from '../model/kubernetes';
import type { Hint } from './object-table';

/** A log file before the pods are known: `stem` is the container's name, maybe with `-previous`; null: the pod's only one. */
export interface LogPlace {
  namespace: string | null;
  pod: string;
  stem: string | null;
}

export type Place =
  /** Objects. Where `certain` is false the file may as well be something else and is not judged. */
  | { is: 'objects'; hint: Hint; certain: boolean }
  /** A log, by all the readings its place allows, best first. */
  | { is: 'log'; readings: LogPlace[] }
  /** Sections of the logs of one pod's containers. */
  | { is: 'log-sections'; namespace: string; pod: string }
  /** What the recorder could not read. */
  | { is: 'errors' }
  | { is: 'meta' }
  | { is: 'archive' }
  | { is: 'other' };

/** Names of folders and files for kinds, beyond the API's own plurals. */
const otherNames: Record<string, Hint['kind']> = {
  pvcs: 'PersistentVolumeClaim',
  pvs: 'PersistentVolume',
  'resource-quota': 'ResourceQuota',
  'resource-quotas': 'ResourceQuota',
  'limit-ranges': 'LimitRange',
  hpa: 'HorizontalPodAutoscaler',
  hpas: 'HorizontalPodAutoscaler',
  'endpoint-slices': 'EndpointSlice',
  'replication-controllers': 'ReplicationController',
  'controller-revisions': 'ControllerRevision',
  'config-maps': 'ConfigMap',
  endpoints: 'Endpoints',
};

const kindOfName = new Map<string, Hint['kind']>([
  ...Object.entries(otherNames),
  ...Object.entries(kinds).map(([kind, { plural }]): [string, Hint['kind']] => [plural, kindOf(kind)]),
]);

/** Guarantee: `kind` is a key of `kinds`. */
function kindOf(kind: string): Kind {
  return kind as Kind;
}

const objectFile = /\.(json|ya?ml)$/i;
const archiveFile = /\.(tar|tgz|gz|zip|xz|bz2|zst|7z)$/i;

/** `path` is relative, with `/`, and safe (safe-name.ts). */
export function placeOf(path: string): Place {
  const all = path.split('/');
  const file = all.at(-1) ?? '';
  const bundle = all.lastIndexOf('cluster-resources');
  if (bundle >= 0 && bundle < all.length - 1) return inBundle(all.slice(bundle + 1));
  if (archiveFile.test(file)) return { is: 'archive' };
  const folder = all.at(-2) ?? '';
  const twoAbove = all.at(-3);
  if (file === 'cluster_version.json' || (file === 'meta.json' && all.length <= 2)) return { is: 'meta' };
  if (isErrors(file)) return { is: 'errors' };
  if (objectFile.test(file)) {
    const name = file.replace(objectFile, '');
    const kind = kindOfName.get(name) ?? null;
    if (folder === 'objects') return { is: 'objects', hint: { kind, namespace: null }, certain: kind !== null };
    // A dump has <namespace>/pods.json; a bundle's own files (version.yaml, analysis.json) stand beside the folders.
    const namespace = all.length > 1 ? folder : null;
    const known = kind !== null && kind !== 'Secret' && kind !== 'ConfigMap';
    return { is: 'objects', hint: known ? { kind, namespace } : { kind: null, namespace: null }, certain: known };
  }
  if (file === 'logs.txt' && twoAbove !== undefined) return { is: 'log-sections', namespace: twoAbove, pod: folder };
  return file.endsWith('.log') ? { is: 'log', readings: logReadings(all) } : { is: 'other' };
}

/** `rest`: the segments behind `cluster-resources`. */
function inBundle(rest: string[]): Place {
  const file = rest.at(-1) ?? '';
  if (isErrors(file)) return { is: 'errors' };
  if (rest[0] === 'pods' && rest[1] === 'logs') {
    const [, , namespace, pod, name] = rest;
    if (namespace === undefined || pod === undefined || name === undefined || rest.length !== 5) return { is: 'other' };
    return { is: 'log', readings: [{ namespace, pod, stem: name.replace(/\.log$/, '') }] };
  }
  if (!objectFile.test(file) || rest.length > 2) return { is: 'other' };
  const kind = kindOfName.get((rest[0] ?? '').replace(objectFile, '')) ?? null;
  if (kind === null) return { is: 'other' };
  const namespace = rest.length === 2 ? file.replace(objectFile, '') : null;
  return { is: 'objects', hint: { kind, namespace }, certain: true };
}

/** `pods-errors.json`, `app-logs-errors.log`, `app.error.txt`. */
function isErrors(file: string): boolean {
  return /(?:-|^)errors\.(?:json|log|txt)$|\.error\.txt$/.test(file);
}

/**
 * `logs/<namespace>/<pod>/<container>.log` of ours, and of troubleshoot's log collectors, which choose the folder's name:
 * `<any>/<pod>/<container>.log`, and `<any>/<pod>.log` for a pod of one container.
 */
function logReadings(all: string[]): LogPlace[] {
  const stem = (all.at(-1) ?? '').replace(/\.log$/, '');
  const [above, twoAbove, threeAbove] = [all.at(-2), all.at(-3), all.at(-4)];
  const readings: LogPlace[] = [];
  if (threeAbove === 'logs' && twoAbove !== undefined && above !== undefined) {
    readings.push({ namespace: twoAbove, pod: above, stem });
  }
  if (above !== undefined) readings.push({ namespace: null, pod: above, stem });
  readings.push({ namespace: null, pod: stem, stem: null });
  return readings;
}
