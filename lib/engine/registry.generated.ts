/** Every rule, by family and id. Written by scripts/generate-catalogue.mjs. */
import type { Rule } from './rule';
import { commandNotFound } from './rules/configuration/command-not-found';
import { missingConfigmapOrSecret } from './rules/configuration/missing-configmap-or-secret';
import { missingEnvVar } from './rules/configuration/missing-env-var';
import { dependencyUnreachable } from './rules/dependency/dependency-unreachable';
import { imageNotFound } from './rules/image/image-not-found';
import { imagePullAuth } from './rules/image/image-pull-auth';
import { oomKilledLimit } from './rules/memory/oom-killed-limit';
import { oomKilledNode } from './rules/memory/oom-killed-node';
import { livenessProbeFailing } from './rules/probe/liveness-probe-failing';
import { livenessTooAggressive } from './rules/probe/liveness-too-aggressive';
import { readinessNeverReady } from './rules/probe/readiness-never-ready';
import { startupProbeFailing } from './rules/probe/startup-probe-failing';
import { appErrorUncaught } from './rules/program/app-error-uncaught';
import { unschedulableResources } from './rules/start/unschedulable-resources';
import { exitsZero } from './rules/termination/exits-zero';
import { sigtermNotHandled } from './rules/termination/sigterm-not-handled';
import { unknown } from './rules/unknown/unknown';

export const rules: readonly Rule[] = [
  commandNotFound,
  missingConfigmapOrSecret,
  missingEnvVar,
  dependencyUnreachable,
  imageNotFound,
  imagePullAuth,
  oomKilledLimit,
  oomKilledNode,
  livenessProbeFailing,
  livenessTooAggressive,
  readinessNeverReady,
  startupProbeFailing,
  appErrorUncaught,
  unschedulableResources,
  exitsZero,
  sigtermNotHandled,
  unknown,
];
