import type { CausePage } from '@/lib/engine/catalogue.generated';
import { familyOf, type CauseId } from '@/lib/model/causes';
import { boardPath } from '../words/addresses';
import { causeWords, familyWords, sentenceCase } from '@/lib/model/cause-words';
import { CatalogueHtml } from './catalogue-html';
import { ClusterLink } from '../shell/cluster-link';

const headings: [keyof CausePage['sections'], string][] = [
  ['meaning', 'Meaning'],
  ['evidence', 'Evidence'],
  ['confusedWith', 'Not to be confused with'],
  ['whatToDo', 'What to do'],
  ['sources', 'Sources'],
];

/** What a cause means; for one without a rule yet, that it is not looked for. */
export function CauseView({ id, page }: { id: CauseId; page: CausePage | null }) {
  return (
    <article>
      <nav aria-label="Where this is" className="mt-[18px] mb-[22px] text-ink-2">
        <ol className="flex gap-2">
          <li>
            <ClusterLink href="/causes">Causes</ClusterLink>
          </li>
          <li aria-hidden="true">/</li>
          <li>{familyWords[familyOf(id)]}</li>
        </ol>
      </nav>
      <h1 className="text-answer-small font-semibold tracking-[-.015em] wide:text-answer">
        {page?.title ?? sentenceCase(causeWords[id])}
      </h1>
      <p className="mt-2 mb-7 text-ink-2">
        <code>{id}</code> · <ClusterLink href={boardPath('', { cause: id })}>Workloads with this cause</ClusterLink>
      </p>
      {page ? (
        headings.map(([key, heading]) => (
          <section key={key} className="mb-7">
            <h2 className="mb-2.5 text-section font-semibold">{heading}</h2>
            <CatalogueHtml html={page.sections[key]} />
          </section>
        ))
      ) : (
        <p className="max-w-[80ch] text-ink-2">
          This version has no rule for this cause: a workload that has it is shown under a wider cause, or as unknown
          with what is known.
        </p>
      )}
    </article>
  );
}
