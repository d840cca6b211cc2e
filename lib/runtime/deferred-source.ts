/** A source that is still being opened: the board is there at once and says what it waits for, or why there is nothing. */
import 'server-only';

import type { Capabilities, Feed, KindState, Source, SourceInfo } from '../model/source';

const nothing: Capabilities = { missing: [], serverVersion: null };

/**
 * Speaks for `opening` until it is there, and passes everything on from then. A failure is a state of the feed
 * ("cannot open"), never an exception and never another source (design §8). `words` turns what was thrown into a sentence.
 */
export function deferSource(info: SourceInfo, opening: Promise<Source>, words: (thrown: unknown) => string): Source {
  let opened: Source | null = null;
  let stopped = false;

  const say = (feed: Feed, more: Partial<KindState>): void => {
    const since = new Date().toISOString();
    const quiet = { namespace: null, heardAt: null, failure: null, attempts: 0, nextAttemptAt: null, objects: 0 };
    feed.state({ kind: 'Pod', state: 'connecting', since, ...quiet, ...more });
  };

  return {
    get info() {
      return opened?.info ?? info;
    },
    start(feed) {
      say(feed, {});
      opening.then(
        (source) => {
          if (stopped) return;
          opened = source;
          // Takes the placeholder back: a source that reads by namespace says nothing of the whole cluster.
          say(feed, { state: 'absent' });
          source.start(feed);
        },
        (thrown: unknown) => {
          say(feed, { failure: { code: 'failed', message: words(thrown) }, attempts: 1 });
        },
      );
    },
    async stop() {
      stopped = true;
      await opened?.stop();
    },
    logs(request, signal) {
      if (opened !== null) return opened.logs(request, signal);
      const failure = { code: 'not-read-yet' as const, message: 'The source is not open yet.' };
      return Promise.resolve({ ok: false, failure });
    },
    capabilities: () => opened?.capabilities() ?? nothing,
    skewMs: () => opened?.skewMs() ?? 0,
  };
}
