import type { Risk } from '@/lib/model/diagnosis';
import { Headline, Prose, Refs } from '../words/prose';

/** What wears on the workload, whether or not it crashes: never the cause, and each with its proof. */
export function Risks({ risks }: { risks: readonly Risk[] }) {
  if (risks.length === 0) return null;
  return (
    <section className="mb-7" aria-labelledby="risks">
      <h2 id="risks" className="mb-2.5 text-section font-semibold">
        Risks
      </h2>
      {risks.map((risk, index) => (
        <article key={`${risk.id}-${index}`} className="border-t border-line py-2.5">
          <h3 className="font-semibold [overflow-wrap:anywhere]">
            <Headline parts={risk.headline} plain />
          </h3>
          {risk.claims.map((claim, at) => (
            <p key={at} className="mt-0.5 [overflow-wrap:anywhere] text-ink-2">
              <Prose text={claim.text} />
              <Refs indexes={claim.evidence} />
            </p>
          ))}
        </article>
      ))}
    </section>
  );
}
