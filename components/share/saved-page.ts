import type { Diagnosis } from '@/lib/model/diagnosis';
import type { SeriesView } from '@/lib/model/metrics';
import { toHtml } from '@/lib/report/html';
import { diagnosisTitle } from '../diagnosis/diagnosis-title';

/** A diagnosis as one HTML file, and what the file is called: letters, digits, dots and dashes, for a header carries it. */
export function savedPage(
  diagnosis: Diagnosis,
  { frozenAt, series = null }: { frozenAt?: string | undefined; series?: SeriesView | null | undefined } = {},
): { html: string; fileName: string } {
  const { workload, asOf } = diagnosis;
  const time = asOf.slice(11, 16).replace(':', '');
  return {
    html: toHtml(diagnosis, {
      title: diagnosisTitle(diagnosis),
      series,
      ...(frozenAt === undefined ? {} : { frozenAt }),
    }),
    fileName: `unloop-${workload.namespace}-${workload.name}-${asOf.slice(0, 10)}-${time}.html`.replace(
      /[^A-Za-z0-9.-]/g,
      '_',
    ),
  };
}
