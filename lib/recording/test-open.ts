/** For the tests of opening: opens bytes, and tells what a picture would be told. */
import { expect } from 'vitest';
import type { Kind } from '../model/kubernetes';
import type { Feed, KindState } from '../model/source';
import type { Limits } from './limits';
import { type OpenedRecording, openRecording } from './open-recording';
import { limits, plainClean, stream } from './testing';

export const moment = '2026-11-20T03:12:44Z';
export const log = 'starting\nfatal: no SMTP_HOST\n';

export async function open(
  body: Uint8Array | string,
  some: Partial<Limits> = {},
  asOf?: string,
): Promise<OpenedRecording> {
  return openRecording(
    { name: 'upload', body: stream(body, 500) },
    { clean: plainClean, limits: limits({ totalMs: 60_000, ...some }), asOf },
  );
}

/** Names by kind, and states by kind, as a picture would be told. */
export function feedOf({ source }: OpenedRecording) {
  const names: Partial<Record<Kind, string[]>> = {};
  const states = new Map<Kind, KindState>();
  const feed: Feed = {
    replace: (kind, namespace, objects) => {
      expect(namespace).toBeNull();
      names[kind] = objects.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    },
    upsert: () => expect.fail('a recording does not change'),
    remove: () => expect.fail('a recording does not change'),
    state: (state) => states.set(state.kind, state),
  };
  source.start(feed);
  return { names, states };
}

export async function logOf(opened: OpenedRecording, instance: 'current' | 'previous', some = {}) {
  const request = { namespace: 'shop', pod: 'cart-1', podUid: 'uid-cart-1', container: 'app', instance };
  return opened.source.logs({ ...request, tailLines: 2000, limitBytes: 1e6, ...some }, new AbortController().signal);
}

export const section = (container: string, text: string): string =>
  `==== START logs for container ${container} of pod shop/cart-1 ====\n${text}==== END logs for container ${container} of pod shop/cart-1 ====\n`;
