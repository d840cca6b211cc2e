// A pod: its spec, and the status that the kubelet writes (signals §1, §2).
import 'server-only';

import type {
  Condition,
  ContainerState,
  ContainerStatus,
  ObjectBase,
  Pod,
  StateTerminated,
} from '../../model/kubernetes';
import { podSpec } from './pod-spec';
import { type Raw, asBoolean, asCount, asInstant, asNumber, asOptionalRecord, asRecord, asRecords } from './raw';
import type { Texts } from './texts';

/** A pod. What its status leaves out is empty, null or 0, as signals §10 says of absent fields. */
export function pod(raw: Raw, base: ObjectBase, texts: Texts): Pod {
  const status = asRecord(raw.status);
  return {
    apiVersion: base.apiVersion,
    kind: 'Pod',
    metadata: base.metadata,
    spec: podSpec(raw.spec, texts),
    status: {
      phase: texts.common(status.phase),
      reason: texts.common(status.reason),
      message: texts.free(status.message),
      podIP: texts.optional(status.podIP),
      ...(status.nominatedNodeName ? { nominatedNodeName: texts.common(status.nominatedNodeName) } : {}),
      startTime: asInstant(status.startTime),
      qosClass: texts.optional(status.qosClass),
      conditions: conditions(status.conditions, texts),
      initContainerStatuses: containerStatuses(status.initContainerStatuses, texts),
      containerStatuses: containerStatuses(status.containerStatuses, texts),
      ephemeralContainerStatuses: containerStatuses(status.ephemeralContainerStatuses, texts),
    },
  };
}

/** Conditions of any kind; the newest field names of all kinds have their place. */
export function conditions(value: unknown, texts: Texts): Condition[] {
  return asRecords(value).map((raw) => ({
    type: texts.common(raw.type),
    status: raw.status === 'True' || raw.status === 'False' ? raw.status : 'Unknown',
    reason: texts.common(raw.reason),
    message: texts.free(raw.message),
    lastTransitionTime: asInstant(raw.lastTransitionTime),
    lastUpdateTime: asInstant(raw.lastUpdateTime),
  }));
}

function containerStatuses(value: unknown, texts: Texts): ContainerStatus[] {
  return asRecords(value).map((raw) => ({
    name: texts.common(raw.name),
    image: texts.image(raw.image),
    imageID: texts.image(raw.imageID),
    containerID: texts.plain(raw.containerID) || null,
    ready: asBoolean(raw.ready) ?? false,
    started: asBoolean(raw.started),
    restartCount: asCount(raw.restartCount),
    state: containerState(raw.state, texts),
    lastState: containerState(raw.lastState, texts),
    stopSignal: texts.optional(raw.stopSignal),
    ...enacted(raw.resources, texts),
  }));
}

/** Equal in most pods of one template, so one copy is kept. */
function enacted(value: unknown, texts: Texts): Pick<ContainerStatus, 'resources'> {
  const raw = asOptionalRecord(value);
  return raw === null ? {} : { resources: texts.share({ limits: texts.quantities(raw.limits) }) };
}

const noState: ContainerState = Object.freeze({ waiting: null, running: null, terminated: null });

/** At most one of the three is set; none is set where the kubelet has said nothing yet. */
function containerState(value: unknown, texts: Texts): ContainerState {
  const raw = asRecord(value);
  const waiting = asOptionalRecord(raw.waiting);
  const running = asOptionalRecord(raw.running);
  const terminated = asOptionalRecord(raw.terminated);
  if (waiting === null && running === null && terminated === null) {
    return noState;
  }
  return {
    // A reason with a space is a raw error text (signals §1.2), so it is cleaned like one.
    waiting: waiting === null ? null : { reason: texts.free(waiting.reason), message: texts.free(waiting.message) },
    running: running === null ? null : { startedAt: asInstant(running.startedAt) },
    terminated: terminated === null ? null : stateTerminated(terminated, texts),
  };
}

function stateTerminated(raw: Raw, texts: Texts): StateTerminated {
  const reason = texts.free(raw.reason);
  return {
    // The API always writes the code. Where a hand-made file leaves it out, -1 keeps it from reading as a clean exit.
    exitCode: asNumber(raw.exitCode) ?? (reason === 'Completed' ? 0 : -1),
    signal: asNumber(raw.signal),
    reason,
    message: texts.free(raw.message),
    startedAt: asInstant(raw.startedAt),
    finishedAt: asInstant(raw.finishedAt),
    containerID: texts.plain(raw.containerID) || null,
  };
}
