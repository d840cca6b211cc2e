import type { Freshness } from '@/lib/model/views';
import { formatSpan } from '@/lib/format/duration';
import { formatCount, plural } from '@/lib/format/count';
import type { Connection } from '../live/live-feed';
import { minuteOf, minuteOrDay, secondNear } from '../time/zone';

export interface FreshnessWords {
  tone: 'good' | 'still' | 'waiting' | 'bad';
  text: string;
}

/** The cluster answered, and lets the account read no pod: then nothing is counted as an attempt (lib/runtime/freshness). */
export function isRefused({ state, source, why, attempts }: Freshness): boolean {
  return state === 'failed' && source.kind === 'cluster' && why !== null && attempts === 0;
}

/** After an outage: the API server answers, and its lists are on their way. */
export function isReadAnew({ state, progress }: Freshness): boolean {
  return state === 'stale' && progress !== null;
}

/** Nothing was asked of the cluster: its kubeconfig or context cannot be used (lib/runtime/deferred-source). */
export function isUnusable({ state, failure }: Freshness): boolean {
  return state === 'failed' && failure?.code === 'not-configured';
}

/** What is shown, if anything is, was heard before: the API server is away, or refuses the account what it read till then. */
export function isOld({ state }: Freshness): boolean {
  return state === 'stale' || state === 'failed';
}

/** Before the title of a page whose picture is old: of a tab only the first words are seen. */
export const oldTitle = 'Old: ';

/** So far back the stream tells once more what it told (lib/runtime/live-hub). */
const toldAgainMs = 60_000;

/** Of what is told once more, a word may be older than what the page was drawn with; one that is far older is of a clock that went back. */
export function isOlder(told: Freshness, shown: Freshness): boolean {
  const olderMs = Date.parse(shown.showing) - Date.parse(told.showing);
  return told.state === 'live' && shown.state === 'live' && olderMs > 0 && olderMs <= toldAgainMs;
}

/**
 * How fresh the page is, in a few words. `now`: the server's clock as the page carries it on; a time of another day says
 * which. A stream that this browser lost comes before what the server last said of the cluster, for that may be old too;
 * so does a page that does not come.
 */
export function freshnessWords(
  freshness: Freshness,
  connection: Connection,
  now: string,
  zone: string,
): FreshnessWords {
  const clock = (iso: string): string => minuteOrDay(iso, now, zone);
  if (connection.state === 'lost' && freshness.state !== 'frozen') {
    const shown = minuteOrDay(freshness.showing, connection.since, zone);
    return { tone: 'bad', text: `reconnecting since ${clock(connection.since)}, showing ${shown}` };
  }
  if (connection.state === 'late' && freshness.state !== 'frozen')
    return { tone: 'bad', text: `waiting for this page since ${clock(connection.since)}` };
  switch (freshness.state) {
    case 'frozen':
      return {
        tone: 'still',
        text: `as of ${minuteOf(freshness.showing, zone)} ${zone === 'UTC' ? 'UTC' : ''}`.trim(),
      };
    case 'live': {
      const isPolled = freshness.why !== null;
      const isRead = connection.state === 'read';
      const isPart = freshness.old !== undefined;
      const how = isPart ? 'live in part' : isRead ? 'live by readings' : isPolled ? 'live by lists' : 'live';
      const tone = isPart || isRead || isPolled ? 'waiting' : 'good';
      if (!freshness.heardAt) return { tone, text: how };
      const ms = Math.max(0, Date.parse(now) - Date.parse(freshness.heardAt));
      return { tone, text: `${how}, heard ${formatSpan(Math.floor(ms / 1000) * 1000)} ago` };
    }
    case 'connecting': {
      const { progress } = freshness;
      if (progress?.judged) {
        const { done, of } = progress.judged;
        return { tone: 'waiting', text: `judging, ${formatCount(done)} of ${plural(of, 'workload')}` };
      }
      return {
        tone: 'waiting',
        text: progress ? `reading, ${progress.done} of ${plural(progress.of, 'kind')}` : 'reading',
      };
    }
    case 'stale': {
      const since = freshness.since ?? freshness.showing;
      // The day is said once where both are of the same.
      const shown = secondNear(freshness.showing, since, zone);
      if (isReadAnew(freshness))
        return { tone: 'waiting', text: `being read anew, showing ${secondNear(freshness.showing, now, zone)}` };
      return { tone: 'bad', text: `not heard since ${clock(since)}, showing ${shown}` };
    }
    case 'failed':
      if (freshness.source.kind !== 'cluster') return { tone: 'bad', text: 'cannot open the recording' };
      if (isUnusable(freshness)) return { tone: 'bad', text: 'cannot use the kubeconfig' };
      return { tone: 'bad', text: isRefused(freshness) ? 'may not read the cluster' : 'cannot reach the cluster' };
  }
}
