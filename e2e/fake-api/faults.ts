/**
 * The misbehaviours F01 to F51 of the watch-faults reference as named switches. What a switch does is written where it
 * acts (fake-api.ts, watch.ts, watch-stream.ts, list.ts, pod-log.ts); faults of the browser, the store and the reader's own host have
 * none. Nor have those that are a server's everyday: F19 is `FakeApi.token`, F29 is `Store.remove` with an older state, and every
 * bookmark is one without a name (F34).
 */

export interface FaultOptions {
  /** Only this resource ("pods"); all by default. */
  plural?: string;
  /** How often it strikes; for ever by default. */
  times?: number;
  /** F06: how the stream breaks. F12, F16: where the refusal comes. */
  how?: 'reset' | 'eof' | 'unexpected-eof';
  where?: 'list' | 'watch' | 'stream' | 'review';
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

export type FaultId =
  | 'F01' | 'F02' | 'F03' | 'F04' | 'F05' | 'F06' | 'F07' | 'F08' | 'F09' | 'F10' | 'F11' | 'F12' | 'F13' | 'F14'
  | 'F15' | 'F16' | 'F17' | 'F18' | 'F20' | 'F21' | 'F22' | 'F24' | 'F25' | 'F26' | 'F30'
  | 'F31' | 'F32' | 'F33' | 'F35' | 'F36' | 'F46' | 'F51'
  // Lists of metadata are refused, so that nothing heals what the reader itself loses.
  | 'no comparing'; // prettier-ignore

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
