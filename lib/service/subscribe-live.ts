/** Hands a listener every change of the board from now on, and first what it missed. */
import 'server-only';

import type { LiveFrame } from '../runtime/live-hub';
import { getRuntime, type Place } from '../runtime/runtime';
import { findCluster } from '../runtime/watched';
import { authorise } from './authorise';

export type { LiveFrame } from '../runtime/live-hub';
export { peerHeader } from '../runtime/peer';

/**
 * `lastEventId` as the browser repeats it. `close` is called when the server ends the stream. `address` and `peer` are whose place is
 * taken: throws `not-ready` where too many streams are open, `not-found` for an unknown cluster. The result ends the subscription.
 */
export async function subscribeLive(request: {
  cluster?: Place['cluster'];
  lastEventId?: string | undefined;
  address: string;
  peer: string;
  send: (frame: LiveFrame) => void;
  close: () => void;
}): Promise<() => void> {
  await authorise();
  const { clusters, streams } = await getRuntime();
  const { live } = findCluster(clusters, request.cluster);
  const leave = streams.enter(request.address, request.peer);
  const unsubscribe = live.subscribe({ send: request.send, close: request.close }, request.lastEventId);
  return () => {
    unsubscribe();
    leave();
  };
}
