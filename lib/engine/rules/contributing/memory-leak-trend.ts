/** Memory grows from start to kill in run after run and never levels (signals §8.6). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import { formatBytes } from '../../../format/quantity';
import { changeByHand } from '../../../remedy/change';
import { goodPeak, memoryTrend, type MemoryTrend } from '../../facts/metrics';
import type { ContainerView } from '../../facts/views';
import { defineRule } from '../../rule';

interface FoundLeak {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  container: ContainerView;
  trend: MemoryTrend;
}

export const memoryLeakTrend = defineRule({
  id: 'memory-leak-trend',
  scope: 'container',
  needs: ['workload', 'container', 'ending'],

  match({ workload, container, ending }): FoundLeak | undefined {
    if (ending.verdict !== 'oom' && ending.verdict !== 'oom-other') return undefined;
    const trend = memoryTrend(workload, container);
    if (!trend || !trend.grows) return undefined;
    // Another revision needed as much and stayed clear of its limit: honest need, cut off while it warms up.
    const good = goodPeak(workload, container);
    if (good && good.bytes >= trend.peakBytes) return undefined;
    return { certainty: trend.runs > 1 ? 'likely' : 'possible', evidence: [trend.evidence], container, trend };
  },

  explain({ container, trend, evidence }) {
    const rate = `${formatBytes(trend.bytesPerMinute)} a minute`;
    return {
      headline: [
        'Memory of container ',
        { code: container.name },
        ' grows by ',
        { mark: rate },
        ' and does not level before the kill',
      ],
      claims: [
        { text: `In ${trend.runs} ${trend.runs === 1 ? 'run' : 'runs'} it grew from the start to the kill.`, evidence },
      ],
      remedies: [
        changeByHand(
          'find-leak',
          'Look for the leak; do not raise the limit for it',
          `At ${rate} any limit is reached: a heap profile of a run shows what is kept.`,
        ),
      ],
    };
  },
});
