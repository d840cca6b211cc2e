/** Whether something between here and the API server lets no stream of a kind live, so that it is polled instead (F26). */
import 'server-only';
import type { Failure } from '../model/result';
import type { StreamLife } from './reflector-stats';

/** After so many streams in a row that were cut before they said anything. */
const CUTS_BEFORE_POLLING = 3;
const POLLS_BEFORE_NEXT_STREAM = 10;

export class StreamCuts {
  private count = 0;
  private polls = 0;
  /** The last one was cut after the server had answered it. */
  private isAnswered = false;
  /** A list got through where streams are not even answered. */
  private isProbed = false;

  get isPolling(): boolean {
    return this.count >= CUTS_BEFORE_POLLING;
  }

  /** A stream was cut, or ended much too soon. */
  cut({ openedAt, lines }: StreamLife): void {
    this.count = lines === 0 ? this.count + 1 : 0;
    this.isAnswered = openedAt !== null;
  }

  /** A stream said something, so they live. */
  lived(): void {
    this.count = 0;
    this.isProbed = false;
  }

  /**
   * A list got through in the place of a stream. False where it shows no more than that the server is back: streams that it
   * never answered may have been lost with it, and what becomes of the next one tells.
   */
  polled(): boolean {
    if (!this.isAnswered && !this.isProbed) {
      this.isProbed = true;
      this.tryStream();
      return false;
    }
    if (++this.polls % POLLS_BEFORE_NEXT_STREAM === 0) this.tryStream();
    return true;
  }

  /** Where lists do not get through either, the cuts say nothing of streams. */
  pollFailed({ code }: Failure): void {
    if (code === 'unreachable' || code === 'timeout') this.lived();
  }

  private tryStream(): void {
    this.count = CUTS_BEFORE_POLLING - 1;
  }
}
