/** The program may not touch a file, a port or an identity that it needs: the kernel said EACCES or EPERM to it (signals §7.8 sh-15, sh-16). */
import { identityClaim } from './identity';
import type { CauseId } from '../../../model/causes';
import type { Remedy } from '../../../model/diagnosis';
import { changeByHand } from '../../../remedy/change';
import { ask } from '../../../remedy/look';
import type { DecisiveLog } from '../../facts/table';
import { refusalOf } from './refusal';
import { onReadOnlyRoot } from './read-only-filesystem';
import { mountOf } from '../../facts/mounts';
import { defineLogRule, short, subject, type LogFinding } from '../log-rule';
import { lookAgain } from './look';
import { closeFile, isOthers, isTooOpen, ownFile, wantedClaim } from './too-open';

/** What it was refused: a file, or a port where the line is about listening; null where the line does not say. */
export function refusedIn(captures: Readonly<Record<string, string>>): { verb: string; what: string } | null {
  const path = captures['path'] ?? captures['file'];
  if (path !== undefined) return { verb: captures['operation'] ?? 'use', what: path };
  if (captures['port']) return { verb: 'listen on', what: `port ${captures['port']}` };
  return captures['address'] ? { verb: captures['operation'] ?? 'use', what: captures['address'] } : null;
}

/** The program says only that there is no directory to write into. */
function notMade({ hit }: DecisiveLog): boolean {
  return hit.signature === 'directory-not-made';
}

/** An entrypoint that starts as one user and goes on as another: no file is in question. */
function changesUser({ hit }: DecisiveLog): boolean {
  return hit.signature === 'setuid-refused';
}

/** Words of a file that was to be run: by a runtime or a shell's exec, by a shell that says only which, by Node.js. */
const executed =
  /(?<![\w./-])exec(?:v[ep]{0,2})?(?: "|: "| \/|\(|:? user process)|\bspawn \S{1,200} EACCES|^(?:\/bin\/)?(?:ba|da|k|z)?sh: (?:\d{1,5}: |line \d{1,5}: )?\/\S{1,200}: [Pp]ermission denied$/i;

function lineOf({ log }: LogFinding): string {
  return log.digest.excerpt.find(({ n }) => n === log.hit.line)?.text ?? '';
}

const byInterpreter = 'Or start it by its interpreter: sh, python or node, with the file as argument.';

/** By what holds the file: its mode is set in another place for each, and on a mount without exec no mode helps. */
function runAdvice({ container, captures }: LogFinding): string {
  const held = mountOf(container.spec, captures['path'] ?? captures['file'] ?? '')?.mount.name;
  const volume = container.pod.pod.spec.volumes.find(({ name }) => name === held);
  if (!volume)
    return `Give it the execute bit where the image is built (chmod +x, COPY --chmod=755), for the user that it runs as. ${byInterpreter}`;
  if (volume.configMap || volume.secret || volume.projected)
    return `The mode of its files is that of volume ${volume.name}: look for defaultMode: 0755 there, which also lets them be run. ${byInterpreter}`;
  return `It lies on volume ${volume.name}. chmod +x helps only where that is not mounted with noexec: \`mount\` in the pod, or on the node, says so. Else keep the file in the image. ${byInterpreter.replace(': sh', ', which noexec does not keep from it: sh')}`;
}

/** The kubelet gives a hostPath to no group, whatever fsGroup says: its files belong to whom they belong to on the node. */
function ownershipAdvice({ container, captures }: LogFinding): string {
  const { volumes } = container.pod.pod.spec;
  const held = mountOf(container.spec, captures['path'] ?? captures['file'] ?? '')?.mount.name;
  const hostPath = volumes.find(({ name }) => name === held)?.hostPath;
  // A static pod is changed in its file alone (signals §10).
  const isStatic = container.pod.pod.metadata.annotations['kubernetes.io/config.mirror'] !== undefined;
  const user = isStatic
    ? 'in its file on the node run it as the user that owns them'
    : 'run it as the user that owns them';
  return hostPath
    ? `Volume ${held ?? ''} is ${hostPath.path} of the node, and fsGroup does nothing for a hostPath: set the owner of those files on the node (\`ls -ln\` shows it), or ${user}.`
    : 'Set fsGroup in the securityContext of the pod so that a volume belongs to its group, run it as the user that owns the files, or make the files of the image readable; a port below 1024 needs NET_BIND_SERVICE or a higher port.';
}

/** Its line names no path: what is left is who it runs as, against the owners of what it may write. */
function findRefused({ container }: LogFinding): Remedy {
  const paths = container.spec.volumeMounts
    .map(({ mountPath }) => mountPath)
    .filter((path) => !path.startsWith('/var/run/secrets/'));
  const where =
    paths.length === 0 ? 'it has no volume, so a path of its image' : `its mounts are ${paths.slice(0, 5).join(', ')}`;
  return ask(
    'find-refused',
    'Find out what it may not touch',
    `The line does not say. Look which user it runs as (runAsUser, else that of the image; \`id\` in the pod) and who owns what it writes (\`ls -ln\`): ${where}. fsGroup gives a volume to its group; a port below 1024 needs NET_BIND_SERVICE.`,
  );
}

/** Answers that are not EACCES or EPERM: who says them, and in which words. */
const answers: readonly (readonly [CauseId, RegExp, string])[] = [
  [
    'read-only-filesystem',
    /read-only file ?system|\bEROFS\b/i,
    'The kernel’s answer is that of a read-only file system (EROFS), whoever writes there.',
  ],
  [
    'port-in-use',
    /address already in use|\bEADDRINUSE\b/i,
    'The kernel’s answer is that the address is taken (EADDRINUSE), not that it may not be used.',
  ],
  ['rbac-forbidden', /is forbidden: |cannot \w+ resource/i, 'It is the API server that refuses it, not the kernel.'],
];

export const permissionDenied = defineLogRule({
  id: 'permission-denied',
  confusedWith: ['read-only-filesystem', 'run-as-nonroot-violation', 'rbac-forbidden'],
  headline: (found) => {
    const { container, captures, log } = found;
    const refused = refusedIn(captures);
    if (changesUser(log))
      return [
        ...subject(container),
        ' may not ',
        { mark: captures['user'] === undefined ? 'change its user' : `change its user to ${captures['user']}` },
        ': operation not permitted',
      ];
    if (refused === null)
      return [...subject(container), ' is refused by the kernel: ', { mark: short(refusalOf(found).plain) }];
    if (isTooOpen(captures))
      return [...subject(container), ' refuses ', { mark: refused.what }, ': its permissions are too open'];
    if (isOthers(captures))
      return [...subject(container), ' refuses ', { mark: refused.what }, ': it belongs to another user'];
    return notMade(log)
      ? [...subject(container), ' cannot make or write ', { mark: refused.what }]
      : [...subject(container), ` may not ${refused.verb} `, { mark: refused.what }, ': permission denied'];
  },
  says: ({ captures, log }) => {
    const refused = refusedIn(captures);
    if (changesUser(log)) return 'Its log says that the kernel did not let it change who it runs as.';
    if (refused === null) return 'Its log says that the kernel refused it something, not what.';
    if (isTooOpen(captures))
      return `It says that \`${refused.what}\` is open to others than its owner: its own check, the kernel refused nothing.`;
    if (isOthers(captures))
      return `It says that \`${refused.what}\` does not belong to the user that it runs as: its own check, the kernel refused nothing.`;
    return notMade(log)
      ? `Its log says that it could not make or write \`${refused.what}\`, not why; most often its user may not.`
      : `Its log says that the kernel refused it \`${refused.what}\`.`;
  },
  // Where nothing may write at all, another rule says so.
  unless: ({ log, container }) => notMade(log) && onReadOnlyRoot(container, log.hit.captures['path']),
  more: (found) => [
    ...(isTooOpen(found.captures) || isOthers(found.captures) ? wantedClaim(found) : []),
    ...identityClaim(found),
  ],
  remedies: (found) => [
    lookAgain(found, 'See which path, and what it was about to do with it.'),
    isTooOpen(found.captures)
      ? closeFile(found)
      : isOthers(found.captures)
        ? ownFile(found)
        : changesUser(found.log)
          ? changeByHand(
              'start-as-user',
              'Let it start as root, or as the user that it wants to be',
              'Changing the user takes root with the capabilities SETUID and SETGID. Take runAsUser and the dropped capabilities away from it, or set runAsUser to the user that it wants to be and use an entrypoint that then changes nothing.',
            )
          : executed.test(lineOf(found))
            ? changeByHand('make-executable', 'Let the file be run', runAdvice(found))
            : refusedIn(found.captures) === null
              ? findRefused(found)
              : changeByHand('fix-ownership', 'Let its user own what it writes', ownershipAdvice(found)),
  ],
  against: (cause, text) => answers.find(([id, words]) => id === cause && words.test(text))?.[2],
  wouldDisprove: 'The same user reaching the same path from a shell in the same pod.',
});
