/** The Diagnosis and the Summary as zod schemas: for the API's own description, and for whoever checks an answer against it. */

import { z } from 'zod';
import { type CauseId, causeFamilies, causeIds, type Family } from './causes';
import { riskIds, type Diagnosis, type Evidence, type RiskId, type Summary } from './diagnosis';

/** `causeIds` and `causeFamilies` are built from one literal table, so neither is empty. */
function literals<T extends string>(ids: readonly T[]): z.ZodType<T> {
  return z.enum(ids as [T, ...T[]]);
}

/** `causeFamilies` is one literal table, so it has no other keys than those of its type. */
function families(): (keyof typeof causeFamilies)[] {
  return Object.keys(causeFamilies) as (keyof typeof causeFamilies)[];
}

const instant = z.string().describe('RFC 3339, UTC');
const cause = literals<CauseId>(causeIds).describe('Permanent id of a cause');
const family = literals<Family>([...families(), 'contributing']);
const containerType = z.enum(['container', 'init', 'sidecar']);
const indexes = z.array(z.number().int().min(0)).describe('Indexes into evidence');
const spans = z.array(z.tuple([z.number().int(), z.number().int()])).describe('Offsets [start, end) into the text');
const permission = z.object({
  verbs: z.array(z.string()),
  group: z.string(),
  resource: z.string(),
  namespace: z.string().nullable(),
});

export const status = z.enum(['broken', 'degraded', 'recovering', 'healthy']);
export const workloadRef = z.object({ namespace: z.string(), kind: z.string(), name: z.string() });
const workload = workloadRef.extend({ apiVersion: z.string(), uid: z.string() });
const clusterRef = z.object({ name: z.string(), id: z.string().describe('uid of kube-system, or empty') });
const versions = z.object({ schema: z.literal(1), engine: z.string() });
const headline = z.array(z.union([z.string(), z.object({ code: z.string() }), z.object({ mark: z.string() })]));

const summaryFinding = z.object({
  cause,
  family,
  container: z.object({ name: z.string(), type: containerType }).nullable(),
  pods: z.object({ affected: z.number(), of: z.number() }),
  certainty: z.enum(['proven', 'likely', 'possible']),
  headline,
  dependsOn: z.object({ workload: workloadRef, via: z.string(), evidence: indexes }).nullable(),
});
const finding = summaryFinding.extend({
  claims: z.array(z.object({ text: z.string(), evidence: indexes })),
  wouldDisprove: z.string().nullable(),
});

const evidenceBase = z.object({ object: z.string(), at: instant.nullable() });
const evidence = z.discriminatedUnion('kind', [
  evidenceBase.extend({
    kind: z.literal('field'),
    fields: z.array(z.object({ path: z.string(), value: z.string(), decisive: z.boolean() })),
  }),
  evidenceBase.extend({
    kind: z.literal('event'),
    type: z.string(),
    reason: z.string(),
    message: z.string(),
    marks: spans,
    count: z.number(),
    firstAt: instant.nullable(),
  }),
  evidenceBase.extend({
    kind: z.literal('log'),
    container: z.string(),
    instance: z.enum(['current', 'previous']),
    line: z.number(),
    text: z.string(),
    marks: spans,
  }),
  evidenceBase.extend({
    kind: z.literal('metric'),
    query: z.string(),
    unit: z.string(),
    samples: z.array(z.object({ at: instant, value: z.string(), decisive: z.boolean() })),
  }),
  evidenceBase.extend({ kind: z.literal('object'), text: z.string(), marks: spans }),
  evidenceBase.extend({ kind: z.literal('absence'), text: z.string(), looked: z.string() }),
]) satisfies z.ZodType<Evidence>;

const impact = z.object({
  ready: z.number(),
  desired: z.number().nullable(),
  services: z.array(z.string()),
  servicesWithoutEndpoints: z.array(z.string()),
});
const restarts = z.object({
  total: z.number(),
  lastHour: z.number(),
  next: z.array(z.object({ pod: z.string(), container: z.string(), at: instant })),
});
const remedy = z.object({
  id: z.string(),
  title: z.string(),
  why: z.string(),
  safety: z.enum(['read-only', 'changes-workload', 'changes-config', 'changes-node', 'ask']),
  order: z.number(),
  command: z.string().nullable(),
  diff: z.array(z.object({ sign: z.enum([' ', '+', '-']), text: z.string() })).nullable(),
  patch: z.string().nullable(),
  placeholders: z.array(z.string()),
  verify: z.string().nullable(),
  undo: z.string().nullable(),
  owner: z.string().nullable(),
  arithmetic: z.string().nullable().default(null).describe('How its number came about; null where it has none'),
});
const risk = z.object({
  id: literals<RiskId>(riskIds),
  container: z.object({ name: z.string(), type: containerType }).nullable(),
  headline,
  claims: z.array(z.object({ text: z.string(), evidence: indexes })),
  remedyIds: z.array(z.string()).describe('Ids among remedies'),
});
const alert = z.object({ title: z.string(), why: z.string(), yaml: z.string().describe('A Prometheus rule file') });
const run = z.object({
  pod: z.string(),
  podUid: z.string(),
  node: z.string().nullable(),
  revision: z.number().nullable(),
  container: z.string(),
  type: containerType,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable().describe('Null while it runs, and where it is not known'),
  silentSince: instant.optional().describe('Its node is not heard since then: it ran, and may still'),
  exitCode: z.number().nullable(),
  reason: z.string().nullable(),
  termAt: instant.nullable(),
  endedBy: z
    .enum(['memory', 'probe', 'unhandled-stop', 'stopped', 'exit', 'replaced', 'node', 'unknown'])
    .nullable()
    .describe('Null while it runs'),
  lastLine: z.string().nullable(),
  source: z.enum(['kubelet', 'ledger', 'events']),
});
const change = z.object({
  at: instant,
  kind: z.enum(['rollout', 'config', 'scale', 'node']),
  revision: z.number().nullable(),
  field: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  evidence: indexes,
});

const shared = {
  cluster: clusterRef,
  workload,
  asOf: instant,
  status,
  since: instant.nullable(),
  pending: z.array(z.string()).describe('What is still being read'),
  impact,
  restarts,
  versions,
};

export const diagnosisSchema = z.object({
  ...shared,
  primary: finding.nullable(),
  contributing: z.array(finding),
  ruledOut: z.array(z.object({ cause, because: z.string(), evidence: indexes })),
  notChecked: z.array(
    z.object({
      what: z.string(),
      others: z.array(z.string()).optional().describe('What else it holds for'),
      why: z.string(),
      permission: permission.nullable(),
    }),
  ),
  evidence: z.array(evidence),
  remedies: z.array(remedy),
  runs: z.array(run),
  changes: z.array(change),
  risks: z.array(risk).default([]),
  alerts: z.array(alert).default([]),
}) satisfies z.ZodType<Diagnosis>;

export const summarySchema = z.object({
  ...shared,
  primary: summaryFinding.nullable(),
  contributing: z.array(summaryFinding),
  deaths: z.array(instant).describe('Ends of containers in the last hour, oldest first, at most 60'),
  group: z
    .object({ kind: z.enum(['cause', 'family', 'degraded', 'recovering']), key: z.string(), title: z.string() })
    .nullable(),
}) satisfies z.ZodType<Summary>;
