/** Finds what a watch lost, by slow comparing lists of metadata, one at a time, and has it listed anew (F32). */
import 'server-only';
import type { Kind } from '../model/kubernetes';
import type { ApiClient } from './api-client';
import { toApiError } from './api-error';
import { pause, type Clock } from './clock';
import { kindPath } from './kind-path';
import { readList, uidOf } from './list';
import type { Reflector } from './reflector';
import { compareVersions } from './resource-version';
import { versionOf } from './events';
import { inTurn } from './turns';

/** After the start nothing can be lost yet. */
const FIRST_MS = 5 * 60_000;
/**
 * Once a minute those that are due are compared, the longest ago first, up to so many objects or one large kind: where
 * namespaces are read one by one there are sixteen readers for each, and most hold little. A request costs as much as some.
 */
const BETWEEN_MS = 60_000;
const OBJECTS_AT_A_TIME = 2_000;
const REQUEST_IN_OBJECTS = 100;
/** A small list is compared this often, a large one of ten thousand about three times an hour. */
const SOONEST_MS = 5 * 60_000;
const LATEST_MS = 20 * 60_000;
const MS_PER_OBJECT = 120;
/** What carries the picture comes before the rest, by so much. */
const URGENCY = 4;
/** A watch may be late; what it has not told after this is lost. */
const GRACE_MS = 5_000;
const PAGE_SIZE = 500;

export class Healer {
  private running: Promise<void> | null = null;
  private startedAt = 0;
  private readonly comparedAt = new WeakMap<Reflector<Kind>, number>();

  constructor(
    private readonly client: ApiClient,
    private readonly clock: Clock,
    private readonly reflectors: () => Reflector<Kind>[],
    private readonly signal: AbortSignal,
  ) {}

  start(): void {
    this.startedAt = this.clock.monotonic();
    this.running ??= this.run();
  }

  async stopped(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    await pause(this.clock, FIRST_MS * (1 + this.clock.random()), this.signal).done;
    while (!this.signal.aborted) {
      const asToldMs = await this.round();
      const waitMs = Math.max(BETWEEN_MS, asToldMs) * (1 + 0.2 * this.clock.random());
      await pause(this.clock, waitMs, this.signal).done;
    }
  }

  private async round(): Promise<number> {
    for (const reflector of this.due()) {
      this.comparedAt.set(reflector, this.clock.monotonic());
      const asToldMs = await this.check(reflector);
      if (asToldMs > 0 || this.signal.aborted) return asToldMs;
    }
    return 0;
  }

  /** As many as one round takes; a large one waits until it is the first. */
  private due(): Reflector<Kind>[] {
    const pressing = this.reflectors()
      .filter(({ state }) => state.state === 'live' && state.failure === null)
      .map((reflector) => ({
        reflector,
        size: reflector.objects.size,
        urgency: this.urgency(reflector, this.comparedAt.get(reflector) ?? this.startedAt),
      }))
      .filter(({ urgency }) => urgency > 0)
      .sort((a, b) => b.urgency - a.urgency);
    let left = OBJECTS_AT_A_TIME;
    const last = pressing.findIndex(({ size }, index) => {
      left -= Math.max(REQUEST_IN_OBJECTS, size);
      return left < 0 && index > 0;
    });
    return pressing.slice(0, last === -1 ? pressing.length : last).map(({ reflector }) => reflector);
  }

  /** How pressing it is; 0 where it is not due yet. */
  private urgency({ state, objects }: Reflector<Kind>, comparedAt: number): number {
    const sinceMs = this.clock.monotonic() - comparedAt;
    const dueMs = Math.min(LATEST_MS, Math.max(SOONEST_MS, objects.size * MS_PER_OBJECT));
    if (sinceMs < dueMs) return 0;
    return sinceMs * (state.kind === 'Pod' || state.kind === 'Event' ? URGENCY : 1);
  }

  /** For how long the server wants to hear nothing (Retry-After); 0 where it says nothing of it. */
  private async check(reflector: Reflector<Kind>): Promise<number> {
    const before = new Map(reflector.objects.entries());
    const listed = new Map<string, string>();
    let version: string;
    try {
      version = await this.list(reflector, listed);
    } catch (error) {
      // The next round asks again; that the server cannot be reached is the reflectors' to tell.
      const problem = toApiError(error);
      if (problem.kind !== 'aborted') reflector.stats.failedComparisons++;
      return problem.details.retryAfterMs ?? 0;
    }
    reflector.stats.comparisons++;
    if ((await countDifferences(before, listed, version, reflector)) === 0) return 0;
    await pause(this.clock, GRACE_MS, this.signal).done;
    const lost = await countDifferences(before, listed, version, reflector);
    if (lost === 0 || this.signal.aborted) return 0;
    reflector.stats.lost += lost;
    reflector.relist('lost');
    return 0;
  }

  private list(reflector: Reflector<Kind>, listed: Map<string, string>): Promise<string> {
    const { kind, namespace } = reflector.state;
    return readList({
      client: this.client,
      kind: null,
      path: kindPath(kind, namespace),
      accept: 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
      resourceVersion: '',
      pageSize: PAGE_SIZE,
      signal: this.signal,
      onItem: (raw) => listed.set(uidOf(raw), versionOf(raw)),
    });
  }
}

/** How many objects are compared before others may get their turn: a hundred thousand at once took 400 ms. */
const COMPARED_AT_ONCE = 2_000;

/** Of how many objects the reader knows less than the list of `version` held, now and before that list was asked for. */
async function countDifferences(
  before: Map<string, string>,
  listed: Map<string, string>,
  version: string,
  { objects }: Reflector<Kind>,
): Promise<number> {
  let count = 0;
  await inPieces(listed, ([uid, there]) => {
    const here = objects.version(uid);
    // Known before and gone now: deleted meanwhile, as the watch told.
    if (here === undefined) {
      if (!before.has(uid)) count++;
      return;
    }
    const order = compareVersions(here, there);
    // Known in this version before the list was asked for, and older in it: the server went back to a backup.
    if (order < 0 || (order > 0 && before.get(uid) === here)) count++;
  });
  await inPieces(before, ([uid, here]) => {
    if (objects.version(uid) === here && !listed.has(uid) && compareVersions(here, version) <= 0) count++;
  });
  return count;
}

async function inPieces<T>(items: Iterable<T>, look: (item: T) => void): Promise<void> {
  const rest = items[Symbol.iterator]();
  for (let done = false; !done;) {
    await inTurn(() => {
      for (let count = 0; count < COMPARED_AT_ONCE && !done; count++) {
        const next = rest.next();
        if (next.done === true) done = true;
        else look(next.value);
      }
    });
  }
}
