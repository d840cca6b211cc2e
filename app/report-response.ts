import { savedPage } from '@/components/share/saved-page';
import type { Diagnosis } from '@/lib/model/diagnosis';
import type { SeriesView } from '@/lib/model/metrics';
import { statusOfProblem } from '@/lib/model/problem';
import { problemIn } from './api/_http/problem';

/** The one-file HTML of a diagnosis as a download; a refusal in its own words. */
export async function reportResponse(
  read: () => Promise<{ diagnosis: Diagnosis; frozenAt?: string; series?: SeriesView | null } | null>,
): Promise<Response> {
  try {
    const found = await read();
    if (found === null) return refused(404, 'There is nothing at this address.');
    const { diagnosis, ...more } = found;
    const { html, fileName } = savedPage(diagnosis, more);
    return new Response(html, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-disposition': `attachment; filename="${fileName}"`,
        // Nothing in the file runs, wherever it is opened from.
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ...always,
      },
    });
  } catch (error) {
    const problem = problemIn(error);
    if (problem === null) throw error;
    return refused(statusOfProblem[problem.code], problem.detail);
  }
}

const always = { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' };

function refused(status: number, words: string): Response {
  return new Response(words, { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...always } });
}
