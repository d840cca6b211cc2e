/** What is known of a container that no rule explains: how it ended or what it waits for, and its last words. */
import type { Evidence, HeadlinePart, LogEvidence, NonEmpty } from '../../../model/diagnosis';
import { formatSpan } from '../../../format/duration';
import { formatClock } from '../../../format/time';
import { ask, describeNode, describePod, showEvents, showLogs } from '../../../remedy/look';
import type { ClusterEvent } from '../../../model/kubernetes';
import { absence, eventEvidence, fields, lineEvidence, logEvidence } from '../../evidence';
import { recentEndings } from '../../facts/ending';
import { noKillClaim } from '../../facts/no-killing';
import type { Exit } from '../../facts/exit';
import type { TroubledContainer } from '../../facts/trouble';
import { spanMs, timeMs, type ContainerView, type WorkloadView } from '../../facts/views';
import { lastLine } from '../../signatures/decisive';
import type { DraftClaim } from '../../rule';
import { subject } from '../log-rule';
import { lastWarning, type Known } from './known';
import { hourMs } from '../../../format/units';

function stateEvidence(container: ContainerView): Evidence {
  const { status, statusPath, pod } = container;
  if (!status)
    return fields(pod.label, null, { 'status.phase': pod.pod.status.phase, 'spec.nodeName': pod.pod.spec.nodeName });
  return fields(pod.label, null, {
    [`${statusPath}.ready`]: status.ready,
    [`${statusPath}.restartCount`]: status.restartCount,
    [`${statusPath}.state.running.startedAt`]: status.state.running?.startedAt,
    [`${statusPath}.state.waiting.reason`]: status.state.waiting?.reason,
    [`${statusPath}.state.waiting.message`]: status.state.waiting?.message,
  });
}

/** Whether no run of it is known: it has nothing to say yet. */
function neverRan({ status, pod }: ContainerView): boolean {
  if (!status) return pod.pod.status.phase === 'Pending';
  const { state, lastState, restartCount } = status;
  return restartCount === 0 && !state.running && !state.terminated && !lastState.terminated;
}

/** The kubelet's last word of a container that waits, where that is that it pulls the image. */
function pullingOf(container: ContainerView): ClusterEvent | null {
  const newest = container.events.at(-1);
  return newest?.reason === 'Pulling' && neverRan(container) ? newest : null;
}

/** Of a container that has not ended: what it does instead of being ready, as the end of a headline, and what says so. */
function ofLiving(
  { container, trouble }: TroubledContainer,
  silence: string,
): { words: NonEmpty<HeadlinePart>; claims: DraftClaim[] } {
  const { running, waiting } = container.status?.state ?? {};
  const pulling = waiting ? pullingOf(container) : null;
  if (pulling) {
    const pulls = pulling.at === null ? 'is pulling' : `has been pulling since ${formatClock(pulling.at)}`;
    return {
      words: [' waits for its image, which the kubelet ', { mark: pulls }],
      claims: [
        {
          text: 'This is the last that the kubelet said of it: neither that it has the image, nor that the pull failed.',
          evidence: [eventEvidence(pulling, pulling.message)],
        },
      ],
    };
  }
  if (waiting?.reason)
    return { words: [' waits with ', { mark: waiting.reason }, ', and nothing says why'], claims: [] };
  if (trouble !== 'stuck') return { words: [` is not ready, and ${silence}`], claims: [] };
  if (!running) return { words: [' does not get started, and nothing says why'], claims: [] };
  const since = timeMs(running.startedAt) === null ? '' : `since ${formatClock(running.startedAt ?? '')} `;
  return { words: [' has run ', { mark: `${since}without coming to an end` }, `, and ${silence}`], claims: [] };
}

/** Whether what is quoted holds that line. */
function quotes(quoted: Evidence, { instance, line }: LogEvidence): boolean {
  if (quoted.kind !== 'log' || quoted.instance !== instance) return false;
  return quoted.line <= line && line < quoted.line + quoted.text.split('\n').length;
}

/** The last words, and whether there are any; none where `told` has quoted them already. */
function logClaim(container: ContainerView, told: readonly DraftClaim[]): DraftClaim[] {
  const digest = container.logs.find((log) => log.instance === 'previous') ?? container.logs[0];
  const last = digest && lastLine(digest);
  const line = digest && last ? lineEvidence(digest, last.n) : null;
  const ended = recentEndings(container).length > 0;
  if (line && told.some(({ evidence }) => evidence.some((one) => quotes(one, line)))) return [];
  if (line)
    return [
      {
        text: `Nothing in the log explains ${ended ? 'the end' : 'it'}; its last line is quoted.`,
        evidence: [line],
      },
    ];
  const text = digest ? 'the log is empty' : 'no log was read';
  return [
    {
      text: `Its words are missing: ${text}.`,
      evidence: [
        absence(`Log of ${container.name} in ${container.pod.pod.metadata.name}`, text, 'previous and current log'),
      ],
    },
  ];
}

/** A failure that its log tells beside: what is known of it, though nothing makes it the reason. */
function failureClaim(container: ContainerView, wasKilled: boolean): DraftClaim[] {
  const told = container.logs.flatMap((digest) =>
    digest.hits
      .filter((hit) => hit.cause !== null && hit.cause !== 'app-error-uncaught' && hit.weight !== 'noise')
      .map((hit) => ({ digest, hit })),
  );
  const last = told.findLast(({ digest }) => digest.instance === 'previous') ?? told.at(-1);
  if (!last) return [];
  const text = wasKilled
    ? 'Its log tells of this failure; a failure that is logged sends no SIGKILL, and nothing links the two.'
    : 'Its log tells of this failure; nothing links it to the end.';
  return [{ text, evidence: [logEvidence(last.digest, last.hit)] }];
}

/** What a code says of an end that nobody announced: a signal, and who may have sent it (signals §5.2 rows 10 and 12). */
const senders: ReadonlyMap<number, { signal: string; says: string; who: string }> = new Map([
  [
    137,
    {
      signal: 'SIGKILL',
      says: 'It did not end by itself: 137 is SIGKILL, sent from outside of the program.',
      who: 'The kernel short of memory, whose word the runtime lost (compare its use with its limit); a supervisor or script in the container; a `kill -9` by hand; a restart of the container runtime.',
    },
  ],
  [
    143,
    {
      signal: 'SIGTERM',
      says: '143 is SIGTERM: something told it to stop.',
      who: 'A script or supervisor in the container; another container of a shared process namespace; a `kill` by hand; or the kubelet, for a probe or a deletion, whose event is no longer kept.',
    },
  ],
]);

/** How long the API server keeps an event that is not said again (signals §3.1): that none is left of an older end says nothing. */
const keptMs = hourMs;

/** Of a container with a probe that could have killed it, while an event of that would still be there. */
function noProbeKill(container: ContainerView, { finishedAt }: Exit, asOf: string): DraftClaim[] {
  const { livenessProbe, startupProbe } = container.spec;
  const kinds = [livenessProbe && ('liveness' as const), startupProbe && ('startup' as const)].filter(
    (one) => one !== null,
  );
  if (kinds.length === 0 || (spanMs(finishedAt, asOf) ?? Infinity) >= keptMs) return [];
  return noKillClaim('No probe kill was announced.', container, ...kinds);
}

/**
 * What is known of a container that no rule explains: how it ended or what it waits for, and the command that would
 * tell most.
 */
export function ofContainer(troubled: TroubledContainer, { snapshot: { pending, asOf } }: WorkloadView): Known {
  const { container, endings } = troubled;
  const { namespace, name } = container.pod.pod.metadata;
  const exit = endings[0]?.exit;
  const ranMs = exit?.ranMs ?? null;
  const ran = ranMs === null ? '' : ` after ${formatSpan(ranMs)}`;
  const logs = showLogs(
    { namespace, pod: name, container: container.name, previous: exit !== undefined && !exit.current },
    'Its own last words would tell most.',
  );
  const describe = describePod(
    { namespace, pod: name },
    'Events of the last hour and the state of every container, in one place.',
  );
  // An unread log is no silent one.
  const silence =
    container.logs.length > 0
      ? 'nothing says why'
      : `its log ${pending.some((what) => what.includes('log')) ? 'is not read yet' : 'could not be read'}`;
  const state = exit?.evidence ?? stateEvidence(container);
  const sender = exit && !endings[0]?.kill && exit.reason !== 'OOMKilled' ? senders.get(exit.exitCode) : undefined;
  const wasRead = container.logs.some((log) => lastLine(log) !== null);
  const node = container.pod.pod.spec.nodeName;
  const known = exit
    ? `The last run ended with exit code ${exit.exitCode}, reason \`${exit.reason}\`.${sender ? ` ${sender.says}` : ''}`
    : 'This is all that its status says.';
  const living = ofLiving(troubled, silence);
  const failure = exit ? failureClaim(container, sender?.signal === 'SIGKILL') : [];
  return {
    headline: exit
      ? [
          ...subject(container),
          ' exits with code ',
          { mark: String(exit.exitCode) },
          `${sender ? ` (${sender.signal})` : ''}${ran}, and ${silence}`,
        ]
      : [...subject(container), ...living.words],
    claims: [
      { text: known, evidence: [state] },
      ...(exit ? noProbeKill(container, exit, asOf) : living.claims),
      ...lastWarning(container.pod),
      ...failure,
      ...(neverRan(container) ? [] : logClaim(container, failure)),
    ],
    evidence: [state],
    remedies: sender
      ? [
          // What was read and explains nothing does not tell more when it is read again.
          wasRead ? describe : logs,
          ...(wasRead ? [] : [describe]),
          ask(`who-sent-${sender.signal.toLowerCase()}`, `Find who sent ${sender.signal}`, sender.who),
          ...(node === null
            ? []
            : [describeNode(node, 'Its events tell whether it was short of memory or restarted then.')]),
        ]
      : exit || container.status?.state.running
        ? [logs, describe]
        : !container.status && node !== null
          ? [describe, describeNode(node, 'Whether it is there, its kubelet reports, and other pods start on it.')]
          : [describe, showEvents(namespace, { kind: 'Pod', name }, 'What the kubelet says, with times.')],
    container: { name: container.name, type: container.type },
    ...(exit ? { names: `exit code ${exit.exitCode}` } : {}),
  };
}
