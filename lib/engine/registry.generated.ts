/** Every rule, by family and id. Written by scripts/generate-catalogue.mjs. */
import type { Rule } from './rule';
import { commandNotFound } from './rules/configuration/command-not-found';
import { configInvalid } from './rules/configuration/config-invalid';
import { execFormatError } from './rules/configuration/exec-format-error';
import { missingConfigmapOrSecret } from './rules/configuration/missing-configmap-or-secret';
import { missingEnvVar } from './rules/configuration/missing-env-var';
import { nodeKernelSetting } from './rules/configuration/node-kernel-setting';
import { permissionDenied } from './rules/configuration/permission-denied';
import { readOnlyFilesystem } from './rules/configuration/read-only-filesystem';
import { runAsNonrootViolation } from './rules/configuration/run-as-nonroot-violation';
import { runtimeLibraryMissing } from './rules/configuration/runtime-library-missing';
import { staleLockFile } from './rules/configuration/stale-lock-file';
import { badRollout } from './rules/contributing/bad-rollout';
import { configChanged } from './rules/contributing/config-changed';
import { cpuThrottled } from './rules/contributing/cpu-throttled';
import { dependencyWorkloadBroken } from './rules/contributing/dependency-workload-broken';
import { imageDigestDrift } from './rules/contributing/image-digest-drift';
import { limitLoweredByRollout } from './rules/contributing/limit-lowered-by-rollout';
import { memoryLeakTrend } from './rules/contributing/memory-leak-trend';
import { nodeSpecific } from './rules/contributing/node-specific';
import { shellFormEntrypoint } from './rules/contributing/shell-form-entrypoint';
import { dependencyUnreachable } from './rules/dependency/dependency-unreachable';
import { dnsFailure } from './rules/dependency/dns-failure';
import { leaderElectionLost } from './rules/dependency/leader-election-lost';
import { rbacForbidden } from './rules/dependency/rbac-forbidden';
import { tlsCertificateError } from './rules/dependency/tls-certificate-error';
import { imageNameInvalid } from './rules/image/image-name-invalid';
import { imageNeverPull } from './rules/image/image-never-pull';
import { imageNotFound } from './rules/image/image-not-found';
import { imagePlatformMismatch } from './rules/image/image-platform-mismatch';
import { imagePullAuth } from './rules/image/image-pull-auth';
import { imagePullNetwork } from './rules/image/image-pull-network';
import { oomChildProcess } from './rules/memory/oom-child-process';
import { oomKilledLimit } from './rules/memory/oom-killed-limit';
import { oomKilledNode } from './rules/memory/oom-killed-node';
import { runtimeHeapExhausted } from './rules/memory/runtime-heap-exhausted';
import { livenessProbeFailing } from './rules/probe/liveness-probe-failing';
import { livenessTooAggressive } from './rules/probe/liveness-too-aggressive';
import { readinessNeverReady } from './rules/probe/readiness-never-ready';
import { startupProbeFailing } from './rules/probe/startup-probe-failing';
import { appErrorUncaught } from './rules/program/app-error-uncaught';
import { dbMigrationFailing } from './rules/program/db-migration-failing';
import { illegalInstruction } from './rules/program/illegal-instruction';
import { portInUse } from './rules/program/port-in-use';
import { segfault } from './rules/program/segfault';
import { admissionDenied } from './rules/start/admission-denied';
import { containerRuntimeError } from './rules/start/container-runtime-error';
import { diskFullOrEvicted } from './rules/start/disk-full-or-evicted';
import { initContainerFailing } from './rules/start/init-container-failing';
import { nodeLost } from './rules/start/node-lost';
import { pvcPending } from './rules/start/pvc-pending';
import { quotaExceeded } from './rules/start/quota-exceeded';
import { sandboxCreationFailed } from './rules/start/sandbox-creation-failed';
import { sidecarFailing } from './rules/start/sidecar-failing';
import { unschedulableHostPort } from './rules/start/unschedulable-host-port';
import { unschedulableResources } from './rules/start/unschedulable-resources';
import { unschedulableTaintAffinity } from './rules/start/unschedulable-taint-affinity';
import { volumeMountFailed } from './rules/start/volume-mount-failed';
import { deadlineExceeded } from './rules/termination/deadline-exceeded';
import { exitsZero } from './rules/termination/exits-zero';
import { postStartHookFailed } from './rules/termination/post-start-hook-failed';
import { sigtermNotHandled } from './rules/termination/sigterm-not-handled';
import { unknown } from './rules/unknown/unknown';

export const rules: readonly Rule[] = [
  commandNotFound,
  configInvalid,
  execFormatError,
  missingConfigmapOrSecret,
  missingEnvVar,
  nodeKernelSetting,
  permissionDenied,
  readOnlyFilesystem,
  runAsNonrootViolation,
  runtimeLibraryMissing,
  staleLockFile,
  badRollout,
  configChanged,
  cpuThrottled,
  dependencyWorkloadBroken,
  imageDigestDrift,
  limitLoweredByRollout,
  memoryLeakTrend,
  nodeSpecific,
  shellFormEntrypoint,
  dependencyUnreachable,
  dnsFailure,
  leaderElectionLost,
  rbacForbidden,
  tlsCertificateError,
  imageNameInvalid,
  imageNeverPull,
  imageNotFound,
  imagePlatformMismatch,
  imagePullAuth,
  imagePullNetwork,
  oomChildProcess,
  oomKilledLimit,
  oomKilledNode,
  runtimeHeapExhausted,
  livenessProbeFailing,
  livenessTooAggressive,
  readinessNeverReady,
  startupProbeFailing,
  appErrorUncaught,
  dbMigrationFailing,
  illegalInstruction,
  portInUse,
  segfault,
  admissionDenied,
  containerRuntimeError,
  diskFullOrEvicted,
  initContainerFailing,
  nodeLost,
  pvcPending,
  quotaExceeded,
  sandboxCreationFailed,
  sidecarFailing,
  unschedulableHostPort,
  unschedulableResources,
  unschedulableTaintAffinity,
  volumeMountFailed,
  deadlineExceeded,
  exitsZero,
  postStartHookFailed,
  sigtermNotHandled,
  unknown,
];
