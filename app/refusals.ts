import { notFound } from 'next/navigation';
import type { Problem } from '@/lib/model/problem';
import { problemIn } from './api/_http/problem';

type Asked<T> = { ok: true; value: T } | { ok: false; problem: Problem };

/**
 * What a verb answers, or why it refuses. "Not found" becomes the route's not-found page; any other refusal is for the
 * page to show; a bug goes on to error.tsx.
 */
export async function ask<T>(verb: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { ok: true, value: await verb() };
  } catch (error) {
    const problem = problemIn(error);
    if (problem === null) throw error;
    if (problem.code === 'not-found') notFound();
    return { ok: false, problem };
  }
}
