import { ClusterLink } from './cluster-link';
import { morePages } from './more-pages';

/** The other pages, below the board: where somebody looks who does not know of the help. */
export function PageFoot() {
  return (
    <footer className="no-print mt-12 border-t border-line pt-3 text-small">
      <nav aria-label="Other pages" className="flex flex-wrap gap-x-5 gap-y-1 coarse:gap-y-0 coarse:leading-[44px]">
        {morePages.map(([href, words]) => (
          <ClusterLink key={href} href={href} className="text-ink-2">
            {words}
          </ClusterLink>
        ))}
      </nav>
    </footer>
  );
}
