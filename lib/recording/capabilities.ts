/** What a recording does not have, and what cannot be known without it. */
import 'server-only';

import { isKind, kinds } from '../model/kinds';
import type { Kind } from '../model/kubernetes';
import { partOfRecording, type Capabilities } from '../model/source';
import type { ParsedRecording } from './parse';

/** Kinds whose absence changes an answer. What is not listed here is asked of live clusters alike, or only adds detail. */
const unknowable: Partial<Record<Kind, string>> = {
  Pod: 'which containers run, wait or ended, and how',
  Event: 'probe failures, image pulls, scheduling and what else the cluster said about an end',
  Node: 'whether a node was short of memory or disk, or lost',
  ReplicaSet: 'which Deployment a pod belongs to, and what a rollout changed',
  Deployment: 'what a Deployment asks for, and its rollout',
  StatefulSet: 'what a StatefulSet asks for, and its rollout',
  DaemonSet: 'what a DaemonSet asks for, and its rollout',
  Job: 'which Job or CronJob a pod belongs to, and its deadline',
  CronJob: 'whether a CronJob is suspended or falls behind',
  ControllerRevision: 'what a rollout of a StatefulSet or a DaemonSet changed',
  Service: 'which Service loses its endpoints, and what an address points at',
  EndpointSlice: 'which Service loses its endpoints',
  PersistentVolumeClaim: 'whether a volume waits to be bound',
  PersistentVolume: 'where a volume can be used',
  ResourceQuota: 'how much of a quota is used',
};

const why = 'It is not in this recording.';

/** What a recording does not hold, and what cannot be known because of it. */
export function capabilitiesOf(recording: ParsedRecording): Capabilities {
  const { objects } = recording;
  const logs = recording.logs.filter(({ failure }) => failure === null);
  const missing = Object.keys(kinds).flatMap((kind) => {
    const lost = isKind(kind) && objects[kind] === undefined ? unknowable[kind] : undefined;
    return lost === undefined ? [] : [lack(`${kind} objects`, lost)];
  });
  if (logs.length === 0) {
    missing.push(lack('logs', 'what a program said before it ended'));
  } else if (!logs.some((log) => log.instance === 'previous')) {
    missing.push(lack('logs of earlier runs', 'what a restarted program said before it ended'));
  }
  for (const note of recording.notes) {
    missing.push({ what: partOfRecording, why: note, unknowable: '', permissions: [] });
  }
  return { missing, serverVersion: recording.serverVersion };
}

function lack(what: string, lost: string): Capabilities['missing'][number] {
  return { what, why, unknowable: lost, permissions: [] };
}
