/** Every rule, in the order of ids. Written by scripts/generate-catalogue.mjs. */

import type { Rule } from './rule';
import { admissionDenied } from './rules/start/admission-denied';
import { appErrorUncaught } from './rules/program/app-error-uncaught';
import { badRollout } from './rules/contributing/bad-rollout';
import { commandNotFound } from './rules/configuration/command-not-found';
import { configChanged } from './rules/contributing/config-changed';
import { configInvalid } from './rules/configuration/config-invalid';
import { containerRuntimeError } from './rules/start/container-runtime-error';
import { cpuThrottled } from './rules/contributing/cpu-throttled';
import { dbMigrationFailing } from './rules/program/db-migration-failing';
import { deadlineExceeded } from './rules/termination/deadline-exceeded';
import { dependencyUnreachable } from './rules/dependency/dependency-unreachable';
import { dependencyWorkloadBroken } from './rules/contributing/dependency-workload-broken';
import { diskFullOrEvicted } from './rules/start/disk-full-or-evicted';
import { dnsFailure } from './rules/dependency/dns-failure';
import { execFormatError } from './rules/configuration/exec-format-error';
import { exitsZero } from './rules/termination/exits-zero';
import { illegalInstruction } from './rules/program/illegal-instruction';
import { imageDigestDrift } from './rules/contributing/image-digest-drift';
import { imageNameInvalid } from './rules/image/image-name-invalid';
import { imageNeverPull } from './rules/image/image-never-pull';
import { imageNotFound } from './rules/image/image-not-found';
import { imagePlatformMismatch } from './rules/image/image-platform-mismatch';
import { imagePullAuth } from './rules/image/image-pull-auth';
import { imagePullNetwork } from './rules/image/image-pull-network';
import { initContainerFailing } from './rules/start/init-container-failing';
import { jobHeldBySidecar } from './rules/termination/job-held-by-sidecar';
import { leaderElectionLost } from './rules/dependency/leader-election-lost';
import { limitLoweredByRollout } from './rules/contributing/limit-lowered-by-rollout';
import { livenessProbeFailing } from './rules/probe/liveness-probe-failing';
import { livenessTooAggressive } from './rules/probe/liveness-too-aggressive';
import { memoryLeakTrend } from './rules/contributing/memory-leak-trend';
import { missingConfigmapOrSecret } from './rules/configuration/missing-configmap-or-secret';
import { missingEnvVar } from './rules/configuration/missing-env-var';
import { nodeKernelSetting } from './rules/configuration/node-kernel-setting';
import { nodeLost } from './rules/start/node-lost';
import { nodeSpecific } from './rules/contributing/node-specific';
import { oomChildProcess } from './rules/memory/oom-child-process';
import { oomKilledLimit } from './rules/memory/oom-killed-limit';
import { oomKilledNode } from './rules/memory/oom-killed-node';
import { permissionDenied } from './rules/configuration/permission-denied';
import { portInUse } from './rules/program/port-in-use';
import { postStartHookFailed } from './rules/termination/post-start-hook-failed';
import { pvcPending } from './rules/start/pvc-pending';
import { quotaExceeded } from './rules/start/quota-exceeded';
import { rbacForbidden } from './rules/dependency/rbac-forbidden';
import { readOnlyFilesystem } from './rules/configuration/read-only-filesystem';
import { readinessNeverReady } from './rules/probe/readiness-never-ready';
import { runAsNonrootViolation } from './rules/configuration/run-as-nonroot-violation';
import { runtimeHeapExhausted } from './rules/memory/runtime-heap-exhausted';
import { runtimeLibraryMissing } from './rules/configuration/runtime-library-missing';
import { sandboxCreationFailed } from './rules/start/sandbox-creation-failed';
import { segfault } from './rules/program/segfault';
import { shellFormEntrypoint } from './rules/contributing/shell-form-entrypoint';
import { sidecarFailing } from './rules/start/sidecar-failing';
import { sigtermNotHandled } from './rules/termination/sigterm-not-handled';
import { staleLockFile } from './rules/configuration/stale-lock-file';
import { startupProbeFailing } from './rules/probe/startup-probe-failing';
import { tlsCertificateError } from './rules/dependency/tls-certificate-error';
import { unknown } from './rules/unknown/unknown';
import { unschedulableHostPort } from './rules/start/unschedulable-host-port';
import { unschedulableResources } from './rules/start/unschedulable-resources';
import { unschedulableTaintAffinity } from './rules/start/unschedulable-taint-affinity';
import { volumeMountFailed } from './rules/start/volume-mount-failed';

export const rules: readonly Rule[] = [
  admissionDenied,
  appErrorUncaught,
  badRollout,
  commandNotFound,
  configChanged,
  configInvalid,
  containerRuntimeError,
  cpuThrottled,
  dbMigrationFailing,
  deadlineExceeded,
  dependencyUnreachable,
  dependencyWorkloadBroken,
  diskFullOrEvicted,
  dnsFailure,
  execFormatError,
  exitsZero,
  illegalInstruction,
  imageDigestDrift,
  imageNameInvalid,
  imageNeverPull,
  imageNotFound,
  imagePlatformMismatch,
  imagePullAuth,
  imagePullNetwork,
  initContainerFailing,
  jobHeldBySidecar,
  leaderElectionLost,
  limitLoweredByRollout,
  livenessProbeFailing,
  livenessTooAggressive,
  memoryLeakTrend,
  missingConfigmapOrSecret,
  missingEnvVar,
  nodeKernelSetting,
  nodeLost,
  nodeSpecific,
  oomChildProcess,
  oomKilledLimit,
  oomKilledNode,
  permissionDenied,
  portInUse,
  postStartHookFailed,
  pvcPending,
  quotaExceeded,
  rbacForbidden,
  readOnlyFilesystem,
  readinessNeverReady,
  runAsNonrootViolation,
  runtimeHeapExhausted,
  runtimeLibraryMissing,
  sandboxCreationFailed,
  segfault,
  shellFormEntrypoint,
  sidecarFailing,
  sigtermNotHandled,
  staleLockFile,
  startupProbeFailing,
  tlsCertificateError,
  unknown,
  unschedulableHostPort,
  unschedulableResources,
  unschedulableTaintAffinity,
  volumeMountFailed,
];
