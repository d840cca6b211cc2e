/**
 * A lock keeps the program from starting: a file that an earlier run left behind, or the lock of a process that lives
 * (signals §7: rb-3, pg-6, my-2, es-1).
 */
import type { Remedy } from '../../../model/diagnosis';
import { changeByHand } from '../../../remedy/change';
import { ask, describePod, listObjects } from '../../../remedy/look';
import { defineLogRule, logsOf, subject, short, type LogFinding } from '../log-rule';
import { holderOf, isHeld, type LockHolder } from './lock-holder';

const holder = ({ view, container, captures }: LogFinding) =>
  holderOf(view, container, captures['path'] ?? captures['file']);
const held = ({ evidence }: LogFinding) => evidence[0].kind === 'log' && isHeld(evidence[0].text);

/** Never to remove the file: its owner lives, and two writers destroy the data. */
function letItGo({ pod, claim, byRollout }: LockHolder, sure: boolean): [Remedy, ...Remedy[]] {
  const { namespace, name } = pod.pod.metadata;
  const look = describePod(
    { namespace, pod: name },
    `It runs with claim \`${claim}\` and ${sure ? 'holds' : 'may own'} the lock. Leave the file alone while it lives: two writers destroy the data.`,
  );
  const why = byRollout
    ? 'A rolling update starts the new pod while the old one still runs. With Recreate the old one ends first, and its lock with it.'
    : 'One data directory serves one program: run one replica, or give each its own claim, as a StatefulSet does.';
  return byRollout
    ? [
        look,
        changeByHand('one-writer', 'Let the old pod end before the new one starts', why, [
          { sign: ' ', text: 'strategy:' },
          { sign: '+', text: '  type: Recreate' },
        ]),
      ]
    : [look, ask('one-writer', 'Let one pod write there', why)];
}

function unknownOwner(found: LogFinding): [Remedy, ...Remedy[]] {
  if (!held(found))
    return [
      ask(
        'check-second-writer',
        'Make sure that nothing else writes there',
        'Two pods on one volume look the same: see that only one mounts it. Then remove the file, or let the start remove it when its process is gone.',
      ),
    ];
  return [
    listObjects(
      found.ref.namespace,
      'pods -o wide',
      'The kernel drops such a lock when its holder dies, so a process that lives holds it: a pod on the same volume, terminating ones too, or a second process in this container.',
    ),
    ask(
      'let-holder-end',
      'Let the holder of the lock end',
      'Wait for it, or stop it in order. Leave the file as it is: it is no leftover and may be the data itself. On a network volume the lock of a lost node stays until its server gives it up.',
    ),
  ];
}

export const staleLockFile = defineLogRule({
  id: 'stale-lock-file',
  confusedWith: ['permission-denied', 'port-in-use'],
  headline: (found) => [
    ...subject(found.container),
    held(found)
      ? ' does not start because another process holds a lock: '
      : ` does not start because a lock is ${holder(found) ? 'there already' : 'left'}: `,
    {
      mark: short(found.captures['path'] ?? found.captures['file'] ?? found.captures['message'] ?? 'a lock file'),
    },
  ],
  says: (found) => {
    const path = found.captures['path'];
    if (held(found)) return `Its log says that ${path === undefined ? 'a lock' : `the lock of \`${path}\``} is taken.`;
    return `Its log says that ${path === undefined ? 'a lock' : `\`${path}\``} is there already.`;
  },
  more: (found) => {
    const other = holder(found);
    return other ? [other.told] : [];
  },
  remedies: (found) => {
    const other = holder(found);
    const [first, ...rest] = other ? letItGo(other, held(found)) : unknownOwner(found);
    return [first, ...rest, logsOf(found, 'See whose lock it is, and since when.')];
  },
  wouldDisprove: (found) =>
    held(found)
      ? 'No process anywhere that has the file open: on a network volume the lock of a lost node may outlive it.'
      : holder(found) === null
        ? 'Another pod that runs and mounts the same volume, or a second process in this one: then the lock is held.'
        : 'The same words again once that pod is gone: then the file is a leftover.',
});
