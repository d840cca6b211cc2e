import { z } from 'zod';
import { isCauseId } from '@/lib/model/causes';
import { seriesWindows } from '@/lib/model/metrics';

/** A DNS name or a name of a controller kind of somebody's own: what the API server lets stand in a path. */
const name = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[^/%]+$/, 'use a name without / and %');
const source = z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'use the id of an opened recording');

/** Name or id of a watched cluster; the first where it is left out. */
const cluster = z.string().min(1).max(253).optional();

export const status = z.enum(['broken', 'degraded', 'recovering', 'healthy', 'all']);

export const listQuery = z.strictObject({
  source: source.optional(),
  cluster,
  namespace: name.optional(),
  cause: z.string().refine(isCauseId, 'use the id of a cause').optional(),
  status: status.optional(),
  q: z.string().max(200).optional(),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
});

export const oneQuery = z.strictObject({ source: source.optional(), cluster });

export const seriesQuery = oneQuery.extend({ window: z.enum(seriesWindows).optional() });

export const noQuery = z.strictObject({});

export const workloadPath = z.strictObject({ namespace: name, kind: name, name });

export const diagnoseQuery = z.strictObject({
  status: z.enum(['all']).optional(),
  asOf: z.iso.datetime({ offset: true, error: 'use an RFC 3339 time such as 2026-11-21T03:12:44Z' }).optional(),
});

/** `name`: the file's name, for messages and as the name of the cluster. */
export const openQuery = z.strictObject({ name: z.string().min(1).max(200).optional() });

export const liveQuery = z.strictObject({ cluster, lastEventId: z.string().max(40).optional() });

export const shareBody = z.strictObject({
  source: source.nullish(),
  cluster,
  workload: z.strictObject({ namespace: name, kind: name, name }),
  expiresIn: z.enum(['1h', '7d', '30d']).optional(),
  /** The window of the curves that the reader looks at: kept beside the last hour. */
  window: z.enum(seriesWindows).optional(),
});

export const emptyBody = z.strictObject({});

export const sharePath = z.strictObject({ id: z.uuid() });
