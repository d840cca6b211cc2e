/** How many live streams may be open: in total and from one address (attack A26). */
import 'server-only';

import { Problem } from '../model/problem';

/** A stream costs about 20 kB; two hundred from one address is a team behind one proxy, not a flood. */
export const streamsInTotal = 1000;
export const streamsPerAddress = 200;

export interface StreamGate {
  /** Throws `not-ready` with a time to wait where there is no room. The result gives the place back, once. */
  enter(address: string): () => void;
  open(): number;
}

/**
 * Bounds the open streams, in all and of one address. `enter` throws the problem 'not-ready' where there is no room.
 */
export function createStreamGate(total = streamsInTotal, perAddress = streamsPerAddress): StreamGate {
  const byAddress = new Map<string, number>();
  let open = 0;
  return {
    enter(address) {
      const here = byAddress.get(address) ?? 0;
      if (open >= total || here >= perAddress) {
        throw new Problem('not-ready', 'Too many live streams are open.', {
          retryAfterSeconds: 30,
          remedy: 'Close other tabs of Unloop, or look at the page without the live stream.',
        });
      }
      byAddress.set(address, here + 1);
      open += 1;
      let inside = true;
      return () => {
        if (!inside) return;
        inside = false;
        open -= 1;
        const left = (byAddress.get(address) ?? 1) - 1;
        if (left > 0) byAddress.set(address, left);
        else byAddress.delete(address);
      };
    },
    open: () => open,
  };
}
