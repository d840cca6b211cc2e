/**
 * A program that checks the mode of a file itself and refuses one that others may use: PostgreSQL's data directory, Erlang's cookie,
 * ssh's keys. The kernel refuses nothing here, and what helps against EACCES, an fsGroup, is what opens the files: the kubelet adds
 * 0660 to each, and 0440 where the volume is read-only (pkg/volume/volume_linux.go).
 */

import type { Remedy } from '../../../model/diagnosis';
import { changeByHand } from '../../../remedy/change';
import { mountOf } from '../../facts/mounts';
import type { DraftClaim } from '../../rule';
import type { LogFinding } from '../log-rule';

export function isTooOpen(captures: Readonly<Record<string, string>>): boolean {
  return captures['tooOpen'] !== undefined;
}

/** The line behind it that says which mode it wants. */
export function wantedClaim({ log, evidence }: LogFinding): DraftClaim[] {
  const wanted = log.digest.excerpt
    .filter(({ n }) => n > log.hit.line && n <= log.hit.line + 2)
    .map(({ text }) => /\b(?:DETAIL|HINT): {1,3}(.{1,200})|^(It is required that your .{1,200})/.exec(text))
    .find((match) => match !== null);
  const words = wanted?.[1] ?? wanted?.[2];
  return words === undefined ? [] : [{ text: `What it wants: ${words}`, evidence: [evidence[0]] }];
}

/** By what brings the file: a volume of a Secret has its mode in the template, another keeps what fsGroup has set. */
export function closeFile({ container, captures }: LogFinding): Remedy {
  const { volumes, securityContext } = container.pod.pod.spec;
  const held = mountOf(container.spec, captures['path'] ?? captures['file'] ?? '')?.mount.name;
  const volume = volumes.find(({ name }) => name === held);
  const group = securityContext?.fsGroup;
  const opens =
    group === undefined || group === null
      ? 'An fsGroup would open it further.'
      : `The pod’s fsGroup ${group} is what opens it: at each mount the kubelet gives every file of a volume to that group, with its rights.`;
  if (volume?.secret ?? volume?.configMap ?? volume?.projected)
    return changeByHand(
      'close-file',
      'Keep the file to its owner',
      `It comes from volume ${volume?.name ?? ''}: set defaultMode: 0400 there. ${opens} Where an fsGroup must stay, let an init container copy the file to an emptyDir of its own and chmod it.`,
    );
  return changeByHand(
    'close-file',
    'Keep the file to its owner',
    `${opens} Give the files the mode that it wants once (chmod, in an init container that runs as their owner), and take fsGroup away, or set fsGroupChangePolicy: OnRootMismatch, or let it use a subdirectory that it makes itself (PGDATA).`,
  );
}
