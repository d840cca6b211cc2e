import type { z } from 'zod';
import { Problem } from '@/lib/model/problem';
import { serve } from '@/lib/service/serve';
import { requireJson } from './guard';
import { bugResponse, problemIn, problemOfIssues, problemResponse } from './problem';

/** A catch-all segment is a list. */
type Params = Record<string, string | string[]>;
type Handler<P extends Params> = (request: Request, params: P) => Promise<Response>;

interface EndpointOptions {
  /** For metrics and the log: the pattern, never the address (tokens of shared links stay out of both). */
  route: string;
  /** Also refuses pages of other sites on GET: a stream holds a place. Other methods always do. */
  sameOrigin?: boolean;
}

/** The wrapper of every route: guards, refusals as problem documents, bugs isolated and counted, nothing cached. */
export function endpoint<P extends Params = Params>({ route, sameOrigin }: EndpointOptions, handler: Handler<P>) {
  return async (request: Request, context: { params: Promise<P> }): Promise<Response> => {
    const serving = await serve(request, route, sameOrigin === true);
    let response: Response;
    try {
      serving.guard();
      response = await handler(request, await context.params);
    } catch (thrown) {
      const problem = problemIn(thrown);
      if (problem === null) serving.bug(thrown);
      response = problem === null ? bugResponse() : problemResponse(problem);
    }
    for (const [name, value] of Object.entries(always)) {
      if (!response.headers.has(name)) response.headers.set(name, value);
    }
    serving.end(response.status);
    return response;
  };
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/**
 * Handlers of all methods but the one that the route has. Next's own answer is an empty 405 without Allow.
 * HEAD is asked of GET by Next.
 */
export function others(has: 'GET' | 'POST', route: string): Record<Method, (request: Request) => Promise<Response>> {
  const allow = has === 'GET' ? 'GET, HEAD, OPTIONS' : `${has}, OPTIONS`;
  const answer = async (request: Request): Promise<Response> => {
    const refuse = endpoint({ route }, () => {
      throw new Problem('method-not-allowed', `${request.method} is not for this address; ${has} is.`);
    });
    const response = await refuse(request, { params: Promise.resolve({}) });
    if (response.status === 405) response.headers.set('allow', allow);
    return response;
  };
  const options = (): Promise<Response> => Promise.resolve(new Response(null, { status: 204, headers: { allow } }));
  return { GET: answer, POST: answer, PUT: answer, PATCH: answer, DELETE: answer, OPTIONS: options };
}

const always = {
  'cache-control': 'private, no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
};

/** Parses the query. Throws `bad-request` naming what is unknown, doubled or wrong. */
export function readQuery<S extends z.ZodType>(request: Request, schema: S): z.output<S> {
  const params = new URL(request.url).searchParams;
  const names = [...params.keys()];
  const doubled = names.find((name, at) => names.indexOf(name) !== at);
  if (doubled !== undefined) {
    throw new Problem('bad-request', `The query names ${doubled} more than once.`, { field: doubled });
  }
  const parsed = schema.safeParse(Object.fromEntries(params));
  if (parsed.success) return parsed.data;
  throw problemOfIssues(parsed.error.issues, 'query');
}

/** Parses the variable parts of the path. A name that cannot be one is not there: `not-found`. */
export function readParams<S extends z.ZodType>(params: Params, schema: S): z.output<S> {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new Problem('not-found', 'There is nothing at this address.');
}

/** The largest JSON that a route takes: a workload's name and a word. */
const jsonBytes = 16 * 1024;

/** Parses a small JSON body. Throws `unsupported-media-type`, `too-large` and `bad-request`. */
export async function readJson<S extends z.ZodType>(request: Request, schema: S): Promise<z.output<S>> {
  requireJson(request.headers);
  if (Number(request.headers.get('content-length') ?? 0) > jsonBytes) throw tooLarge();
  const text = await smallText(request.body);
  let json: unknown;
  try {
    json = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new Problem('bad-request', 'The body is not JSON.', { field: 'body' });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw problemOfIssues(parsed.error.issues, 'body');
}

/** A body need not say how long it is (chunked): it is counted as it comes, and no more than the limit is held. */
async function smallText(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > jsonBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

const tooLarge = (): Problem => new Problem('too-large', 'The body is larger than 16 KiB.', { field: 'body' });

/** A JSON answer; what else it carries (status, headers) is in `init`. */
export function json(body: unknown, init: ResponseInit = {}): Response {
  return Response.json(body, init);
}
