// The specs of pods and templates out of their texts: equal ones are parsed and projected once.
import 'server-only';

import { hash } from 'node:crypto';
import type { Container, PodSpec } from '../../model/pod-spec';
import { type Raw, type Unread, asRecord } from './raw';
import { type Texts, freeze } from './texts';

export interface KnownSpec {
  spec: PodSpec;
  /** What the volume of the service account's token is called in it. */
  token: string | null;
}

/**
 * As `read` of the parsed text. Pods of one template differ in two things alone, their node and the name of the token's volume; without
 * them the text names the spec. Kept under its hash: the text itself may hold secrets. Throws where it cannot be parsed.
 */
export function podSpecOfText(unread: Unread, texts: Texts, read: (raw: Raw, texts: Texts) => PodSpec): PodSpec {
  const { text, nodeName: node, token } = unread.ofTemplate();
  const key = hash('sha256', text, 'base64');
  const known = texts.specs.get(key);
  if (known === undefined) {
    const spec = freeze(read(asRecord(unread.parse()), texts));
    texts.specs.set(key, { spec, token });
    return spec;
  }
  const nodeName = texts.optional(node);
  if (token === known.token || token === null || known.token === null) return { ...known.spec, nodeName };
  return withToken({ ...known.spec, nodeName }, known.token, token);
}

function withToken(spec: PodSpec, from: string, to: string): PodSpec {
  const named = <T extends { name: string }>(entries: readonly T[]): T[] =>
    entries.map((entry) => (entry.name === from ? { ...entry, name: to } : entry));
  const mounted = (containers: readonly Container[]): Container[] =>
    containers.map((container) =>
      container.volumeMounts.some(({ name }) => name === from)
        ? { ...container, volumeMounts: named(container.volumeMounts) }
        : container,
    );
  return {
    ...spec,
    volumes: named(spec.volumes),
    initContainers: mounted(spec.initContainers),
    containers: mounted(spec.containers),
  };
}
