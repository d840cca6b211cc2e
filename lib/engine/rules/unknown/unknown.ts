/** Nothing names the cause: what is known, what is missing, and the one command that would tell most (design §5). */
import type { Certainty, Evidence, NonEmpty, Remedy } from '../../../model/diagnosis';
import { formatSpan } from '../../../format/duration';
import { describePod, showEvents, showLogs } from '../../../remedy/look';
import { absence, eventEvidence, fields, lineEvidence, noEvent } from '../../evidence';
import type { Exit } from '../../facts/exit';
import type { Waiting } from '../../facts/table';
import type { TroubledContainer } from '../../facts/trouble';
import type { ContainerView } from '../../facts/views';
import { defineRule, type DraftClaim } from '../../rule';

interface FoundNothing {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  container: ContainerView;
  troubled: TroubledContainer;
  exit: Exit | undefined;
  waiting: Waiting | undefined;
}

function stateEvidence(container: ContainerView): Evidence {
  const { status, statusPath, pod } = container;
  return fields(pod.label, null, {
    [`${statusPath}.ready`]: status?.ready,
    [`${statusPath}.restartCount`]: status?.restartCount,
    [`${statusPath}.state.running.startedAt`]: status?.state.running?.startedAt,
    [`${statusPath}.state.waiting.reason`]: status?.state.waiting?.reason,
  });
}

/** The last words, and whether there are any. */
function logClaim(container: ContainerView): DraftClaim {
  const digest = container.logs.find((log) => log.instance === 'previous') ?? container.logs[0];
  const last = digest?.excerpt.at(-1);
  const line = digest && last ? lineEvidence(digest, last.n) : null;
  if (line) return { text: 'Nothing in the log explains the end; its last line is quoted.', evidence: [line] };
  const text = digest ? 'the log is empty' : 'no log was read';
  return {
    text: `Its words are missing: ${text}.`,
    evidence: [
      absence(`Log of ${container.name} in ${container.pod.pod.metadata.name}`, text, 'previous and current log'),
    ],
  };
}

export const unknown = defineRule({
  id: 'unknown',
  scope: 'container',
  needs: ['container', 'troubled'],
  wants: ['lastExit', 'waiting'],

  match({ container, troubled, lastExit, waiting }): FoundNothing {
    const evidence: Evidence = lastExit?.evidence ?? waiting?.evidence ?? stateEvidence(container);
    return { certainty: 'possible', evidence: [evidence], container, troubled, exit: lastExit, waiting };
  },

  explain({ container, troubled, exit, waiting, evidence }) {
    const { namespace, name } = container.pod.pod.metadata;
    const code = { code: container.name };
    const ran = exit?.ranMs === null || exit?.ranMs === undefined ? '' : ` after ${formatSpan(exit.ranMs)}`;
    const warning = container.pod.events
      .filter((event) => event.type === 'Warning' && event.reason !== 'BackOff')
      .at(-1);
    const logs: Remedy = showLogs(
      { namespace, pod: name, container: container.name, previous: exit !== undefined && !exit.current },
      'Its own last words would tell most.',
    );
    const describe = describePod(
      { namespace, pod: name },
      'Events of the last hour and the state of every container, in one place.',
    );
    return {
      headline: exit
        ? ['Container ', code, ' exits with code ', { mark: String(exit.exitCode) }, `${ran}, and nothing says why`]
        : waiting
          ? ['Container ', code, ' waits with ', { mark: waiting.reason }, ', and nothing says why']
          : [
              'Container ',
              code,
              troubled.trouble === 'stuck' ? ' does not get started' : ' is not ready',
              ', and nothing says why',
            ],
      claims: [
        {
          text: exit
            ? `The last run ended with exit code ${exit.exitCode}, reason \`${exit.reason}\`.`
            : `This is all that its status says.`,
          evidence,
        },
        ...(exit ? [{ text: 'No probe kill was announced.', evidence: [noEvent(container.pod, 'Killing')] }] : []),
        ...(warning ? [{ text: 'The last warning about the pod:', evidence: [eventEvidence(warning)] }] : []),
        logClaim(container),
      ],
      remedies:
        exit || !waiting
          ? [logs, describe]
          : [describe, showEvents(namespace, { kind: 'Pod', name }, 'What the kubelet says, with times.')],
    };
  },
});
