/** What a person can do where no node has room for a pod. */
import type { Remedy } from '../../../model/diagnosis';
import { changeByHand } from '../../../remedy/change';

/** Whether nothing is short but the number of pods that a node takes. */
export function isOfPlaces(short: readonly string[]): boolean {
  return short.length > 0 && short.every((what) => what === 'pods');
}

/** A node has so many attachments for volumes of one driver, whatever its room (signals §3.7). */
export const attachments = 'volume attachments';

/** What ResourceClaims ask for (dynamic resource allocation): the devices of a node stand in its ResourceSlices. */
export const devices = 'devices';

/** What would help: only what it asks for can be asked for less. */
export function mend(asks: boolean, short: readonly string[], isLarge: boolean): Remedy {
  if (isLarge)
    return changeByHand(
      'lower-requests',
      'Ask for less, or add a larger node',
      'No node that it may run on is that large, even when it is empty: to scale other things down changes nothing. A node of that size needs more than the pod asks for: the system keeps some of it, and DaemonSets take theirs.',
    );
  if (short.length === 1 && short[0] === devices)
    return changeByHand(
      'add-room',
      'Free such devices, or let the claim ask for others',
      'Compare what the ResourceClaim asks for (device class, count, selectors) with `kubectl get resourceslices -o yaml`; other claims may hold them. Lower requests change nothing.',
    );
  if (short.length === 1 && short[0] === attachments)
    return changeByHand(
      'add-room',
      'Add a node, or let volumes go',
      'A node attaches a limited number of volumes of one driver (CSINode: spec.drivers.allocatable.count): add a node, or move pods with claims off one. Lower requests change nothing.',
    );
  if (asks)
    return changeByHand(
      'lower-requests',
      'Ask for what it uses, or add room',
      'Lower the request if it is a guess; else add a node, or scale something down that can wait.',
    );
  return changeByHand(
    'add-room',
    'Add room',
    isOfPlaces(short)
      ? 'A node takes a limited number of pods, 110 where nobody set another (maxPods of its kubelet): add a node, or scale something down that can wait.'
      : 'Add a node, or scale something down that can wait.',
  );
}
