/**
 * A program that checks the mode or the owner of a file itself and refuses one that others may use: PostgreSQL's data directory,
 * Erlang's cookie, ssh's keys. The kernel refuses nothing here, and what helps against EACCES, an fsGroup, is what opens the files: the kubelet adds
 * 0660 to each, and 0440 where the volume is read-only (pkg/volume/volume_linux.go).
 */

import type { Remedy } from '../../../model/diagnosis';
import { changeByHand } from '../../../remedy/change';
import { lineEvidence } from '../../evidence';
import { mountOf } from '../../facts/mounts';
import type { DraftClaim } from '../../rule';
import type { LogFinding } from '../log-rule';

export function isTooOpen(captures: Readonly<Record<string, string>>): boolean {
  return captures['tooOpen'] !== undefined;
}

/** PostgreSQL's other check: its data directory has to be its own user's. */
export function isOthers(captures: Readonly<Record<string, string>>): boolean {
  return captures['wrongOwner'] !== undefined;
}

/** An fsGroup gives a volume to a group, and never changes the owner. */
export function ownFile({ container }: LogFinding): Remedy {
  const user = container.spec.securityContext?.runAsUser ?? container.pod.pod.spec.securityContext?.runAsUser;
  const who = user === undefined || user === null ? 'the user that it runs as' : `user ${user}`;
  return changeByHand(
    'own-file',
    'Give the directory to the user that it runs as',
    `An fsGroup does not help: it sets the group of a volume, not its owner. Let an init container that runs as root chown it to ${who}, run the program as the owner (runAsUser), or let it use a subdirectory that it makes itself (PGDATA).`,
  );
}

/** The line behind it that says which mode it wants. */
export function wantedClaim({ log: { digest, hit }, evidence }: LogFinding): DraftClaim[] {
  for (const { n, text } of digest.excerpt) {
    if (n <= hit.line || n > hit.line + 2) continue;
    const match = /\b(?:DETAIL|HINT): {1,3}(.{1,200})|^(It is required that your .{1,200})/.exec(text);
    const words = match?.[1] ?? match?.[2];
    // Where the quotation of the statement goes so far, it stands there already.
    const quoted = evidence[0].kind === 'log' && evidence[0].text.includes(text) ? null : lineEvidence(digest, n);
    if (words !== undefined) return [{ text: `What it wants: ${words}`, evidence: [quoted ?? evidence[0]] }];
  }
  return [];
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
