import { describe, expect, it } from 'vitest';
import type { Stream } from './live-feed';
import { openShared, type Channel, type Locks, type Word } from './shared-stream';

type Message = { data: string; lastEventId: string };

class FakeSource implements Stream {
  readyState = 0;
  onerror: (() => void) | null = null;
  private readonly listeners = new Map<string, (message: Message) => void>();
  constructor(readonly from: string) {}
  addEventListener(name: string, listener: (message: Message) => void): void {
    this.listeners.set(name, listener);
  }
  close(): void {
    this.readyState = 2;
  }
  /** As every stream of the product begins. */
  opens(): void {
    this.readyState = 1;
    this.says('heartbeat', '{}');
  }
  fails(readyState: number): void {
    this.readyState = readyState;
    this.onerror?.();
  }
  says(name: string, data: string, lastEventId = ''): void {
    // As a browser's: what it says are no properties of its own.
    this.listeners.get(name)?.(Object.create({ data, lastEventId }));
  }
}

/** A browser: one lock manager and one channel for all its tabs, whose timers run when they are told to. */
class Browser {
  readonly sources: FakeSource[] = [];
  private channels: ((word: Word) => void)[] = [];
  private readonly frozen = new Map<(word: Word) => void, Word[]>();
  private timers: { atMs: number; run: () => void }[] = [];
  private nowMs = 0;
  private holder: { reject: (reason: unknown) => void } | null = null;
  private queue: (() => void)[] = [];

  private readonly locks: Locks = {
    request: (_name, { steal, signal }, hold) =>
      new Promise((resolve, reject) => {
        const mine = { reject };
        const take = (): void => {
          this.holder = mine;
          queueMicrotask(() => {
            void hold().then(() => {
              resolve(undefined);
              if (this.holder !== mine) return;
              this.holder = null;
              this.queue.shift()?.();
            });
          });
        };
        signal?.addEventListener('abort', () => {
          this.queue = this.queue.filter((waiting) => waiting !== take);
          reject(new DOMException('aborted', 'AbortError'));
        });
        if (steal === true) this.holder?.reject(new DOMException('stolen', 'AbortError'));
        if (steal === true || this.holder === null) take();
        else this.queue.push(take);
      }),
  };

  tab(lastEventId = ''): { stream: Stream; seen: string[]; ids: string[] } {
    const seen: string[] = [];
    const ids: string[] = [];
    const stream = openShared({
      name: 'live',
      lastEventId,
      events: ['gone', 'heartbeat'],
      open: (from) => {
        const source = new FakeSource(from);
        this.sources.push(source);
        return source;
      },
      locks: this.locks,
      channel: () => this.channel(),
      later: (run, ms) => {
        const timer = { atMs: this.nowMs + ms, run };
        this.timers.push(timer);
        return () => void (this.timers = this.timers.filter((other) => other !== timer));
      },
    });
    stream.onerror = () => seen.push(`error ${stream.readyState}`);
    for (const name of ['gone', 'heartbeat', 'resync']) {
      stream.addEventListener(name, ({ data, lastEventId: id }) => {
        seen.push(name === 'gone' ? `gone ${data}` : name);
        ids.push(id);
      });
    }
    return { stream, seen, ids };
  }

  pass(ms: number): void {
    this.nowMs += ms;
    const due = this.timers.filter(({ atMs }) => atMs <= this.nowMs);
    this.timers = this.timers.filter((timer) => !due.includes(timer));
    for (const { run } of due) run();
  }

  /** Words to this tab are kept until its browser lets it run again. */
  freeze(tab: number): void {
    const channel = this.channels[tab];
    if (channel !== undefined) this.frozen.set(channel, []);
  }

  thaw(tab: number): void {
    const channel = this.channels[tab];
    if (channel === undefined) return;
    const words = this.frozen.get(channel) ?? [];
    this.frozen.delete(channel);
    for (const word of words) channel(word);
  }

  private channel(): Channel {
    let hear: ((word: Word) => void) | null = null;
    const mine = (word: Word): void => {
      const kept = this.frozen.get(mine);
      if (kept === undefined) hear?.(word);
      else kept.push(word);
    };
    this.channels.push(mine);
    return {
      onWord: (listener) => {
        hear = listener;
      },
      postMessage: (word) => {
        for (const other of this.channels) if (other !== mine) queueMicrotask(() => other(word));
      },
      close: () => {
        hear = null;
        this.channels = this.channels.filter((other) => other !== mine);
      },
    };
  }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('one stream for all tabs', () => {
  it('F43: is held by the first, and heard by all', async () => {
    const browser = new Browser();
    const first = browser.tab('e-1');
    await settled();
    browser.sources[0]?.opens();
    const second = browser.tab();
    await settled();
    browser.sources[0]?.says('gone', 'cart', 'e-2');
    await settled();
    expect(browser.sources.map(({ from }) => from)).toEqual(['e-1']);
    expect(first.seen).toEqual(['heartbeat', 'gone cart']);
    // It was not there when the stream began: its page is read once more.
    expect(second.seen).toEqual(['resync', 'gone cart']);
    expect(second.ids.at(-1)).toBe('e-2');
  });

  it('goes on in the next tab from the last event that it heard', async () => {
    const browser = new Browser();
    const first = browser.tab();
    await settled();
    const second = browser.tab();
    await settled();
    browser.sources[0]?.opens();
    browser.sources[0]?.says('gone', 'cart', 'e-7');
    await settled();
    first.stream.close();
    await settled();
    expect(browser.sources.map(({ from, readyState }) => [from, readyState])).toEqual([
      ['', 2],
      ['e-7', 0],
    ]);
    browser.sources[1]?.opens();
    browser.sources[1]?.says('gone', 'web', 'e-8');
    await settled();
    expect(second.seen.slice(-2)).toEqual(['heartbeat', 'gone web']);
    expect(first.seen).not.toContain('gone web');
  });

  it('is lost for all where it is lost, and comes back for all', async () => {
    const browser = new Browser();
    browser.tab();
    const second = browser.tab();
    await settled();
    browser.sources[0]?.opens();
    browser.sources[0]?.fails(0);
    browser.sources[0]?.opens();
    await settled();
    expect(second.seen).toEqual(['resync', 'heartbeat', 'error 0', 'heartbeat']);
  });

  it('that its browser gave up is tried by the next tab', async () => {
    const browser = new Browser();
    const first = browser.tab();
    browser.tab();
    await settled();
    browser.sources[0]?.fails(2);
    await settled();
    expect(first.seen).toEqual(['error 2']);
    expect(browser.sources).toHaveLength(2);
  });

  it('F42: is taken from a tab that its browser has frozen, which listens from then on', async () => {
    const browser = new Browser();
    const frozen = browser.tab();
    const other = browser.tab();
    await settled();
    browser.sources[0]?.opens();
    await settled();
    browser.freeze(0);
    for (let step = 0; step < 11; step++) {
      browser.pass(2_000);
      await settled();
    }
    expect(browser.sources.map(({ readyState }) => readyState)).toEqual([2, 0]);
    browser.thaw(0);
    browser.sources[1]?.opens();
    browser.sources[1]?.says('gone', 'cart', 'e-3');
    await settled();
    expect(other.seen.at(-1)).toBe('gone cart');
    expect(frozen.seen.at(-1)).toBe('gone cart');
    other.stream.close();
    await settled();
    expect(browser.sources.map(({ from, readyState }) => [from, readyState])).toEqual([
      ['', 2],
      ['', 2],
      ['e-3', 0],
    ]);
  });

  it('F44: is not taken from a tab that hears nothing itself, and no tab is told otherwise', async () => {
    const browser = new Browser();
    const first = browser.tab();
    const second = browser.tab();
    await settled();
    const third = browser.tab();
    for (let step = 0; step < 40; step++) {
      browser.pass(2_000);
      await settled();
    }
    expect(browser.sources).toHaveLength(1);
    expect([...first.seen, ...second.seen, ...third.seen]).toEqual([]);
    // Also where it spoke, and was held back later.
    browser.sources[0]?.opens();
    await settled();
    for (let step = 0; step < 40; step++) {
      browser.pass(2_000);
      await settled();
    }
    expect(browser.sources).toHaveLength(1);
    expect(second.seen).toEqual(['resync', 'heartbeat']);
  });

  it('is not taken from a tab that passes on what it hears', async () => {
    const browser = new Browser();
    browser.tab();
    browser.tab();
    await settled();
    browser.sources[0]?.opens();
    await settled();
    for (let beat = 0; beat < 4; beat++) {
      browser.pass(15_000);
      browser.sources[0]?.says('heartbeat', '{}');
      await settled();
    }
    expect(browser.sources).toHaveLength(1);
  });
});
