/**
 * The misbehaviours F01 to F51 of the watch-faults reference as named switches. What a switch does is written where it
 * acts (fake-api.ts, watch.ts, watch-stream.ts, list.ts, pod-log.ts). `withoutSwitch` says of the others why they have none.
 */

export interface FaultOptions {
  /** Only this resource ("pods"); all by default. */
  plural?: string;
  /** How often it strikes; for ever by default. */
  times?: number;
  /** F05: new connections are not answered either. */
  fresh?: boolean;
  /** F06: how the stream breaks. F05: 'reset', or without a word. */
  how?: 'reset' | 'eof' | 'unexpected-eof';
  /** F12, F16, F17: where the refusal comes. F05: which requests are lost. */
  where?: 'list' | 'watch' | 'stream' | 'review' | 'log';
  /** F13: the continue token is not refused; it comes again and again, or leads to empty pages for ever. */
  pages?: 'same' | 'empty';
  /** F16: seconds. */
  retryAfter?: number;
  /** F17: 500 or 504. F20 and the like: the HTTP status. */
  code?: number;
  /** F25 */
  body?: 'html' | 'table';
  /** F33 */
  bookmarks?: 'never' | 'flood';
  /** F46 */
  skewMs?: number;
  /** F51 */
  log?: 'pseudo' | 'long-line' | 'endless' | 'hang' | 'no-previous' | 'kubelet-down' | 'forbidden';
}

/** What each is, as the reader meets it. */
export const switches = {
  F01: 'connection refused at the start',
  F02: 'connection refused after the first list',
  F03: 'half-open connection: no bytes, no end',
  F04: 'half-open HTTP/2 connection that stays in the pool',
  F05: 'a pooled connection is dead when the next watch takes it',
  F06: 'a stream breaks in the middle',
  F07: 'chunks end inside of a character; lines of over 1 MB',
  F08: 'half a line, then the end',
  F09: 'a line in the stream that is no event',
  F10: 'each watch is closed at once',
  F11: 'a stream ends when its time is over',
  F12: '410 on a watch, as its status or inside',
  F13: '410 on a continue token, or pages without an end',
  F14: '410 on every version',
  F15: '"Too large resource version": the server is behind',
  F16: '429 with Retry-After',
  F17: '500 or 504 on a watch or inside',
  F18: 'a list times out, or its body stalls',
  F20: '401 for good',
  F21: '403 on one kind',
  F22: '403 for the whole cluster',
  F24: '404 on a kind',
  F25: '200 with a web page, or a Table',
  F26: 'a proxy resets each long stream',
  F30: 'events that came before come again',
  F31: 'the next answer is of an older server',
  F32: 'an event is lost',
  F33: 'bookmarks never come, or in floods',
  F35: 'a corrupt object: StoreReadError in the stream',
  F36: 'a streamed list without its last bookmark',
  F46: 'the clock of the server is another',
  F51: 'logs: refused, without an end, a line of 20 MB',
} as const;

export type FaultId =
  | keyof typeof switches
  // Lists of metadata are refused, so that nothing heals what the reader itself loses.
  | 'no comparing';

/** What needs no switch: a server's everyday, which a test brings about itself, or nothing of the API server's at all. */
export const withoutSwitch: Record<string, string> = {
  F19: 'the token was rotated: the token is another: FakeApi.token',
  F23: 'a permission comes or goes: the rules are others: FakeApi.rbac.rules',
  F27: 'an object goes while the reader is away: Store.remove while F02 is on, then Store.compact',
  F28: 'it comes again under its name: Store.remove and Store.apply while F02 is on, then Store.compact',
  F29: 'a deletion carries an older state: Store.remove with an older state',
  F34: 'a bookmark without a name: every bookmark of this server is one without a name',
  F37: 'an object that cannot be understood: FakeApi.apply with a strange object',
  F38: "who is told throws: the reader's own host: FeedRecorder.throwOn, or a feed that throws",
  F39: 'thousands of changes in a second: FakeApi.churn',
  F40: 'a slow browser: the browser',
  F41: 'a browser that left: the browser',
  F42: 'a laptop that slept: the browser',
  F43: 'seven tabs over HTTP/1.1: the browser',
  F44: 'a proxy holds the stream back: a proxy before Unloop',
  F45: "a page that is left goes on asking: the reader's and the page's own end",
  F47: 'an exec plugin hangs or asks: a plugin of the kubeconfig',
  F50: 'SIGTERM with open streams: a signal to Unloop',
};

interface Active {
  id: FaultId;
  options: FaultOptions;
  left: number;
}

export class Faults {
  private active: Active[] = [];

  add(id: FaultId, options: FaultOptions): () => void {
    const entry = { id, options, left: options.times ?? Infinity };
    this.active.push(entry);
    return () => {
      this.active = this.active.filter((other) => other !== entry);
    };
  }

  clear(): void {
    this.active = [];
  }

  /** The options of a fault that is on for this resource, using up one of its times; null where it is off. */
  strike(
    id: FaultId,
    plural: string | null,
    matches: (options: FaultOptions) => boolean = () => true,
  ): FaultOptions | null {
    const found = this.active.find(
      ({ id: other, options, left }) =>
        other === id && left > 0 && (options.plural === undefined || options.plural === plural) && matches(options),
    );
    if (found === undefined) return null;
    found.left--;
    return found.options;
  }

  /** Whether it is on, without using it up. */
  isOn(id: FaultId, plural: string | null = null): FaultOptions | null {
    const found = this.active.find(
      ({ id: other, options, left }) =>
        other === id && left > 0 && (options.plural === undefined || plural === null || options.plural === plural),
    );
    return found?.options ?? null;
  }
}

/** F05: whether a request of this verb is meant, on a connection that was kept or on a new one. */
export function isLost(verb: string, isKept: boolean): (options: FaultOptions) => boolean {
  return ({ fresh, where }) => (isKept || fresh === true) && (where === undefined || where === verb);
}
