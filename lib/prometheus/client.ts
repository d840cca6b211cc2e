// Asks Prometheus: counts, waits when it is told to, and turns every answer into series or into the reason why there are none.
import 'server-only';

import { z } from 'zod';
import type { Failure } from '../model/result';
import { plain } from './plain';
import { NoAnswer, type Answer, type Transport } from './transport';

/** What was asked for, or why it is not there. Never an empty answer in place of a failed one. */
export type Asked<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/**
 * One series of an answer. Points that are NaN or infinite are left out, for they are no measurements; so are those outside
 * the time that was asked for, and those below zero: nothing that is asked for can be.
 */
export interface Series {
  labels: Record<string, string>;
  points: [number, number][];
}

export interface Range {
  /** Seconds since the epoch. */
  start: number;
  end: number;
  step: number;
}

export interface PrometheusClient {
  readonly address: string;
  /** The value at one moment (seconds since the epoch): one point a series. */
  query(query: string, time: number, signal: AbortSignal): Promise<Asked<Series[]>>;
  queryRange(query: string, range: Range, signal: AbortSignal): Promise<Asked<Series[]>>;
  /** Every name of a metric that had samples between the two times. */
  metricNames(start: number, end: number, signal: AbortSignal): Promise<Asked<string[]>>;
  /** HTTP requests since the start. */
  requests(): number;
  /** The last failure while nothing was answered since; null when it answers. */
  trouble(): Failure | null;
  close(): void;
}

export const maxSeries = 5000;
/** One step of slack: VictoriaMetrics aligns what is asked to its own steps. */
const slackSeconds = 60;
/** A query at one moment may hold samples of the week before it. */
const furthestBack = 8 * 86_400;
/** After an answer that did not come, the next tries wait, so that a dead Prometheus costs a page nothing. */
const restMs = 15_000;
/** What it asks for itself (Retry-After) counts within these. */
const leastRestMs = 1_000;
const longestRestMs = 3_600_000;
const maxParallel = 4;

const label = z.record(z.string(), z.string());
// VictoriaMetrics and Thanos send values as strings like Prometheus; a number is taken too.
const value = z.tuple([z.number(), z.union([z.string(), z.number()])]);
const answerSchema = z.object({
  status: z.literal('success'),
  data: z.unknown(),
  warnings: z.array(z.string()).nullish(),
  /** VictoriaMetrics in a cluster: a storage node did not answer. */
  isPartial: z.boolean().optional(),
});
const errorSchema = z.object({ status: z.literal('error'), errorType: z.string().optional(), error: z.string() });
const dataSchema = z.discriminatedUnion('resultType', [
  z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: label, values: z.array(value).optional() })),
  }),
  z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: label, value: value.optional() })) }),
]);

/** `nowMs`: a clock that only runs forward. */
export function createClient(transport: Transport, nowMs: () => number = () => performance.now()): PrometheusClient {
  let requests = 0;
  let running = 0;
  const waiting: (() => void)[] = [];
  let trouble: Failure | null = null;
  let rested: Failure | null = null;
  let restUntil = 0;

  const turn = async (): Promise<void> => {
    if (running >= maxParallel) {
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
  };
  const done = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  const rest = (failure: Failure, ms: number): Asked<never> => {
    trouble = failure;
    rested = failure;
    restUntil = Math.max(restUntil, nowMs() + ms);
    return { ok: false, failure };
  };

  const ask = async (path: string, params: Record<string, string>, signal: AbortSignal): Promise<Asked<unknown>> => {
    await turn();
    try {
      if (rested !== null && nowMs() < restUntil) return { ok: false, failure: rested };
      requests += 1;
      const answer = await transport.send(path, new URLSearchParams(params), signal);
      if (answer.status === 429 || answer.status === 503) {
        const words = answer.status === 429 ? 'asks for fewer queries (429)' : 'is not available (503)';
        return rest(
          failed(`Prometheus ${words}.`),
          Math.min(Math.max(answer.retryAfterMs ?? restMs, leastRestMs), longestRestMs),
        );
      }
      const read = readAnswer(answer);
      // A query that is refused says nothing about the next one; an address that is no Prometheus does.
      if (read.ok || answer.status === 422 || answer.status === 400) trouble = null;
      else if (answer.status !== 200) trouble = read.failure;
      return read;
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      const failure: Failure = { code: error.code, message: error.message };
      if (signal.aborted)
        return { ok: false, failure: { code: 'not-read-yet', message: 'The question was given up.' } };
      return error.code === 'too-large' ? { ok: false, failure } : rest(failure, restMs);
    } finally {
      done();
    }
  };

  const series = async (
    path: string,
    params: Record<string, string>,
    between: { from: number; to: number },
    signal: AbortSignal,
  ): Promise<Asked<Series[]>> => {
    const answer = await ask(path, params, signal);
    return answer.ok ? readSeries(answer.value, between) : answer;
  };

  return {
    address: transport.address,
    query: (query, time, signal) =>
      series(
        '/api/v1/query',
        { query, time: String(time), timeout: '5s' },
        { from: time - furthestBack, to: time + slackSeconds },
        signal,
      ),
    queryRange: (query, { start, end, step }, signal) =>
      series(
        '/api/v1/query_range',
        { query, start: String(start), end: String(end), step: String(step), timeout: '5s' },
        { from: start - step, to: end + step },
        signal,
      ),
    async metricNames(start, end, signal) {
      const params = { start: String(start), end: String(end) };
      const answer = await ask('/api/v1/label/__name__/values', params, signal);
      if (!answer.ok) return answer;
      const names = z.array(z.string()).safeParse(answer.value);
      return names.success ? good(names.data) : { ok: false, failure: notPrometheus };
    },
    requests: () => requests,
    trouble: () => trouble,
    close: () => {
      transport.close();
    },
  };
}

const failed = (message: string): Failure => ({ code: 'failed', message });
const notPrometheus: Failure = { code: 'invalid', message: 'The address did not answer as Prometheus does.' };

function good<T>(value: T): Asked<T> {
  return { ok: true, value };
}

/** Prometheus remarks on the wording of a query so ("might not be a counter"); the answer is whole. */
const remark = /^PromQL (info|warning):/;

function readAnswer(answer: Answer): Asked<unknown> {
  const { status } = answer;
  if (status >= 300 && status < 400) {
    return {
      ok: false,
      failure: { code: 'invalid', message: `Prometheus redirects (${status}), which is not followed.` },
    };
  }
  if (status === 401 || status === 403) {
    // Mimir and Cortex without the header X-Scope-OrgID.
    const tenant = /no org id/i.test(answer.body) ? ' It wants a tenant: set UNLOOP_PROMETHEUS_TENANT.' : '';
    return { ok: false, failure: { code: 'denied', message: `Prometheus refuses the question (${status}).${tenant}` } };
  }
  const json = jsonOrNull(answer.body);
  const error = errorSchema.safeParse(json);
  if (error.success) {
    const message = `Prometheus refused a query (${status}): ${plain(error.data.error, 200)}`;
    return { ok: false, failure: failed(message) };
  }
  if (status !== 200) return { ok: false, failure: failed(`Prometheus answered ${status}.`) };
  const parsed = answerSchema.safeParse(json);
  if (!parsed.success) return { ok: false, failure: notPrometheus };
  const { data, isPartial } = parsed.data;
  const warnings = (parsed.data.warnings ?? []).filter((text) => !remark.test(text));
  if (isPartial === true || warnings.length > 0) {
    const why = plain(warnings[0] ?? 'a store did not answer', 200);
    return { ok: false, failure: failed(`Prometheus could answer only in part: ${why}`) };
  }
  return good(data);
}

function readSeries(data: unknown, { from, to }: { from: number; to: number }): Asked<Series[]> {
  const parsed = dataSchema.safeParse(data);
  if (!parsed.success) return { ok: false, failure: notPrometheus };
  const { result } = parsed.data;
  if (result.length > maxSeries) {
    const message = `Prometheus answered with ${result.length} series; at most ${maxSeries} are read.`;
    return { ok: false, failure: { code: 'too-large', message } };
  }
  return good(
    result.map((one) => {
      const raw = 'values' in one ? (one.values ?? []) : 'value' in one && one.value !== undefined ? [one.value] : [];
      const points = raw.map(([at, text]): [number, number] => [at, Number(text)]);
      return {
        labels: one.metric,
        points: points.filter(([at, number]) => at >= from && at <= to && Number.isFinite(number) && number >= 0),
      };
    }),
  );
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
