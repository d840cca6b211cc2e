/** What rules look at, and which rule looks at what. */

import { recentEndings } from './facts/ending';
import type { TroubledPod } from './facts/pod-trouble';
import type { Subject } from './facts/table';
import type { TroubledContainer } from './facts/trouble';
import type { WorkloadView } from './facts/views';
import type { Rule } from './rule';

/** The workload once, each troubled pod, each troubled container; healthy ones only where a log was read. */
export function subjectsOf(
  view: WorkloadView,
  troubled: readonly TroubledPod[],
): { troubled: Subject[]; healthy: Subject[] } {
  // Put last: what an object gets behind a leading spread, Node 20 keeps until a full collection.
  const base = { view, troubledPods: troubled };
  const subjects: Subject[] = [{ pod: null, container: null, ...base }];
  const known = new Set<unknown>();
  for (const pod of troubled) {
    subjects.push({ pod, container: null, ...base });
    for (const container of pod.containers) {
      known.add(container.container);
      subjects.push({ pod, container, ...base });
    }
  }
  const healthy = view.pods
    .filter((pod) => pod.pod.metadata.deletionTimestamp === null && pod.pod.status.phase === 'Running')
    .flatMap((pod) => {
      const podSubject: TroubledPod = troubled.find((t) => t.pod === pod) ?? {
        pod,
        containers: [],
        podTrouble: null,
        reviewAtMs: null,
      };
      return pod.containers
        .filter((container) => !known.has(container) && container.logs.length > 0 && container.status?.state.running)
        .map((container): Subject => {
          const calm: TroubledContainer = {
            container,
            trouble: 'looping',
            endings: recentEndings(container),
            readyNow: true,
            recovering: false,
            reviewAtMs: null,
          };
          return { pod: podSubject, container: calm, ...base };
        });
    });
  return { troubled: subjects, healthy };
}

export function scopeOf(subject: Subject): Rule['scope'] {
  return subject.container ? 'container' : subject.pod ? 'pod' : 'workload';
}

/** Whether the rule is of that scope, or of that one too. */
export function looksAt(rule: Rule, subject: Subject): boolean {
  const scope = scopeOf(subject);
  return (
    rule.scope === scope ||
    (rule.alsoWorkload && scope === 'workload') ||
    (rule.alsoContainers && scope === 'container')
  );
}
