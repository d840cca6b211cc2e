/** Tells the feed of one kind, and has it listed anew where the feed threw: what was told may not have been taken in (F38). */
import 'server-only';
import type { Kind, ObjectOfKind, PoisonObject } from '../model/kubernetes';
import type { KindState } from '../model/source';
import { Backoff } from './backoff';
import type { ReflectorOptions } from './reflector-options';
import type { ReflectorStats } from './reflector-stats';

type Told<K extends Kind> = ObjectOfKind[K] | PoisonObject;

/**
 * An exception of the feed ends neither the stream nor the kind: the next event is told at once, and the list that makes up
 * for the lost one follows in the time of the back-off, so that what throws every time is not listed without a pause.
 */
export class Telling<K extends Kind> {
  private readonly backoff: Backoff;
  private cancel: (() => void) | null = null;

  constructor(
    private readonly options: Pick<ReflectorOptions<K>, 'feed' | 'clock' | 'kind' | 'namespace' | 'onBug'>,
    private readonly stats: ReflectorStats,
    private readonly relist: () => void,
  ) {
    this.backoff = new Backoff(options.clock);
  }

  async list(objects: Told<K>[], isRestored: boolean): Promise<void> {
    const { feed, kind, namespace } = this.options;
    try {
      if (feed.replaceInSlices) await feed.replaceInSlices(kind, namespace, objects, isRestored);
      else feed.replace(kind, namespace, objects, isRestored);
    } catch (error) {
      this.lost(error);
    }
  }

  upsert(object: Told<K>): void {
    try {
      this.options.feed.upsert(this.options.kind, object);
    } catch (error) {
      this.lost(error);
    }
  }

  remove(object: Told<K>): void {
    try {
      this.options.feed.remove(this.options.kind, object);
    } catch (error) {
      this.lost(error);
    }
  }

  /** Nothing is listed for a state that was not taken in: the next one says all of it again. */
  state(state: KindState): void {
    try {
      this.options.feed.state(state);
    } catch (error) {
      this.note(error);
    }
  }

  /** No timer of it is left. */
  stop(): void {
    this.cancel?.();
    this.cancel = null;
  }

  private lost(error: unknown): void {
    this.note(error);
    // One list makes up for all that was lost before it.
    this.cancel ??= this.options.clock.setTimeout(() => {
      this.cancel = null;
      this.relist();
    }, this.backoff.next());
  }

  private note(error: unknown): void {
    this.stats.handlerErrors++;
    this.options.onBug(error);
  }
}
