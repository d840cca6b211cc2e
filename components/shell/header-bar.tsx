import { Suspense } from 'react';
import type { ClusterView, Freshness } from '@/lib/model/views';
import { dayOf, minuteOf } from '../time/zone';
import { ClusterMenu } from './cluster-menu';
import { FilterBox } from './filter-box';
import { FreshnessLine } from './freshness-line';
import { HelpDialog } from './help-dialog';
import { Logo } from './logo';
import type { Preferences } from './preferences';
import { ClusterLink } from './cluster-link';

interface HeaderBarProps {
  /** What is watched, or the opened recording; none on a shared page, which has nothing live beside it. */
  sources: ClusterView[];
  preferences: Preferences;
  /** "" for the watched cluster, "/open/{id}" for an opened recording. */
  base: string;
  filter: boolean;
}

/** The one bar of every page: whose cluster, the filter, how fresh, help. */
export function HeaderBar({ sources, preferences, base, filter }: HeaderBarProps) {
  const [first, ...others] = sources;
  const readAt = new Date().toISOString();
  return (
    <header className="no-print flex h-12 items-center gap-2.5 border-b border-line px-4 wide:gap-4 wide:px-6">
      <a href="#main" className="button sr-only focus:not-sr-only">
        Skip to the answer
      </a>
      <ClusterLink
        href={base || '/'}
        className="flex items-center gap-2 font-semibold tracking-[-.01em] text-ink hover:no-underline coarse:min-h-11"
      >
        <Logo />
        {/* On a phone the name of what is shown needs the room. */}
        <span className={first ? 'sr-only wide:not-sr-only' : undefined}>Unloop</span>
      </ClusterLink>
      {others.length > 0 ? (
        <ClusterMenu clusters={sources} zone={preferences.zone} readAt={readAt} />
      ) : (
        first && <ContextName freshness={first.freshness} zone={preferences.zone} />
      )}
      <span className="grow" />
      {filter && (
        <Suspense>
          <FilterBox base={base} />
        </Suspense>
      )}
      {first && (
        <FreshnessLine first={first} others={others} zone={preferences.zone} readAt={readAt} watched={base === ''} />
      )}
      <HelpDialog preferences={preferences} />
    </header>
  );
}

function ContextName({ freshness, zone }: { freshness: Freshness; zone: string }) {
  const { source } = freshness;
  const name = source.kind === 'sample' ? 'sample cluster' : source.name;
  return (
    <ClusterLink
      href="/about"
      className="line-clamp-2 min-w-0 text-label text-ink-2 wide:block wide:truncate wide:text-[length:inherit] coarse:py-1"
      title={source.location}
    >
      {name}
      {source.recordedAt && (
        <>
          , recorded {dayOf(source.recordedAt, zone)}
          {/* On a phone the line of freshness says the time. */}
          <span className="hidden wide:inline">, {minuteOf(source.recordedAt, zone)}</span>
        </>
      )}
    </ClusterLink>
  );
}
