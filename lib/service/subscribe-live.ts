/** Hands a listener every change of the board from now on, and first what it missed. */
import 'server-only';

import type { LiveFrame } from '../runtime/live-hub';
import { getRuntime } from '../runtime/runtime';
import { authorise } from './authorise';

export type { LiveFrame } from '../runtime/live-hub';

/**
 * `lastEventId` as the browser repeats it. `close` is called when the server ends the stream. `address` is whose place is
 * taken: throws `not-ready` where too many streams are open. The result ends the subscription.
 */
export async function subscribeLive(request: {
  lastEventId?: string | undefined;
  address: string;
  send: (frame: LiveFrame) => void;
  close: () => void;
}): Promise<() => void> {
  await authorise();
  const { live, streams } = await getRuntime();
  const leave = streams.enter(request.address);
  const unsubscribe = live.subscribe({ send: request.send, close: request.close }, request.lastEventId);
  return () => {
    unsubscribe();
    leave();
  };
}
