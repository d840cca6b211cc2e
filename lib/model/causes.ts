/** The ids of causes and their families: permanent and public (URLs, JSON, metrics). No zod here: the browser imports this file. */

export const causeFamilies = {
  memory: ['oom-killed-limit', 'oom-killed-node', 'oom-child-process', 'runtime-heap-exhausted'],
  probe: ['liveness-probe-failing', 'liveness-too-aggressive', 'startup-probe-failing', 'readiness-never-ready'],
  termination: [
    'sigterm-not-handled',
    'exits-zero',
    'post-start-hook-failed',
    'deadline-exceeded',
    'job-held-by-sidecar',
  ],
  program: ['app-error-uncaught', 'segfault', 'illegal-instruction', 'port-in-use', 'db-migration-failing'],
  configuration: [
    'missing-env-var',
    'config-invalid',
    'missing-configmap-or-secret',
    'command-not-found',
    'permission-denied',
    'read-only-filesystem',
    'run-as-nonroot-violation',
    'exec-format-error',
    'runtime-library-missing',
    'stale-lock-file',
    'node-kernel-setting',
  ],
  dependency: [
    'dns-failure',
    'dependency-unreachable',
    'tls-certificate-error',
    'rbac-forbidden',
    'leader-election-lost',
  ],
  image: [
    'image-not-found',
    'image-pull-auth',
    'image-pull-network',
    'image-name-invalid',
    'image-never-pull',
    'image-platform-mismatch',
  ],
  start: [
    'init-container-failing',
    'sidecar-failing',
    'volume-mount-failed',
    'pvc-pending',
    'sandbox-creation-failed',
    'container-runtime-error',
    'admission-denied',
    'quota-exceeded',
    'unschedulable-resources',
    'unschedulable-taint-affinity',
    'unschedulable-host-port',
    'disk-full-or-evicted',
    'node-lost',
  ],
  unknown: ['unknown'],
} as const;

/** Ids that only stand beside a primary cause, never as one. */
export const contributingOnly = [
  'cpu-throttled',
  'memory-leak-trend',
  'limit-lowered-by-rollout',
  'bad-rollout',
  'config-changed',
  'dependency-workload-broken',
  'node-specific',
  'image-digest-drift',
  'shell-form-entrypoint',
] as const;

export type Family = keyof typeof causeFamilies | 'contributing';
export type PrimaryCauseId = (typeof causeFamilies)[keyof typeof causeFamilies][number];
export type ContributingOnlyId = (typeof contributingOnly)[number];
export type CauseId = PrimaryCauseId | ContributingOnlyId;

/** `causeFamilies` is one literal table, so it has no other keys and ids than those of its type. */
function familyEntries(): [keyof typeof causeFamilies, readonly PrimaryCauseId[]][] {
  return Object.entries(causeFamilies) as [keyof typeof causeFamilies, readonly PrimaryCauseId[]][];
}

const familyById = new Map<CauseId, Family>([
  ...familyEntries().flatMap(([family, ids]) => ids.map((id) => [id, family] as const)),
  ...contributingOnly.map((id) => [id, 'contributing'] as const),
]);
const ids: ReadonlySet<string> = new Set(familyById.keys());

export const causeIds: readonly CauseId[] = [...familyById.keys()];

/** True for an id of the catalogue (design §5). */
export function isCauseId(text: string): text is CauseId {
  return ids.has(text);
}

/** The family of a cause. Every id has one: `causeIds` is built from the same table. */
export function familyOf(cause: CauseId): Family {
  return familyById.get(cause) ?? 'unknown';
}
