/** How many live streams may be open: in total and from one address (attack A26). */
import 'server-only';

import { Problem } from '../model/problem';

/** A stream costs about 20 kB; two hundred from one address is a team behind one proxy, not a flood. */
export const streamsInTotal = 1000;
export const streamsPerAddress = 200;
/**
 * A proxy says for whom it asks, and its own connections carry a whole company; who has none before him may say what he likes.
 * Half of all, so that one machine under a thousand names leaves room for the others.
 */
export const streamsPerPeer = 500;

export interface StreamGate {
  /**
   * `address`: as the nearest proxy tells it; `peer`: the other end of the connection itself. Throws `not-ready` with a time
   * to wait where there is no room. The result gives the place back, once.
   */
  enter(address: string, peer: string): () => void;
  open(): number;
}

/**
 * Bounds the open streams, in all, of one address and of one peer. `enter` throws the problem 'not-ready' where there is no
 * room.
 */
export function createStreamGate(
  total = streamsInTotal,
  perAddress = streamsPerAddress,
  perPeer = streamsPerPeer,
): StreamGate {
  const byAddress = new Map<string, number>();
  const byPeer = new Map<string, number>();
  let open = 0;
  return {
    enter(address, peer) {
      if (open >= total || (byAddress.get(address) ?? 0) >= perAddress || (byPeer.get(peer) ?? 0) >= perPeer) {
        throw new Problem('not-ready', 'Too many live streams are open.', {
          retryAfterSeconds: 30,
          remedy: 'Close other tabs of Unloop, or look at the page without the live stream.',
        });
      }
      count(byAddress, address, 1);
      count(byPeer, peer, 1);
      open += 1;
      let inside = true;
      return () => {
        if (!inside) return;
        inside = false;
        open -= 1;
        count(byAddress, address, -1);
        count(byPeer, peer, -1);
      };
    },
    open: () => open,
  };
}

function count(counts: Map<string, number>, key: string, change: number): void {
  const next = (counts.get(key) ?? 0) + change;
  if (next > 0) counts.set(key, next);
  else counts.delete(key);
}
