import type { Finding } from '@/lib/model/diagnosis';
import { Prose, Refs } from '../words/prose';

/** The proof, sentence by sentence, each with the marks of its quotations. */
export function Why({ finding }: { finding: Finding }) {
  return (
    <section className="mb-7" aria-labelledby="why">
      <h2 id="why" className="mb-2.5 text-section font-semibold">
        Why we think so
      </h2>
      <ol>
        {finding.claims.map((claim, index) => (
          <li key={index} className="grid grid-cols-[22px_minmax(0,1fr)] py-[7px]">
            <span aria-hidden="true" className="font-mono text-label leading-5 font-medium text-ink-3">
              {index + 1}
            </span>
            <span className="[overflow-wrap:anywhere]">
              <Prose text={claim.text} />
              <Refs indexes={claim.evidence} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
