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

// prettier-ignore
export const switches = [
  'F01', 'F02', 'F03', 'F04', 'F05', 'F06', 'F07', 'F08', 'F09', 'F10', 'F11', 'F12', 'F13', 'F14', 'F15', 'F16', 'F17',
  'F18', 'F20', 'F21', 'F22', 'F24', 'F25', 'F26', 'F30', 'F31', 'F32', 'F33', 'F35', 'F36', 'F46', 'F51',
] as const;

export type FaultId =
  | (typeof switches)[number]
  // Lists of metadata are refused, so that nothing heals what the reader itself loses.
  | 'no comparing';

/** What needs no switch: a server's everyday, which a test brings about itself, or nothing of the API server's at all. */
export const withoutSwitch: Record<string, string> = {
  F19: 'the token is another: FakeApi.token',
  F23: 'the rules are others: FakeApi.rbac.rules',
  F27: 'Store.remove while F02 is on, then Store.compact',
  F28: 'Store.remove and Store.apply while F02 is on, then Store.compact',
  F29: 'Store.remove with an older state',
  F34: 'every bookmark of this server is one without a name',
  F37: 'FakeApi.apply with a strange object',
  F38: "the reader's own host: FeedRecorder.throwOn, or a feed that throws",
  F39: 'FakeApi.churn',
  F40: 'the browser',
  F41: 'the browser',
  F42: 'the browser',
  F43: 'the browser',
  F44: 'a proxy before Unloop',
  F45: "the reader's and the page's own end",
  F47: 'a plugin of the kubeconfig',
  F50: 'a signal to Unloop',
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
