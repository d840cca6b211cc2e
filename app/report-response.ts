import { instant } from '@/components/time/zone';
import { diagnosisTitle } from '@/components/diagnosis/diagnosis-title';
import type { Diagnosis } from '@/lib/model/diagnosis';
import { statusOfProblem } from '@/lib/model/problem';
import { toHtml } from '@/lib/report/html';
import { problemIn } from './api/_http/problem';

/** The one-file HTML of a diagnosis as a download; a refusal in its own words. */
export async function reportResponse(
  read: () => Promise<{ diagnosis: Diagnosis; frozenAt?: string } | null>,
): Promise<Response> {
  try {
    const found = await read();
    if (found === null) return refused(404, 'There is nothing at this address.');
    const { diagnosis, frozenAt } = found;
    const html = toHtml(diagnosis, {
      title: diagnosisTitle(diagnosis),
      ...(frozenAt === undefined ? {} : { frozenAt }),
    });
    return new Response(html, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-disposition': `attachment; filename="${fileName(diagnosis)}"`,
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

/** Letters, digits, dots and dashes only: a header carries it. */
function fileName({ workload, asOf }: Diagnosis): string {
  const day = instant(asOf, 'UTC').slice(0, 5).replace(':', '');
  return `unloop-${workload.namespace}-${workload.name}-${asOf.slice(0, 10)}-${day}.html`.replace(
    /[^A-Za-z0-9.-]/g,
    '_',
  );
}
