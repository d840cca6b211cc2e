import type { AlertRule } from '@/lib/model/diagnosis';
import { CopyButton } from '../copy/copy-button';
import { Prose } from '../words/prose';

/** Prometheus rules that would have told: to copy, nothing is installed. */
export function AlertRules({ alerts }: { alerts: readonly AlertRule[] }) {
  if (alerts.length === 0) return null;
  return (
    <section className="no-print mb-7" aria-labelledby="alerts">
      <h2 id="alerts" className="mb-2.5 text-section font-semibold">
        To be told next time
      </h2>
      {alerts.map(({ title, why, yaml }, index) => (
        <details key={index} className="border-t border-line py-2.5">
          <summary className="[overflow-wrap:anywhere] coarse:py-3">
            <Prose text={title} /> <span className="text-ink-3">· Prometheus rule</span>
          </summary>
          <p className="mt-1 text-ink-2">
            <Prose text={why} />
          </p>
          <div className="mt-2 flex gap-2.5 rounded-md border border-line bg-sunk px-3.5 py-[9px]">
            <pre className="min-w-0 flex-1 font-mono text-code [overflow-wrap:anywhere] whitespace-pre-wrap">
              {yaml}
            </pre>
            <CopyButton text={yaml} label={`Copy the rule: ${title}`} />
          </div>
        </details>
      ))}
    </section>
  );
}
