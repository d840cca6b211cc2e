/** What makes room where a disk, a volume, shared memory or the node of a pod is full. */
import type { Evidence, Remedy } from '../../../model/diagnosis';
import { changeByHand } from '../../../remedy/change';
import { ask, listObjects, showLogs } from '../../../remedy/look';
import { mountOf } from '../../facts/mounts';
import type { ContainerView } from '../../facts/views';
import type { NextSteps } from '../../rule';
import type { FoundFull } from './evicted';

/** Whether its words are about /dev/shm, where POSIX shared memory lies: of the runtime, or a volume that the pod mounts there. */
export function inSharedMemory(said: Evidence, { spec }: ContainerView): FoundFull['sharedMemory'] {
  if (said.kind !== 'log' || !/shared memory segment "\/[^/"]+"|\/dev\/shm\b/.test(said.text)) return undefined;
  return mountOf(spec, '/dev/shm') === null ? 'own' : 'volume';
}

/** For a program that says that there is no space left. */
export function roomSteps(
  { namespace, name }: FoundFull['pod'],
  container: string,
  onNode: Remedy,
  sharedMemory: FoundFull['sharedMemory'],
): NextSteps {
  const words = (why: string): Remedy => showLogs({ namespace, pod: name, container, previous: true }, why);
  if (sharedMemory !== undefined)
    return [
      words('See how much shared memory it asks for.'),
      sharedMemory === 'own'
        ? changeByHand(
            'mount-shared-memory',
            'Mount an emptyDir of medium Memory at /dev/shm',
            'Without a volume there a runtime gives 64 MB, and Kubernetes has no field for it. What is written there counts against the memory limit: give it a sizeLimit, and the limit room for both.',
          )
        : changeByHand(
            'grow-shared-memory',
            'Allow more in the volume at /dev/shm',
            'Raise its sizeLimit, and with medium Memory the memory limit too, for what is written there counts against it; or let the program use less shared memory.',
          ),
    ];
  return [
    words('See which path is full.'),
    listObjects(
      namespace,
      'pvc',
      'See the size of the claims that it mounts; a class that allows it can grow one in place.',
    ),
    onNode,
  ];
}

/** For a container that never ran for want of room on its node: its own requests did not fill that disk. */
export function nodeRoomSteps(onNode: Remedy): NextSteps {
  return [
    onNode,
    ask(
      'make-room-on-node',
      'Make room on the node',
      'Ask whoever runs the node: remove unused images and old logs, give it a larger disk, or let the pod start on another node that has room. The kubelet tries again by itself.',
    ),
  ];
}
