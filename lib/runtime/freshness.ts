/** How fresh a picture is, from the states of its kinds, and when its first full list is complete. */
import 'server-only';

import { unwatchedAt, whyUnread } from '../collect/unread';
import { plural } from '../format/count';
import { nameNamespaces } from '../kubernetes/capabilities';
import type { Failure } from '../model/result';
import type { KindState, SourceInfo } from '../model/source';
import type { Freshness } from '../model/views';

const earliest = (times: (string | null)[]): string | null =>
  times.reduce<string | null>(
    (least, time) => (time !== null && (least === null || time < least) ? time : least),
    null,
  );
const latest = (times: (string | null)[]): string | null =>
  times.reduce<string | null>((most, time) => (time !== null && (most === null || time > most) ? time : most), null);

/**
 * For how long after the pods the board waits for the other kinds. A list that is put off ("in five minutes") or that trickles
 * fails too seldom to be counted; one that goes well takes no longer than this, for then the API server ends it itself.
 */
export const patienceMs = 60_000;

/** The kind has been read in full once, or it is known that it will not be; `patient`: or not in time. */
function isSettled(state: KindState, states: readonly KindState[], patient: boolean): boolean {
  switch (state.state) {
    case 'live':
    case 'frozen':
    case 'denied':
    case 'absent':
    case 'stale':
      return true;
    case 'connecting':
    case 'listing':
      // One kind or namespace that keeps failing must not hide all others: after two tries the board does without it, and
      // says so. Without any pods there is no board.
      if (state.kind !== 'Pod') return state.attempts >= 2 || !patient;
      return state.attempts >= 2 && hasPods(states);
  }
}

const isRead = (state: KindState): boolean =>
  state.state === 'live' || state.state === 'frozen' || state.state === 'stale';
const isReadPod = (state: KindState): boolean => state.kind === 'Pod' && isRead(state);

/** The pods of one namespace at least have been read. */
export const hasPods = (states: readonly KindState[]): boolean => states.some(isReadPod);

/**
 * True when the first picture can be judged: every kind settled, and pods read (without pods of a cluster there is
 * nothing to judge; a recording is complete with whatever it holds). Not `patient`: pods were read `patienceMs` ago.
 */
export function isComplete(states: readonly KindState[], patient = true): boolean {
  const readable = states.some((state) => isReadPod(state) || state.state === 'frozen');
  return readable && states.every((state) => isSettled(state, states, patient));
}

const reasonOf = (state: KindState): string => whyUnread(state)?.message ?? 'not read yet';

const inWords = (state: KindState): string => {
  const where = state.namespace === null ? '' : ` in ${state.namespace}`;
  return `${state.kind}${where}: ${reasonOf(state)}`;
};

/** What a cluster or a recording does not have at all is not missed; its pods are. */
const isMissing = (state: KindState): boolean =>
  state.state === 'denied' ||
  (state.failure !== null && state.state !== 'live' && (state.state !== 'absent' || state.kind === 'Pod'));

/** Refused as a whole, and read in some namespaces: what is missing is the others. */
const isReadInPart = (state: KindState, states: readonly KindState[]): boolean =>
  state.namespace === null &&
  state.state === 'denied' &&
  states.some((other) => other.kind === state.kind && other.namespace !== null && isRead(other));

/** Nothing has failed, and yet it should be there by now: its list trickles, and the board does without it. */
const isLate = ({ state, failure, since }: KindState, now: string): boolean =>
  (state === 'connecting' || state === 'listing') &&
  failure === null &&
  Date.parse(now) - Date.parse(since) >= patienceMs;

/**
 * "Kind in namespace: why", each; namespaces that are not read are one, not one for every kind. `now`: '' before there is a
 * full picture, for until then the progress says what is on its way. `counts`: others are left out.
 */
function missingOf(
  states: readonly KindState[],
  now: string,
  counts: (state: KindState) => boolean = () => true,
): string[] {
  const missing = states.filter((state) => (isMissing(state) || isLate(state, now)) && counts(state));
  const [first, ...more] = missing.filter((state) => isReadInPart(state, states)).toSorted(podsFirst);
  const rest = inPlaces(missing.filter((state) => !isReadInPart(state, states)));
  if (first === undefined) return rest;
  const others = more.length === 0 ? '' : ` Nor ${plural(more.length, 'other kind')}.`;
  // Pods that were read there before the refusal are on the board, and old (F23): whether they are broken cannot be told.
  const what = first.kind === 'Pod' && first.heardAt !== null ? 'Pod in other namespaces' : 'other namespaces';
  return [`${what}: ${whyUnread(first)?.message ?? 'not read.'}${others}`, ...rest];
}

/** A quiet kind is heard once a minute: what fell silent this long before the picture's end may have gone with all the rest. */
const togetherMs = 2 * patienceMs;

/** Of what is missing now that all is old: what a picture of `showing` lacks, for it was not read before either. */
function lackingOf(states: readonly KindState[], now: string, showing: string): string[] {
  const goneMs = Date.parse(showing) - togetherMs;
  return missingOf(states, now, ({ heardAt, since }) => heardAt === null || Date.parse(since) < goneMs);
}

/** Without its pods a namespace is as good as not read: what else of it is missing needs no words of its own. */
function inPlaces(missing: readonly KindState[]): string[] {
  const unread = new Set(missing.flatMap(({ kind, namespace }) => (kind === 'Pod' ? (namespace ?? []) : [])));
  return missing.flatMap((state) => {
    const { kind, namespace } = state;
    if (namespace === null || !unread.has(namespace)) return [inWords(state)];
    if (kind !== 'Pod') return [];
    const others = missing.filter((other) => other.namespace === namespace).length - 1;
    if (others === 0) return [inWords(state)];
    return [
      `namespace ${namespace}: ${reasonOf(state).replace(/\.?$/, '.')} Not read either: ${plural(others, 'other kind')}.`,
    ];
  });
}

/** Without its pods, or those of one namespace, a picture says nothing about what is broken. */
export function lacksPods(states: readonly KindState[]): boolean {
  return states.some((state) => state.kind === 'Pod' && isMissing(state));
}

/** Who may list namespaces and not watch them lists them anew within five minutes: what such a list says holds for so long. */
const listHoldsMs = 10 * 60_000;

/**
 * Namespaces that are read by name (by option, or as the account's own) and are not in the list of namespaces, which is read
 * too: a typo would be "nothing is broken". `known`: the names in the picture.
 */
export function absentNamespaces(states: readonly KindState[], known: () => readonly string[], now: string): string[] {
  const named = new Set(states.flatMap(({ namespace }) => namespace ?? []));
  const isListed = states.some(
    ({ kind, state, heardAt }) =>
      kind === 'Namespace' &&
      (state === 'live' ||
        (state === 'denied' && heardAt !== null && Date.parse(now) - Date.parse(heardAt) < listHoldsMs)),
  );
  if (named.size === 0 || !isListed) return [];
  const there = new Set(known());
  return [...named].filter((name) => !there.has(name)).sort();
}

/** A picture without fresh pods or events is stale as a whole; any other kind is only named as missing. */
const carriesThePicture = (state: KindState): boolean => state.kind === 'Pod' || state.kind === 'Event';

/** One of several namespaces that are read each by itself fell silent: that makes its rows old (`oldNamespaces`), not the others. */
const isSilentAlone = (state: KindState, states: readonly KindState[]): boolean =>
  state.state === 'stale' &&
  state.namespace !== null &&
  states.some((other) => other.kind === state.kind && other.namespace !== null && other.state === 'live');

/** When all that carries the picture was last heard: else any other kind's bookmark would cover for pods that fell silent (F03). */
function heardAtOf(states: readonly KindState[]): string | null {
  const carrying = states.filter((state) => carriesThePicture(state) && isRead(state) && !isSilentAlone(state, states));
  return earliest(carrying.map(({ heardAt }) => heardAt)) ?? latest(states.map(({ heardAt }) => heardAt));
}

/**
 * Those of `names` that are shown as of an earlier moment than `showing`, and which: the rights to their pods were taken, or their
 * pods or events fell silent alone.
 */
export function oldNamespaces(
  states: readonly KindState[],
  names: () => readonly string[],
  showing: string,
): Record<string, string> {
  const carrying = states.filter(carriesThePicture);
  if (carrying.every(({ state }) => state === 'live' || state === 'frozen')) return {};
  const silent = carrying.filter((state) => isSilentAlone(state, states));
  return Object.fromEntries(
    names().flatMap((name) => {
      const times = silent.filter(({ namespace }) => namespace === name).map(({ heardAt }) => heardAt);
      const heardAt = earliest([unwatchedAt(carrying, name), ...times]);
      return heardAt === null || heardAt >= showing ? [] : [[name, heardAt]];
    }),
  );
}

/** Beside `old`: the namespaces whose pods are watched by themselves, and nothing of them is old. */
export const heardNamespaces = (states: readonly KindState[], old: Record<string, string>): string[] =>
  states
    .flatMap(({ kind, state, namespace }) =>
      kind === 'Pod' && state === 'live' && namespace !== null ? namespace : [],
    )
    .filter((name) => !Object.hasOwn(old, name))
    .toSorted();

const kindOf = (failure: Failure | null | undefined): Pick<Freshness, 'failure'> =>
  failure ? { failure: { code: failure.code, status: failure.status } } : {};

/**
 * Of pods of which none are read: what was read last, for the picture is from it, and what ended it is what made us blind. What was
 * never allowed says neither why nor since when, unless nothing ever was (F23).
 */
function lastRead(pods: readonly KindState[]): KindState | undefined {
  const heardAt = latest(pods.map((state) => state.heardAt));
  return pods.find((state) => state.heardAt === heardAt) ?? pods[0];
}

/** The one with most failed tries. */
const mostTried = (states: readonly KindState[]): KindState | null =>
  states.reduce<KindState | null>((most, at) => (most === null || at.attempts > most.attempts ? at : most), null);

/** Its watch was answered, with "too old", as is the rule after an outage, and its list is on its way (F12). */
const isReadAnew = ({ state, failure, nextAttemptAt }: KindState): boolean =>
  state === 'stale' && failure?.status === 410 && nextAttemptAt === null;

/** Nothing answered, as far as this kind knows: it may wait for its next try. */
const isAway = ({ failure }: KindState): boolean =>
  failure === null || (failure.status === undefined && (failure.code === 'unreachable' || failure.code === 'timeout'));

/** Kinds that are read again, of those that can be. */
function readAgain(states: readonly KindState[]): Freshness['progress'] {
  const readable = states.filter(({ state }) => state !== 'denied' && state !== 'absent');
  return { done: readable.filter(({ state }) => state === 'live').length, of: readable.length };
}

const podsFirst = (one: KindState, other: KindState): number =>
  Number(other.kind === 'Pod') - Number(one.kind === 'Pod');

/**
 * `now`: the instant that is shown (server's clock for a live picture, the moment of a recording). `wasFull`: there was a full
 * picture once. It is kept (F18), so what is read since, as a namespace by itself, makes it old at most. `absent`: namespaces that
 * are read by name and do not exist, of which whoever asks says so: that nothing of them may be read, or is, says nothing.
 */
export function freshnessOf(
  states: readonly KindState[],
  source: SourceInfo,
  now: string,
  wasFull = false,
  absent: readonly string[] = [],
): Freshness {
  const there = states.filter(({ namespace }) => namespace === null || !absent.includes(namespace));
  const missing = missingOf(there, wasFull ? now : '');
  const base = {
    showing: now,
    since: null,
    heardAt: heardAtOf(states),
    why: null,
    attempts: 0,
    nextAttemptAt: null,
    source,
    missing,
    progress: null,
  };
  const frozen =
    source.kind !== 'cluster' && states.length > 0 && states.every((state) => isSettled(state, states, true));
  if (frozen) return { ...base, state: 'frozen', showing: source.recordedAt ?? now, heardAt: null };

  const troubled = states.filter(
    (state) => state.failure !== null && state.state !== 'denied' && state.state !== 'absent',
  );
  const worst = mostTried(troubled);
  const trouble = {
    since: earliest(troubled.map((state) => state.since)),
    why: worst?.failure?.message ?? null,
    ...kindOf(worst?.failure),
    attempts: worst?.attempts ?? 0,
    nextAttemptAt: earliest(troubled.map((state) => state.nextAttemptAt)),
  };
  const pods = states.filter((state) => state.kind === 'Pod');
  if (!isComplete(states)) {
    const refused = lastRead(pods.filter((state) => there.includes(state))) ?? lastRead(pods);
    if (refused && pods.every((state) => state.state === 'denied')) {
      // One that was found by itself, or named, needs no name.
      const advice = refused.namespace === null ? nameNamespaces : '';
      const none = absent.map((namespace) => `The cluster has no namespace ${namespace}.`);
      const why = [...none, there.includes(refused) ? (refused.failure?.message ?? '') : '', advice].join(' ').trim();
      const showing = refused.heardAt ?? now;
      const lacking = refused.heardAt === null ? {} : { lacking: lackingOf(states, now, showing) };
      return { ...base, ...lacking, state: 'failed', since: refused.since, why, showing };
    }
    if (!wasFull) {
      const done = states.filter((state) => isSettled(state, states, true)).length;
      const noneRead = !states.some(isRead);
      if (noneRead && worst !== null && worst.attempts > 0) return { ...base, ...trouble, state: 'failed' };
      return { ...base, ...trouble, state: 'connecting', progress: { done, of: states.length } };
    }
  }
  const lost = lastRead(pods);
  const unread = wasFull && lost !== undefined && !pods.some(isRead) ? [lost] : [];
  const silent = states.filter(
    (state) => state.state === 'stale' && carriesThePicture(state) && !isSilentAlone(state, states),
  );
  const stale = [...silent, ...unread];
  // Any other kind may fail for a reason of its own: what is said is why this picture is old.
  const blinding = mostTried(silent.filter(({ failure }) => failure !== null)) ?? worst;
  // Where pods are heard and events are not, or the other way, it is said which.
  const isPart = blinding !== null && states.some((state) => carriesThePicture(state) && state.state === 'live');
  if (stale.length === 0) {
    // A kind is live in spite of a failure where its streams are cut and it is listed instead (F26).
    const listed = troubled.filter(({ state }) => state === 'live').toSorted(podsFirst);
    return { ...base, state: 'live', why: listed[0]?.failure?.message ?? null };
  }
  // Rows are of pods, and pods are told of more often than events: none may be shown as of a moment before its own last word.
  const unheard = stale.filter((state) => state.kind === 'Pod');
  const showing = earliest((unheard.length > 0 ? unheard : stale).map((state) => state.heardAt)) ?? now;
  const old = {
    ...base,
    state: 'stale' as const,
    showing,
    lacking: lackingOf(states, now, showing),
    since: earliest(stale.map((state) => state.since)),
  };
  const isHeard = troubled.some(isReadAnew) && stale.every((state) => isReadAnew(state) || isAway(state));
  if (isHeard) return { ...old, progress: readAgain(states) };
  const failure = blinding?.failure ?? unread[0]?.failure;
  return {
    ...old,
    why: isPart ? inWords(blinding) : (failure?.message ?? null),
    ...kindOf(failure),
    attempts: blinding?.attempts ?? 0,
    nextAttemptAt: trouble.nextAttemptAt,
  };
}
