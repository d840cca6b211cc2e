/** A ConfigMap or Secret that the pods refer to was written shortly before the trouble began (signals §9). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { ConfigObject } from '../../../model/kubernetes';
import type { WorkloadRef } from '../../../model/workload';
import { formatSpan } from '../../../format/duration';
import { listKeys, showWriters } from '../../../remedy/look';
import { fields, labelOf } from '../../evidence';
import { sinceOf } from '../../impact';
import { timeMs } from '../../facts/views';
import { defineRule } from '../../rule';

interface FoundChange {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  object: ConfigObject;
  at: string;
  beforeMs: number;
}

/** A change longer ago than this is no longer "shortly before". */
const windowMs = 30 * 60_000;

export const configChanged = defineRule({
  id: 'config-changed',
  scope: 'workload',
  needs: ['workload', 'troubledPods'],

  match({ workload, troubledPods }): FoundChange | undefined {
    const began = timeMs(sinceOf(troubledPods));
    if (began === null) return undefined;
    for (const object of workload.snapshot.configs ?? []) {
      const written = [...object.metadata.writers.map((w) => w.at), ...(object.keys ?? []).map((k) => k.changedAt)]
        .filter((at): at is string => at !== null)
        .sort();
      const at = written.at(-1);
      const ms = timeMs(at);
      const created = timeMs(object.metadata.creationTimestamp);
      // The first write is the creation: that is no change.
      if (at === undefined || ms === null || (created !== null && ms - created < 2_000)) continue;
      if (ms > began + 60_000 || began - ms > windowMs) continue;
      const index = object.metadata.writers.findIndex((w) => w.at === at);
      const evidence = fields(labelOf(object), at, {
        [`!metadata.managedFields[${index}].time`]: index < 0 ? null : at,
        [`metadata.managedFields[${index}].manager`]: object.metadata.writers[index]?.manager,
      });
      return {
        certainty: 'likely',
        evidence: [evidence],
        ref: workload.snapshot.workload,
        object,
        at,
        beforeMs: Math.max(began - ms, 0),
      };
    }
    return undefined;
  },

  explain({ ref, object, beforeMs, evidence }) {
    return {
      headline: [
        `${object.kind} `,
        { code: object.metadata.name },
        ' was changed ',
        { mark: beforeMs < 1000 ? 'just before' : `${formatSpan(beforeMs)} before` },
        ' the trouble began',
      ],
      claims: [
        {
          text: `Its pods refer to ${object.kind} \`${object.metadata.name}\`, and it was written shortly before.`,
          evidence,
        },
      ],
      remedies: [
        listKeys(object.kind, ref.namespace, object.metadata.name, 'See which keys it has now.'),
        showWriters(object.kind, ref.namespace, object.metadata.name, 'See who wrote it last, and when.'),
      ],
      container: null,
    };
  },
});
