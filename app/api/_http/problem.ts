import { z } from 'zod';
import { Problem, type ProblemCode, statusOfProblem } from '@/lib/model/problem';

const titles: Record<ProblemCode, string> = {
  'bad-request': 'The request is not well formed',
  unauthorized: 'Sign-in is needed',
  forbidden: 'Not allowed',
  'not-found': 'Not found',
  'method-not-allowed': 'This method is not for this address',
  conflict: 'In conflict with what is there',
  'too-large': 'Too large',
  'unsupported-media-type': 'This type of content is not understood',
  unprocessable: 'The content cannot be read',
  'too-many-requests': 'Too many requests',
  'not-ready': 'Not ready',
};

const problemShape = z.object({
  name: z.literal('Problem'),
  code: z.enum(Object.keys(statusOfProblem) as [ProblemCode, ...ProblemCode[]]),
  detail: z.string(),
  details: z.object({ field: z.string(), remedy: z.string(), retryAfterSeconds: z.number() }).partial().default({}),
});

/**
 * The refusal in a thrown value, or null for a bug. By shape and not by class: the runtime lives in another module graph
 * than the routes (stack.md, traps), and so does its `Problem`.
 */
export function problemIn(thrown: unknown): Problem | null {
  if (thrown instanceof Problem) return thrown;
  if (!(thrown instanceof Error)) return null;
  const { name, message } = thrown;
  const parsed = problemShape.safeParse({ ...thrown, name, detail: message });
  return parsed.success ? new Problem(parsed.data.code, parsed.data.detail, parsed.data.details) : null;
}

/** Names the first thing that a schema refused. */
export function problemOfIssues(issues: readonly z.core.$ZodIssue[], where: string): Problem {
  const [issue] = issues;
  if (issue?.code === 'unrecognized_keys') {
    const names = issue.keys.join(', ');
    return new Problem('bad-request', `The ${where} has what is not known here: ${names}.`, { field: issue.keys[0] });
  }
  const field = issue?.path.map(String).join('.');
  return new Problem('bad-request', `The ${where} is not valid: ${field ? `${field}: ` : ''}${issue?.message ?? ''}.`, {
    field: field === '' ? undefined : field,
  });
}

/** An RFC 9457 document. `instance` is left out: it would repeat tokens of shared links. */
export function problemResponse(problem: Problem): Response {
  const { field, remedy, retryAfterSeconds } = problem.details;
  const body = {
    type: `urn:unloop:problem:${problem.code}`,
    title: titles[problem.code],
    status: problem.status,
    detail: problem.detail,
    ...(field === undefined ? {} : { field }),
    ...(remedy === undefined ? {} : { remedy }),
  };
  const headers = new Headers({ 'content-type': 'application/problem+json; charset=utf-8' });
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(Math.ceil(retryAfterSeconds)));
  return new Response(JSON.stringify(body), { status: problem.status, headers });
}

/** For a bug: nothing of it goes outside. */
export function bugResponse(): Response {
  const body = {
    type: 'urn:unloop:problem:internal',
    title: 'A fault in Unloop',
    status: 500,
    detail: 'Unloop failed while it answered this request. Its log says where.',
  };
  return new Response(JSON.stringify(body), {
    status: 500,
    headers: { 'content-type': 'application/problem+json; charset=utf-8' },
  });
}
