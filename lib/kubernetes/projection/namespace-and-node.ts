// Node and Namespace, and what limits a namespace: ResourceQuota, LimitRange, HorizontalPodAutoscaler.
import 'server-only';

import type {
  HorizontalPodAutoscaler,
  LimitRange,
  Namespace,
  Node,
  ObjectBase,
  ResourceQuota,
} from '../../model/kubernetes';
import { conditions } from './pod';
import { type Raw, asBoolean, asInstant, asNumber, asOptionalRecord, asRecord, asRecords } from './raw';
import type { Texts } from './texts';

/** A node: conditions, taints, capacity and what it runs. */
export function node(raw: Raw, base: ObjectBase, texts: Texts): Node {
  const spec = asRecord(raw.spec);
  const status = asRecord(raw.status);
  const info = asOptionalRecord(status.nodeInfo);
  return {
    apiVersion: base.apiVersion,
    kind: 'Node',
    metadata: base.metadata,
    spec: {
      unschedulable: asBoolean(spec.unschedulable) ?? false,
      taints: asRecords(spec.taints).map((taint) => ({
        key: texts.common(taint.key),
        value: texts.optionalFree(taint.value),
        effect: texts.common(taint.effect),
        timeAdded: asInstant(taint.timeAdded),
      })),
    },
    status: {
      conditions: conditions(status.conditions, texts),
      capacity: texts.quantities(status.capacity),
      allocatable: texts.quantities(status.allocatable),
      nodeInfo:
        info === null
          ? null
          : {
              bootID: texts.plain(info.bootID),
              kernelVersion: texts.common(info.kernelVersion),
              kubeletVersion: texts.common(info.kubeletVersion),
              containerRuntimeVersion: texts.common(info.containerRuntimeVersion),
              architecture: texts.common(info.architecture),
              operatingSystem: texts.common(info.operatingSystem),
              osImage: texts.common(info.osImage),
            },
    },
  };
}

/** A namespace; `Terminating` is the phase that matters. */
export function namespace(raw: Raw, base: ObjectBase, texts: Texts): Namespace {
  return {
    apiVersion: base.apiVersion,
    kind: 'Namespace',
    metadata: base.metadata,
    status: { phase: texts.common(asRecord(raw.status).phase) },
  };
}

/** `status` where the controller has filled it in, else what the spec asks for and nothing used. */
export function resourceQuota(raw: Raw, base: ObjectBase, texts: Texts): ResourceQuota {
  const status = asRecord(raw.status);
  return {
    apiVersion: base.apiVersion,
    kind: 'ResourceQuota',
    metadata: base.metadata,
    status: {
      hard: texts.quantities(asOptionalRecord(status.hard) ?? asRecord(raw.spec).hard),
      used: texts.quantities(status.used),
    },
  };
}

/** A LimitRange: quantities as written. */
export function limitRange(raw: Raw, base: ObjectBase, texts: Texts): LimitRange {
  return {
    apiVersion: base.apiVersion,
    kind: 'LimitRange',
    metadata: base.metadata,
    spec: {
      limits: asRecords(asRecord(raw.spec).limits).map((limit) => ({
        type: texts.common(limit.type),
        max: texts.quantities(limit.max),
        min: texts.quantities(limit.min),
        default: texts.quantities(limit.default),
      })),
    },
  };
}

/** An autoscaler of autoscaling/v2: its target, bounds, metrics and conditions. */
export function horizontalPodAutoscaler(raw: Raw, base: ObjectBase, texts: Texts): HorizontalPodAutoscaler {
  const spec = asRecord(raw.spec);
  const status = asRecord(raw.status);
  const target = asRecord(spec.scaleTargetRef);
  return {
    apiVersion: base.apiVersion,
    kind: 'HorizontalPodAutoscaler',
    metadata: base.metadata,
    spec: {
      scaleTargetRef: { kind: texts.common(target.kind), name: texts.common(target.name) },
      minReplicas: asNumber(spec.minReplicas) ?? 1,
      maxReplicas: asNumber(spec.maxReplicas) ?? 0,
    },
    status: {
      currentReplicas: asNumber(status.currentReplicas) ?? 0,
      desiredReplicas: asNumber(status.desiredReplicas) ?? 0,
      lastScaleTime: asInstant(status.lastScaleTime),
      conditions: conditions(status.conditions, texts),
    },
  };
}
