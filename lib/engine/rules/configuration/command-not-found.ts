/**
 * What the container is told to run is not there: the runtime says so when it cannot start it (signals §1.4), a shell or an
 * interpreter in its log (signals §7.8 sh-4), and an empty command is as good as none.
 */
import type { CauseId } from '../../../model/causes';
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { ask, describePod } from '../../../remedy/look';
import { specField, spansOf } from '../../evidence';
import { startFailure } from '../../facts/start-error';
import type { ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';
import { saidByLess, subject } from '../log-rule';
import { notFoundIn } from './not-found-in';

const saidBy = {
  runtime: 'The runtime looked for the command in the image and did not find it.',
  directory: 'The runtime found what it is told to run, and it is a directory.',
  'no-file': 'The runtime found what it is told to run, and it is not a regular file: most often a directory.',
  log: 'Its log says that a command was not found.',
  exec: 'The file was found, and the kernel could not run it: the interpreter that its first line names, or the loader of a binary, is not there.',
  crlf: 'Its log says that a name was not found that ends with a CR: the script has the line ends of Windows, and its interpreter or shell takes the CR for a part of the name.',
  code: 'It ended with exit code 127, by which a shell says that it found no such command. No log tells which.',
};

interface FoundCommand {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  /** What is not there; null where the message does not name it. */
  what: string | null;
  /** Who says so: the runtime that finds nothing, or a directory, the log, the kernel's exec of a file that was found, a CR in the name, or the exit code alone. */
  said: keyof typeof saidBy;
}

/** By POSIX a shell that finds no command ends with this code; where no log tells more, that is all there is. */
const notFoundCode = 127;

function marked(evidence: Evidence, words: string): Evidence {
  return evidence.kind === 'event' ? { ...evidence, marks: spansOf(evidence.message, [words]) } : evidence;
}

/** Lines of what was found, for the kernel or its own loader had read it. */
const wasFound: ReadonlyMap<CauseId, string> = new Map([
  ['exec-format-error', 'The file was found: the kernel read it, and does not know its format.'],
  ['runtime-library-missing', 'What it is told to run was found: it says what it could not load.'],
]);

/** Lines of the kernel's own look at a file that is there, and of a name that a line end of Windows made. */
const saidIn: ReadonlyMap<string, keyof typeof saidBy> = new Map([
  ['exec-not-found', 'exec'],
  ['shell-interpreter-missing', 'exec'],
  ['crlf-interpreter', 'crlf'],
]);

const notThere: Partial<Record<keyof typeof saidBy, string>> = {
  directory: ' is a directory',
  'no-file': ' is not a regular file',
  exec: ' cannot be run: its interpreter or loader is not there',
  crlf: ' is not there, with the CR of a Windows line end in its name',
};

function nextStep(said: keyof typeof saidBy, what: string | null, told: string) {
  if (said === 'directory' || said === 'no-file')
    return ask(
      'check-command',
      `Name the program in ${what ?? 'the directory'}`,
      'The path may end too early, or a volume is mounted where the program is.',
    );
  if (said === 'crlf')
    return ask(
      'mend-line-ends',
      'Store the script with LF line ends',
      'Convert it in the build of the image (dos2unix, or sed on the CR), and hold it with `*.sh text eol=lf` in .gitattributes: a checkout on Windows brings the CR back.',
    );
  return said === 'exec'
    ? ask(
        'check-interpreter',
        `Look at the first line of ${what ?? 'the file'}`,
        'A script: the shell after #! has to be in the image (bash is not in alpine, none is in distroless), and the line must not end with the CR of Windows: store it with LF. A binary: one built for glibc does not start on musl; link it statically or change the base image.',
      )
    : ask(
        'check-command',
        told === '' ? 'Look at the entrypoint of the image' : 'Compare the command with what is in the image',
        'A misspelt path, a tag whose image lays its files elsewhere, a shell form where there is no shell, or a file that the build did not copy.',
      );
}

export const commandNotFound = defineRule({
  id: 'command-not-found',
  scope: 'container',
  needs: ['workload', 'container', 'troubled'],
  wants: ['log', 'ending'],
  supersedes: [...saidByLess, 'container-runtime-error'],
  confusedWith: ['exec-format-error', 'permission-denied', 'runtime-library-missing'],

  match({ workload, container, log, ending }): FoundCommand | undefined {
    const base = { ref: workload.snapshot.workload, container };
    const failure = startFailure(container);
    const missing = failure && notFoundIn(failure.message);
    const [first, ...rest] = failure?.evidence ?? [];
    if (failure && missing && first) {
      return {
        ...base,
        certainty: failure.sure ? 'proven' : 'likely',
        evidence: [first, ...rest.map((e) => marked(e, missing.words))],
        what: missing.what,
        said: missing.said,
      };
    }
    if (!log && ending?.verdict === 'error' && ending.exit.exitCode === notFoundCode) {
      return { ...base, certainty: 'possible', evidence: [ending.exit.evidence], what: null, said: 'code' };
    }
    const isCommand = log?.hit.signature === 'shell-no-such-file' && ending?.exit.exitCode === notFoundCode;
    if (!log || (log.hit.cause !== 'command-not-found' && !isCommand)) return undefined;
    const { captures } = log.hit;
    return {
      ...base,
      certainty: log.judged ?? 'likely',
      evidence: [log.evidence],
      what: captures['command'] ?? captures['path'] ?? captures['file'] ?? null,
      said: saidIn.get(log.hit.signature) ?? 'log',
    };
  },

  explain({ ref, container, what, said, evidence }) {
    const { command, args } = container.spec;
    const told = [...command, ...args].join(' ');
    const empty = what === '';
    return {
      headline: empty
        ? [...subject(container), ' cannot start: it is told to run ', { mark: 'an empty command' }]
        : [
            ...subject(container),
            said === 'log' || said === 'crlf' || said === 'code' ? ' ends: ' : ' cannot start: ',
            { mark: what ?? (said === 'crlf' ? 'a command of its script' : 'what it is told to run') },
            notThere[said] ?? ' is not there',
          ],
      claims: [
        {
          text: saidBy[said],
          evidence,
        },
        told === ''
          ? {
              text: 'The pod gives no command of its own, so it is the one in the image.',
              evidence: [specField(container, { '!image': container.spec.image })],
            }
          : {
              text: `The pod tells it to run \`${told.slice(0, 120)}\`.`,
              evidence: [
                specField(container, {
                  '!command': command,
                  args,
                  image: container.spec.image,
                }),
              ],
            },
      ],
      remedies: [
        nextStep(said, what, told),
        describePod(
          { namespace: ref.namespace, pod: container.pod.pod.metadata.name },
          'See the command, the image and the message of the runtime together.',
        ),
      ],
      wouldDisprove: 'A start of the same image with the same command that gets further.',
    };
  },

  ruleOut({ log }) {
    const because = log?.hit.cause && wasFound.get(log.hit.cause);
    return log && because ? { because, evidence: [log.evidence] } : undefined;
  },
});
