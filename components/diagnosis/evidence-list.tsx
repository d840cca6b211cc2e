import type { Diagnosis } from '@/lib/model/diagnosis';
import { EvidenceQuote } from './evidence-quote';

/** All quotations, by their numbers. */
export function EvidenceList({ diagnosis, zone }: { diagnosis: Diagnosis; zone: string }) {
  if (diagnosis.evidence.length === 0) return null;
  return (
    <section className="mb-7" aria-labelledby="evidence">
      <h2 id="evidence" className="mb-2.5 text-section font-semibold">
        Evidence
      </h2>
      <ol>
        {diagnosis.evidence.map((evidence, index) => (
          <EvidenceQuote key={index} evidence={evidence} number={index + 1} asOf={diagnosis.asOf} zone={zone} />
        ))}
      </ol>
    </section>
  );
}
