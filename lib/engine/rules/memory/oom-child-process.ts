/**
 * A process other than PID 1 was killed for memory: OOMKilled with another exit code than 137, or a log that reports a worker
 * ended by signal 9, whether or not the container goes on (signals §5.2 row 9, §5.3; design §5).
 */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { LogDigest, LogHit } from '../../../model/log';
import type { WorkloadRef } from '../../../model/workload';
import { ask, showLogs } from '../../../remedy/look';
import { logEvidence } from '../../evidence';
import type { Ending } from '../../facts/ending';
import type { MemoryLimit } from '../../facts/memory-limit';
import type { ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';
import { doesItsWork, saidByLess } from '../log-rule';
import { raise } from './limit';
import { dayMs } from '../../../format/units';

interface FoundChild {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  ending: Ending | undefined;
  limit: MemoryLimit | undefined;
  said: Evidence | null;
  /** The master gave the worker up for its time-out before it ended it. */
  timedOut?: Evidence;
  /** What the program says that it ended for, beside a kill for memory that the runtime saw. */
  own?: Evidence | undefined;
}

/** A master that kills a worker for its time-out sends signal 9 as well, says so first, and then only guesses at memory (gunicorn). */
function timeOutOf(digest: LogDigest, killed: LogHit): Evidence | null {
  const { pid } = killed.captures;
  const hit = digest.hits.findLast(
    ({ signature, line, captures }) =>
      signature === 'gunicorn-worker-timeout' && line <= killed.line && (pid === undefined || captures['pid'] === pid),
  );
  return hit ? logEvidence(digest, hit) : null;
}

/** Requests that took too long, so many in one log, are no chance. */
const often = 2;

/** One slow request: the master put another worker in its place, and nothing else was killed. */
function isSeldom(kills: readonly { digest: LogDigest; hit: LogHit }[]): boolean {
  return kills.length < often && kills.every(({ digest, hit }) => timeOutOf(digest, hit) !== null);
}

/** A Go program kills the command it runs with signal 9 when its own context ends, and says so beside it. */
function wasCancelled(digest: LogDigest, hit: LogHit): boolean {
  return digest.excerpt.some(
    ({ n, text }) => Math.abs(n - hit.line) <= 2 && /\bcontext (?:canceled|deadline exceeded)\b/.test(text),
  );
}

/** The kubelet said that it ends the container: what a script kills then is part of the stop. */
const announced = new Set<Ending['verdict']>(['probe-kill', 'stop', 'platform', 'post-start', 'definition']);

export const oomChildProcess = defineRule({
  id: 'oom-child-process',
  scope: 'container',
  alsoHealthy: true,
  needs: ['workload', 'container', 'troubled', 'logs'],
  wants: ['ending', 'memoryLimit', 'log'],
  supersedes: [...saidByLess, 'oom-killed-limit', 'oom-killed-node', 'sigterm-not-handled'],
  confusedWith: ['oom-killed-limit', 'runtime-heap-exhausted'],

  match({ workload, container, ending, memoryLimit, log, logs }): FoundChild | undefined {
    const base = { ref: workload.snapshot.workload, container, ending, limit: memoryLimit };
    const kills = logs.flatMap((digest) =>
      digest.hits.filter((hit) => hit.cause === 'oom-child-process').map((hit) => ({ digest, hit })),
    );
    const told = kills.at(-1);
    const said = told ? logEvidence(told.digest, told.hit) : null;
    const timedOut = told ? timeOutOf(told.digest, told.hit) : null;
    const narrower =
      log &&
      log.hit.cause !== 'oom-child-process' &&
      log.hit.cause !== 'app-error-uncaught' &&
      log.hit.weight === 'fatal';
    if (ending?.verdict === 'oom-other') {
      // That a process of the container was killed for memory is certain; that this end follows from it is not (signals §5.2 row 9).
      if (!said && (narrower || (ending.exit.ranMs ?? 0) > dayMs)) return undefined;
      const own = !said && log?.hit.weight === 'fatal' ? log.evidence : undefined;
      const evidence: NonEmpty<Evidence> = [ending.exit.evidence, ...(said ? [said] : []), ...(own ? [own] : [])];
      return { certainty: 'likely', evidence, said, own, ...base };
    }
    if (!said) return undefined;
    if ((ending && announced.has(ending.verdict)) || (told && wasCancelled(told.digest, told.hit))) return undefined;
    if (ending?.verdict === 'oom')
      return { ...base, certainty: 'likely', evidence: [said, ending.exit.evidence], said };
    if (ending && narrower) return undefined;
    if (timedOut && doesItsWork(container, ending) && isSeldom(kills)) return undefined;
    if (timedOut) return { ...base, certainty: 'possible', evidence: [timedOut, said], said, timedOut };
    // Without a limit only a full node kills for memory, and a 137 that is handed on tells no more than the log.
    if (memoryLimit === undefined && (ending === undefined || ending.verdict === 'sigkill'))
      return { ...base, certainty: 'possible', evidence: [said], said };
    return { ...base, certainty: 'likely', evidence: [said, ...(ending ? [ending.exit.evidence] : [])], said };
  },

  explain({ ref, container, ending, limit, said, timedOut, own }) {
    const { namespace, name } = container.pod.pod.metadata;
    const logs = showLogs(
      { namespace, pod: name, container: container.name, previous: ending !== undefined && !ending.exit.current },
      'See which worker died, at what task, and how often.',
    );
    if (timedOut && said)
      return {
        headline: [
          'A worker of container ',
          { code: container.name },
          ' was ended by its own master ',
          { mark: 'after its time-out' },
        ],
        claims: [
          { text: 'The master gave the worker up because it did not answer for the time-out.', evidence: [timedOut] },
          { text: 'Then it sent signal 9. What it says of memory is a guess.', evidence: [said] },
        ],
        remedies: [
          logs,
          ask(
            'worker-time-out',
            'Find out what held the worker up',
            'A slow dependency, a long request or a start that loads much: mend that, or give it a longer time-out. Swapping and CPU throttling make a worker slow too.',
          ),
        ],
        wouldDisprove: 'An end of the container by the kernel, or a kernel line of the node at that second.',
      };
    const goesOn = ending === undefined;
    return {
      headline: [
        'A process inside container ',
        { code: container.name },
        ' was killed ',
        { mark: limit === undefined ? 'for memory' : `for memory (limit ${limit.text})` },
        goesOn ? ', and the container goes on without it' : ', not its main process',
      ],
      claims: [
        said
          ? { text: `Its log reports a worker that was ended by signal 9.`, evidence: [said] }
          : {
              text: 'The runtime saw an out-of-memory kill in the container, and the main process ended with a code of its own.',
              evidence: ending ? [ending.exit.evidence] : [],
            },
        ...(ending
          ? [
              {
                text: `The last run ended with reason \`${ending.exit.reason}\`, exit code ${ending.exit.exitCode}.`,
                evidence: [ending.exit.evidence],
              },
            ]
          : []),
        ...(own
          ? [
              {
                text: 'The program says another reason for its own end. The runtime keeps that it saw a kill, however long ago: read this first.',
                evidence: [own],
              },
            ]
          : []),
        ...(limit
          ? [{ text: `All processes of the ${limit.of} share its limit of ${limit.text}.`, evidence: [limit.evidence] }]
          : []),
      ],
      remedies: [
        logs,
        limit
          ? raise(
              ref,
              container,
              limit,
              'Or run fewer workers: the limit holds for all of them together. Twice the limit is a first guess.',
            )
          : showLogs(
              { namespace, pod: name, container: container.name, previous: false },
              'See whether it is killed again.',
            ),
      ],
      wouldDisprove: 'Lines of a master process that say it killed a worker for a time-out: that is signal 9 too.',
    };
  },
});
