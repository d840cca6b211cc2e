/** A source that is still being opened: the board is there at once and says what it waits for, or why there is nothing. */
import 'server-only';

import type { Capabilities, Feed, KindState, Source, SourceInfo } from '../model/source';

const nothing: Capabilities = { missing: [], serverVersion: null };

/** A kubeconfig that is being mended is read so often. */
const againMs = 5000;

interface Opening {
  open: () => Promise<Source>;
  /** Turns what was thrown into a sentence. */
  words: (thrown: unknown) => string;
}

/**
 * Speaks for a source until it is open, and passes everything on from then. A failure is a state of the feed
 * ("cannot open"), never an exception and never another source (design §8). A cluster is tried again until it opens, for
 * its kubeconfig may be mended; a recording that was named is not: it would be a whole archive each time.
 */
export function deferSource(info: SourceInfo, { open, words }: Opening): Source {
  let again: NodeJS.Timeout | null = null;
  let opened: Source | null = null;
  let stopped = false;

  const say = (feed: Feed, more: Partial<KindState>): void => {
    const since = new Date().toISOString();
    const quiet = { namespace: null, heardAt: null, failure: null, attempts: 0, nextAttemptAt: null, objects: 0 };
    feed.state({ kind: 'Pod', state: 'connecting', since, ...quiet, ...more });
  };

  const attempt = (feed: Feed, attempts: number, since: string): void => {
    open().then(
      (source) => {
        if (stopped) return;
        opened = source;
        // Takes the placeholder back: a source that reads by namespace says nothing of the whole cluster.
        say(feed, { state: 'absent' });
        source.start(feed);
      },
      (thrown: unknown) => {
        if (stopped) return;
        // Nothing was asked of a cluster yet: its kubeconfig or context is at fault, not the way to it.
        const code = info.kind === 'cluster' ? ('not-configured' as const) : ('failed' as const);
        const failure = { code, message: words(thrown) };
        const nextAttemptAt = info.kind === 'cluster' ? new Date(Date.now() + againMs).toISOString() : null;
        say(feed, { failure, attempts, since, nextAttemptAt });
        if (nextAttemptAt === null) return;
        again = setTimeout(() => attempt(feed, attempts + 1, since), againMs);
        again.unref();
      },
    );
  };

  return {
    get info() {
      return opened?.info ?? info;
    },
    start(feed) {
      say(feed, {});
      attempt(feed, 1, new Date().toISOString());
    },
    async stop() {
      stopped = true;
      if (again !== null) clearTimeout(again);
      await opened?.stop();
    },
    logs(request, signal, turn) {
      if (opened !== null) return opened.logs(request, signal, turn);
      const failure = { code: 'not-read-yet' as const, message: 'The source is not open yet.' };
      return Promise.resolve({ ok: false, failure });
    },
    capabilities: () => opened?.capabilities() ?? nothing,
    skewMs: () => opened?.skewMs() ?? 0,
  };
}
