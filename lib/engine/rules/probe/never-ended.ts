/** That a container has run since its first start: then no probe has killed it yet. */
import { fields } from '../../evidence';
import { timeMs, type ContainerView } from '../../facts/views';
import type { RuledOutDraft } from '../../rule';

/** Undefined where it has ended before, does not run, or where that is not known. */
export function neverEnded({ status, statusPath, pod }: ContainerView): RuledOutDraft | undefined {
  const { running } = status?.state ?? {};
  if (!status || !running || timeMs(running.startedAt) === null) return undefined;
  if (status.restartCount > 0 || status.lastState.terminated) return undefined;
  return {
    because: 'It has run since its first start: nothing has killed it.',
    evidence: [
      fields(pod.label, null, {
        [`!${statusPath}.restartCount`]: status.restartCount,
        [`${statusPath}.state.running.startedAt`]: running.startedAt,
      }),
    ],
  };
}
