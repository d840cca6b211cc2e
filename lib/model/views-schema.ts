/** What the HTTP API answers, as zod schemas (design §6). */

import { z } from 'zod';
import { causeIds, type CauseId } from './causes';
import { diagnosisSchema, status, summarySchema } from './diagnosis-schema';
import { metricIds, seriesWindows, type MetricId, type SeriesView } from './metrics';
import type { CreatedShare, DiagnosisList, ShareView, Totals } from './views';

/** `causeIds` is built from a literal table that is not empty. */
const cause = z.enum(causeIds as [CauseId, ...CauseId[]]);

export const totalsSchema = z.object({
  byStatus: z.record(status, z.number()),
  byNamespace: z.array(z.object({ namespace: z.string(), count: z.number() })),
  byCause: z.array(z.object({ cause, count: z.number() })),
  causesOfBroken: z.number(),
  workloads: z.number(),
  namespaces: z.number(),
}) satisfies z.ZodType<Totals>;

export const diagnosisListSchema = z.object({
  asOf: z.string(),
  items: z.array(summarySchema),
  totals: totalsSchema,
  nextCursor: z.string().nullable(),
}) satisfies z.ZodType<DiagnosisList>;

export const uploadAnswerSchema = z.object({
  asOf: z.string(),
  items: z.array(diagnosisSchema),
  totals: totalsSchema,
  missing: z.array(z.string()).describe('What could not be read or judged, in words'),
  nextCursor: z.null(),
});

export const createdShareSchema = z.object({
  id: z.string(),
  path: z.string(),
  url: z.string().nullable(),
  expiresAt: z.string(),
}) satisfies z.ZodType<CreatedShare>;

/** `metricIds` is a literal table that is not empty. */
const metricId = z.enum(Object.keys(metricIds) as [MetricId, ...MetricId[]]);

export const seriesViewSchema = z.object({
  asOf: z.string(),
  window: z.enum(seriesWindows),
  from: z.string(),
  stepSeconds: z.number(),
  curves: z.array(
    z.object({
      id: metricId,
      pod: z.string().nullable(),
      container: z.string().nullable(),
      detail: z.string().nullable(),
      unit: z.enum(['bytes', 'cores', 'seconds', 'ratio', 'count', 'per-second']),
      query: z.string(),
      points: z.array(z.tuple([z.number(), z.number()])),
    }),
  ),
  missing: z.array(z.object({ what: z.string(), why: z.string() })),
}) satisfies z.ZodType<SeriesView>;

export const shareViewSchema = z.object({
  diagnosis: diagnosisSchema,
  series: z.array(seriesViewSchema),
  sharedAt: z.string(),
  expiresAt: z.string(),
  now: z
    .object({ status, headline: z.string(), at: z.string(), heard: z.boolean(), cluster: z.string().nullable() })
    .nullable(),
  gone: z.object({ noticedAt: z.string().nullable() }).nullable(),
}) satisfies z.ZodType<ShareView>;

export const problemSchema = z.object({
  type: z.string().describe('Stable: urn:unloop:problem:…'),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  field: z.string().optional(),
  remedy: z.string().optional(),
});
