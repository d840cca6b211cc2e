/**
 * A scenario: a tiny recording with its expected answer, as YAML. Raw objects as the API would send them (fields that
 * do not matter left out), logs as text, and what must come out. It goes through the true projection, picture and collect.
 */

import { parse } from 'yaml';
import { z } from 'zod';
import { isCauseId, type CauseId } from '../../model/causes';
import { metricIds, type MetricId } from '../../model/metrics';

const cause = z.custom<CauseId>(
  (value) => typeof value === 'string' && isCauseId(value),
  'not an id of a cause (design §5)',
);

const expected = z.strictObject({
  /** "Deployment/cart" in the namespace of the first object. */
  workload: z.string().regex(/^[A-Za-z]+\/.+$/),
  status: z.enum(['broken', 'degraded', 'recovering', 'healthy']),
  /** Left out when healthy. */
  primary: cause.optional(),
  container: z.string().optional(),
  certainty: z.enum(['proven', 'likely', 'possible']).optional(),
  also: z.array(cause).default([]),
  mustNot: z.array(cause).default([]),
  /** Words that the headline must hold. */
  headline: z.array(z.string()).default([]),
  /** Words that must stand somewhere in the claims or the evidence. */
  mentions: z.array(z.string()).default([]),
});

/** Take decisive evidence away and the answer must move, or lose certainty. `drop` names what: see mutate.ts. */
const mutation = z.strictObject({
  drop: z.union([
    z.strictObject({ event: z.string() }),
    z.strictObject({ log: z.string() }),
    z.strictObject({ field: z.string() }),
    z.strictObject({ object: z.string() }),
    z.strictObject({ metric: z.string() }),
  ]),
  /** What comes instead, where it matters; else anything that is not the same cause with the same certainty. */
  primary: cause.nullable().optional(),
});

/** A series as Prometheus would answer (model/snapshot): it goes into the snapshot as it stands. */
const metric = z.strictObject({
  id: z.custom<MetricId>((id) => typeof id === 'string' && id in metricIds, 'is no id of lib/model/metrics.ts'),
  pod: z.string().nullable(),
  container: z.string().nullable(),
  detail: z.string().nullable().default(null),
  unit: z.enum(['bytes', 'cores', 'seconds', 'ratio', 'count', 'per-second']),
  query: z.string(),
  points: z.array(z.tuple([z.number(), z.number()])),
});

export const scenarioSchema = z.strictObject({
  about: z.string(),
  /** Known not to be answered rightly yet; reported, not required. */
  hard: z.string().optional(),
  asOf: z.iso.datetime(),
  objects: z.array(z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string() }) })),
  /** "pod/container": the texts. */
  logs: z
    .record(z.string(), z.strictObject({ current: z.string().optional(), previous: z.string().optional() }))
    .default({}),
  /** Pods that were deleted: each was seen as it stands here, and went at this time. */
  deleted: z
    .array(
      z.strictObject({
        at: z.iso.datetime(),
        pod: z.looseObject({ kind: z.literal('Pod'), metadata: z.looseObject({ name: z.string() }) }),
      }),
    )
    .default([]),
  metrics: z.array(metric).default([]),
  expected,
  mutations: z.array(mutation).default([]),
});

export type Scenario = z.infer<typeof scenarioSchema>;

/** Reads one scenario; throws with the file's name and the field that is wrong. */
export function parseScenario(name: string, text: string): Scenario {
  const result = scenarioSchema.safeParse(parse(text, { maxAliasCount: 100 }));
  if (!result.success) throw new Error(`${name}: ${z.prettifyError(result.error)}`);
  return result.data;
}
