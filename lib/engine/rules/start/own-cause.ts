/** An init container or a sidecar whose own cause would be an uncaught error, or unknown: design §5 names it by its place. */

import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { formatSpan } from '../../../format/duration';
import { showLogs } from '../../../remedy/look';
import { absence, lineEvidence } from '../../evidence';
import type { Ending } from '../../facts/ending';
import type { DecisiveLog } from '../../facts/table';
import type { TroubledContainer } from '../../facts/trouble';
import type { ContainerView, WorkloadView } from '../../facts/views';
import { lastLine } from '../../signatures/decisive';
import type { DraftClaim, Explanation } from '../../rule';
import { short } from '../log-rule';

export interface OwnCause {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  container: ContainerView;
  ending: Ending | null;
  words: string | null;
}

/** What the helper container failed with; undefined when it did not fail by itself, or its log names something narrower. */
export function ownCause(
  view: WorkloadView,
  troubled: TroubledContainer,
  log: DecisiveLog | undefined,
): OwnCause | undefined {
  const { container, endings } = troubled;
  const ending =
    endings.find((e) => e.verdict === 'error' || e.verdict === 'signal' || e.verdict === 'sigkill') ?? null;
  if (!ending) return undefined;
  if (log && log.hit.cause !== null && log.hit.cause !== 'app-error-uncaught') return undefined;
  const digest = container.logs.find((one) => one.instance === 'previous') ?? container.logs[0];
  const last = digest && lastLine(digest);
  const line = log ? log.evidence : digest && last ? lineEvidence(digest, last.n) : null;
  const words = log?.hit.captures['message'] ?? last?.text ?? null;
  // That this container keeps the pod back is what the kubelet reports; why it fails is its own log's word.
  return {
    certainty: 'likely',
    evidence: [ending.exit.evidence, ...(line ? [line] : [])],
    ref: view.snapshot.workload,
    container,
    ending,
    words,
  };
}

/** How an init container or a sidecar failed, where no other rule says why: its exit and its last words. */
export function explainOwnCause(found: OwnCause, word: 'Init container ' | 'Sidecar ', meaning: string): Explanation {
  const { container, ending, words, evidence } = found;
  const { namespace, name } = container.pod.pod.metadata;
  const code = ending?.exit.exitCode ?? 0;
  const ran = ending?.exit.ranMs === null || !ending ? '' : ` after ${formatSpan(ending.exit.ranMs)}`;
  const [exit, line] = evidence;
  const unsaid = container.logs.length > 0 ? 'the log is empty' : 'no log was read';
  const said: DraftClaim = line
    ? { text: 'These are its own last words.', evidence: [line] }
    : {
        text: `Its words are missing: ${unsaid}.`,
        evidence: [absence(`Log of ${container.name} in ${name}`, unsaid, 'previous and current log')],
      };
  return {
    headline: [
      word,
      { code: container.name },
      ' fails with ',
      { mark: `exit code ${code}` },
      ...(words === null ? [] : [`: ${short(words)}`]),
    ],
    claims: [{ text: `\`${container.name}\` ended${ran} with exit code ${code}; ${meaning}`, evidence: [exit] }, said],
    remedies: [
      showLogs(
        { namespace, pod: name, container: container.name, previous: ending !== null && !ending.exit.current },
        'Its own words tell what it could not do.',
      ),
    ],
    wouldDisprove: 'A later run of this container that ends with exit code 0, with nothing changed.',
  };
}
