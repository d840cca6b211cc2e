// Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob and ReplicationController in one shape, and ControllerRevision.
import 'server-only';

import type { Controller, ControllerKind, ControllerRevision, ObjectBase } from '../../model/kubernetes';
import { conditions } from './pod';
import { podTemplate } from './pod-spec';
import { type Raw, asBoolean, asInstant, asList, asNumber, asOptionalRecord, asRecord, asRecords } from './raw';
import { labelSelector } from './selector';
import type { Texts } from './texts';

/** The kinds that have `spec.replicas`, which the API server sets to 1 where it is left out. */
const scalable = new Set<ControllerKind>(['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController']);

/** A workload's own object or a Job; what its kind does not have is null, false or 0 as the API's default is. */
export function controller(kind: ControllerKind, raw: Raw, base: ObjectBase, texts: Texts): Controller {
  const spec = asRecord(raw.spec);
  // What a CronJob makes Jobs from says how they run.
  const jobSpec = kind === 'CronJob' ? asRecord(asRecord(spec.jobTemplate).spec) : spec;
  return {
    apiVersion: base.apiVersion,
    kind,
    metadata: base.metadata,
    spec: {
      replicas: scalable.has(kind) ? (asNumber(spec.replicas) ?? 1) : null,
      paused: asBoolean(spec.paused) ?? false,
      suspend: asBoolean(spec.suspend) ?? false,
      ...(typeof jobSpec.managedBy === 'string' ? { managedBy: texts.common(jobSpec.managedBy) } : {}),
      minReadySeconds: asNumber(spec.minReadySeconds) ?? 0,
      progressDeadlineSeconds: asNumber(spec.progressDeadlineSeconds),
      strategy: strategy(spec.strategy ?? spec.updateStrategy, texts),
      selector: labelSelector(spec.selector, texts),
      template: podTemplate(jobSpec.template, texts),
      serviceName: texts.optional(spec.serviceName),
      backoffLimit: asNumber(jobSpec.backoffLimit),
      completions: asNumber(jobSpec.completions),
      parallelism: asNumber(jobSpec.parallelism),
      activeDeadlineSeconds: asNumber(jobSpec.activeDeadlineSeconds),
      schedule: texts.optional(spec.schedule),
      timeZone: texts.optional(spec.timeZone),
      concurrencyPolicy: texts.optional(spec.concurrencyPolicy),
      startingDeadlineSeconds: asNumber(spec.startingDeadlineSeconds),
      volumeClaimTemplates: asRecords(spec.volumeClaimTemplates).map((claim) =>
        texts.common(asRecord(claim.metadata).name),
      ),
    },
    status: controllerStatus(kind, asRecord(raw.status), texts),
  };
}

function strategy(value: unknown, texts: Texts): Controller['spec']['strategy'] {
  const raw = asOptionalRecord(value);
  if (raw === null) return null;
  const rolling = asRecord(raw.rollingUpdate);
  return texts.share({
    type: texts.common(raw.type),
    maxUnavailable: texts.optional(rolling.maxUnavailable),
    maxSurge: texts.optional(rolling.maxSurge),
  });
}

/** A DaemonSet and a Job name their counts otherwise; a CronJob lists its active Jobs instead of counting them. */
function controllerStatus(kind: ControllerKind, raw: Raw, texts: Texts): Controller['status'] {
  const isDaemonSet = kind === 'DaemonSet';
  const count = (value: unknown): number => asNumber(value) ?? 0;
  return {
    observedGeneration: asNumber(raw.observedGeneration),
    replicas: count(isDaemonSet ? raw.currentNumberScheduled : raw.replicas),
    readyReplicas: count(isDaemonSet ? raw.numberReady : kind === 'Job' ? raw.ready : raw.readyReplicas),
    availableReplicas: count(isDaemonSet ? raw.numberAvailable : raw.availableReplicas),
    updatedReplicas: count(isDaemonSet ? raw.updatedNumberScheduled : raw.updatedReplicas),
    desiredNumberScheduled: asNumber(raw.desiredNumberScheduled),
    currentRevision: texts.optional(raw.currentRevision),
    updateRevision: texts.optional(raw.updateRevision),
    active: kind === 'CronJob' ? asList(raw.active).length : count(raw.active),
    succeeded: count(raw.succeeded),
    failed: count(raw.failed),
    startTime: asInstant(raw.startTime),
    completionTime: asInstant(raw.completionTime),
    lastScheduleTime: asInstant(raw.lastScheduleTime),
    lastSuccessfulTime: asInstant(raw.lastSuccessfulTime),
    conditions: conditions(raw.conditions, texts),
  };
}

/** `data` is a patch that holds the pod template as the StatefulSet or DaemonSet had it (signals §9). */
export function controllerRevision(raw: Raw, base: ObjectBase, texts: Texts): ControllerRevision {
  return {
    apiVersion: base.apiVersion,
    kind: 'ControllerRevision',
    metadata: base.metadata,
    revision: asNumber(raw.revision) ?? 0,
    template: podTemplate(asRecord(asRecord(raw.data).spec).template, texts),
  };
}
