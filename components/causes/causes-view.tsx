import { causeFamilies, contributingOnly, type CauseId, type Family } from '@/lib/model/causes';
import { causeWords, familyWords, sentenceCase } from '@/lib/model/cause-words';
import { ClusterLink } from '../shell/cluster-link';

/** Every cause that Unloop can name, by family. */
export function CausesView() {
  const families: [Family, readonly CauseId[]][] = [
    ...Object.entries(causeFamilies).map(([family, ids]): [Family, readonly CauseId[]] => [familyKey(family), ids]),
    ['contributing', contributingOnly],
  ];
  return (
    <>
      <h1 className="mt-7 mb-1 text-lead font-medium tracking-[-.01em]">What Unloop can find</h1>
      <p className="text-ink-2">The ids are permanent: they stand in addresses, in the JSON and in metrics.</p>
      <div className="mt-6 gap-10 wide:columns-2">
        {families.map(([family, ids]) => (
          <section key={family} className="mb-6 break-inside-avoid">
            <h2 className="mb-1.5 text-section font-semibold">{familyWords[family]}</h2>
            <ul>
              {ids.map((id) => (
                <li key={id} className="flex flex-wrap justify-between gap-x-4 border-t border-line py-1.5 coarse:py-0">
                  <ClusterLink href={`/causes/${id}`} className="coarse:py-3">
                    {sentenceCase(causeWords[id])}
                  </ClusterLink>
                  <code className="text-ink-3 coarse:py-3">{id}</code>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}

/** Keys of `causeFamilies` are families, by the type of that table. */
function familyKey(text: string): Family {
  return text as Family;
}
