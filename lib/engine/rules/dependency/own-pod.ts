/** A program that calls a container of its own pod: why that one does not run is what is to be told. */
import type { ContainerView } from '../../facts/views';
import type { LogFinding } from '../log-rule';
import { knownAddress } from './dialled';

const loopback = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[?::1\]?)(?::\d+)?$/;

/** Whether the address that it could not reach is its own pod's. */
export function callsItsOwnPod(found: Pick<LogFinding, 'captures' | 'log'>): boolean {
  return loopback.test(knownAddress(found) ?? '');
}

/** Whether it calls its own pod, where one of these does not run. */
export function awaitsItsOwnPod(
  found: Pick<LogFinding, 'container' | 'captures' | 'log'>,
  others: readonly ContainerView[] = found.container.pod.containers,
): boolean {
  const isAway = (other: ContainerView): boolean =>
    other !== found.container && other.type !== 'init' && other.status !== null && other.status.state.running === null;
  return callsItsOwnPod(found) && others.some(isAway);
}
