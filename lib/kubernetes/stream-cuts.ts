/** Whether something between here and the API server lets no stream of a kind live, so that it is polled instead (F26). */
import 'server-only';
import type { Failure } from '../model/result';
import { CAP_MS } from './backoff';
import type { StreamLife } from './reflector-stats';

/** After so many streams in a row that were cut young or before they said anything, or that held back what happened. */
const CUTS_BEFORE_POLLING = 3;
const POLLS_BEFORE_NEXT_STREAM = 10;
/** A watch that is refused is tried from the same version this long before a list is asked for (F17). */
const REFUSED_LIMIT_MS = 60_000;
/** What a stream says this soon happened before it opened. */
const BACKLOG_MS = 1_000;

export class StreamCuts {
  private count = 0;
  private polls = 0;
  /** The last one was cut after the server had answered it. */
  private isAnswered = false;
  /** The last one fell silent, and nothing was heard since. */
  private isSilent = false;
  /** A list got through where streams are not even answered. */
  private isProbed = false;
  /** When the first was refused of those since which nothing was heard. */
  private refusedSince: number | null = null;

  get isPolling(): boolean {
    return this.count >= CUTS_BEFORE_POLLING;
  }

  /** One more has it polled. What is said of a kind that was polled stands while a stream is tried, or it would come and go. */
  get isDoubted(): boolean {
    return this.count >= CUTS_BEFORE_POLLING - 1;
  }

  /**
   * A stream was cut, or ended much too soon. One that lived for the longest wait is followed by the next at once, and nothing
   * is late; what a younger one said is no help, for each is waited for.
   */
  cut({ openedAt, lines }: StreamLife, livedMs: number): void {
    this.count = lines > 0 && livedMs >= CAP_MS ? 0 : this.count + 1;
    this.isAnswered = openedAt !== null;
  }

  /**
   * The watch was refused, or its stream said so, at this instant of the monotonic clock. A server that starts does that for a
   * while. What lasts may be of the version, or of watches alone: what becomes of a list, and of the watch after it, tells.
   */
  refused(now: number): void {
    this.refusedSince ??= now;
    if (!this.isDoubted && now - this.refusedSince < REFUSED_LIMIT_MS) return;
    this.refusedSince = null;
    this.count = CUTS_BEFORE_POLLING;
    this.isAnswered = false;
  }

  /**
   * A stream opened and fell silent. That alone proves nothing: there are dead peers (F03), and servers without bookmarks
   * (F33). What is heard next tells whether it held something back.
   */
  fellSilent(): void {
    this.isSilent = true;
  }

  /** A list is in hand; `isNews`: it is not what was known. */
  listed(isNews: () => boolean): void {
    if (this.isSilent && isNews()) this.heldBack();
    this.isSilent = false;
    this.refusedSince = null;
  }

  /** A stream of this age said something, be it a bookmark alone: they live, where it is not just the backlog that gets through. */
  spoke(livedMs: number, isBookmark: boolean): void {
    if (this.isSilent && !isBookmark && livedMs < BACKLOG_MS) this.heldBack();
    this.isSilent = false;
    this.refusedSince = null;
    if (livedMs >= CAP_MS) this.lived();
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
    const isOutage = !this.isAnswered && !this.isProbed;
    if (isOutage || code === 'unreachable' || code === 'timeout') this.lived();
  }

  private heldBack(): void {
    this.count++;
    this.isAnswered = true;
  }

  private lived(): void {
    this.count = 0;
    this.isProbed = false;
  }

  private tryStream(): void {
    this.count = CUTS_BEFORE_POLLING - 1;
  }
}
