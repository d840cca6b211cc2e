/** For the tests of this room: a picture whose clock the test moves, and objects with just what a test is about. */
import { project } from '../kubernetes/projection/project';
import type { Kind, ObjectOfKind, PoisonObject } from '../model/kubernetes';
import { type Picture, createPicture } from './picture';

export const start = '2026-11-21T08:00:00Z';

/** A picture with a clock that the test moves. */
export function withClock(): { picture: Picture; clock: { now: string }; seen: string[][] } {
  const clock = { now: start };
  const picture = createPicture({ now: () => clock.now });
  const seen: string[][] = [];
  picture.onChange((keys) => seen.push([...keys].sort()));
  return { picture, clock, seen };
}

export function make<K extends Kind>(kind: K, name: string, rest: Fields = {}): ObjectOfKind[K] | PoisonObject {
  const { metadata, ...fields } = rest;
  return project(kind, { metadata: { name, namespace: 'shop', uid: `uid-${name}`, ...metadata }, ...fields }, (t) => t);
}
type Fields = { metadata?: object } & Record<string, unknown>;

export function owned(kind: string, name: string, labels: Record<string, string> = {}): { metadata: object } {
  return { metadata: { labels, ownerReferences: [{ kind, name, uid: `uid-${name}`, controller: true }] } };
}
