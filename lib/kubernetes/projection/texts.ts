// The door for every text of an object: cleans it, bounds it, and keeps one copy of what many objects share.
import 'server-only';

import type { Clean } from './clean';
import type { SharedMeta } from './metadata';
import { type Raw, asList, asOptionalRecord } from './raw';
import type { KnownSpec } from './same-spec';

/**
 * Texts longer than this are cut after they were cleaned. Container messages end at 12 KiB for a whole pod (signals
 * §4.8) and events at 1 KiB; what is longer is a script in `args` or an annotation of a megabyte (F37).
 */
const maxTextLength = 8_192;
/** What is even longer is cut before it is cleaned, to bound the work; a secret cut in two lies beyond the first limit. */
const maxInputLength = 65_536;
/** Longer texts are seldom the same twice. */
const maxInternedLength = 512;

const digest = /^[^@\s]+@sha256:[\da-f]{64}$/;
const digestLength = '@sha256:'.length + 64;

/** V8's JSON parser already keeps one copy of values this short. */
const engineInternedLength = 10;

/** What the redactor's telling names have in common (redact/rules/key-names). */
const secretKey = /pass|pwd|pw|psk|otp|secret|token|cred|auth|cookie|key|jwt|bearer|sess|sid|sig|dsn/i;

/** What names, uids, times and enums are made of; anything else takes the slow way. */
const notPlain = /[^\x20-\x7e]/;

/**
 * Texts of the kubelet, the scheduler and the controllers that hold nothing but names, uids and times (signals §1.2, §3.3):
 * most of all messages, different in every pod, and nothing in them to redact. Names stand in the open everywhere else.
 */
const namesOnly = new RegExp(
  [
    '^[Bb]ack-off (?:[\\dhms.]{1,12} )?restarting failed container(?:=[a-z\\d.-]+ pod=| [a-z\\d.-]+ in pod )[a-z\\d.-]+_[a-z\\d-]+\\([a-z\\d-]+\\)$',
    '^(?:Successfully assigned|Created container:?|Started container|Stopping container|Created pod:|Deleted pod:|Created job|Saw completed job:|Scaled (?:up|down) replica set) [a-z\\d ./:_(),-]{1,600}$',
  ].join('|'),
);

/**
 * A map that forgets: when the young half is full the old half is dropped and the young one grows old. What is asked
 * for again moves to the young half, so that what is common stays.
 */
class Generations<V> {
  #young = new Map<string, V>();
  #old = new Map<string, V>();

  constructor(private readonly size: number) {}

  get(key: string): V | undefined {
    const found = this.#young.get(key);
    if (found !== undefined) return found;
    const aged = this.#old.get(key);
    if (aged !== undefined) this.set(key, aged);
    return aged;
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.size) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}

/** Frozen to the bottom: one copy stands in thousands of objects, and a change in one would be a change in all. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}

export class Texts {
  /** Specs of pods and templates by the hash of their text (same-spec). */
  readonly specs = new Generations<KnownSpec>(2_048);
  /** What pods of one owner share of their metadata, by the hash of its text (metadata). */
  readonly metadata = new Generations<SharedMeta>(2_048);
  readonly #clean: Clean;
  readonly #interned = new Generations<string>(16_384);
  readonly #shared = new Generations<object>(4_096);

  readonly #readCommon = (value: unknown): string => this.common(value);
  readonly #readLabel = (value: unknown, key: string): string => this.labelValue(key, value);

  constructor(clean: Clean) {
    this.#clean = clean;
  }

  /** Names, uids, enums, versions: checked for control characters only. Anything but text, a number or a boolean is ''. */
  plain(value: unknown): string {
    if (typeof value === 'string') {
      return notPlain.test(value) || value.length > 1_024 ? this.free(value).replace(/\s+/g, ' ') : value;
    }
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  }

  /** As `plain`, and one copy is kept of what many objects say: reasons, node names, kinds, quantities. */
  common(value: unknown): string {
    const text = this.plain(value);
    if (text.length <= engineInternedLength) return text;
    const known = this.#interned.get(text);
    if (known !== undefined) return known;
    this.#interned.set(text, text);
    return text;
  }

  /** Free text: messages, arguments, images, label values. Cleaned, at most 8,192 characters. */
  free(value: unknown): string {
    const text = typeof value === 'string' ? value : this.plain(value);
    if (text === '') return text;
    const short = text.length <= maxInternedLength;
    const known = short ? this.#interned.get(text) : undefined;
    if (known !== undefined) return known;
    if (namesOnly.test(text)) return text;
    const cleaned = this.#clean(text.length > maxInputLength ? text.slice(0, maxInputLength) : text);
    // Only what came out unchanged is remembered: the key of anything else would keep the secret itself in memory.
    if (short && cleaned === text) this.#interned.set(text, text);
    return cleaned.length > maxTextLength ? `${cleaned.slice(0, maxTextLength)}…` : cleaned;
  }

  /** The name of an image; its digest is no secret, and often the only part that is new. */
  image(value: unknown): string {
    if (typeof value !== 'string' || !digest.test(value)) return this.free(value);
    const known = this.#interned.get(value);
    if (known !== undefined) return known;
    const name = value.slice(0, -digestLength);
    const cleaned = this.free(name);
    if (cleaned !== name) return cleaned + value.slice(-digestLength);
    if (value.length <= maxInternedLength) this.#interned.set(value, value);
    return value;
  }

  optional(value: unknown): string | null {
    const text = this.common(value);
    return text === '' ? null : text;
  }

  optionalFree(value: unknown): string | null {
    const text = this.free(value);
    return text === '' ? null : text;
  }

  plainList(value: unknown): string[] {
    return this.share(asList(value).flatMap((entry) => (typeof entry === 'string' ? [this.common(entry)] : [])));
  }

  /** A map of text to text; `read` chooses how values are treated. `__proto__` as a key would set the prototype: left out. */
  map(
    value: unknown,
    read: (value: unknown, key: string) => string,
    keep?: (key: string) => boolean,
  ): Record<string, string> {
    const raw: Raw | null = asOptionalRecord(value);
    if (raw === null) return noPairs;
    const result: Record<string, string> = {};
    for (const key of Object.keys(raw)) {
      if (key === '__proto__' || (keep !== undefined && !keep(key))) continue;
      const entry = raw[key];
      if (entry === null || entry === undefined || typeof entry === 'object') continue;
      result[this.common(key)] = read(entry, key);
    }
    return result;
  }

  /** Quantities stay as written; a bare number of hand-made YAML becomes its text. */
  quantities(value: unknown): Record<string, string> {
    return this.map(value, this.#readCommon);
  }

  /**
   * The value of a label, read with its key in view where the key may be a secret's name (`token: x`): alone the value has
   * nothing that tells. Other keys, all but a few, cost one look.
   */
  labelValue(key: string, value: unknown): string {
    const text = this.free(value);
    if (text === '' || !secretKey.test(key)) return text;
    const assigned = this.free(`${key}=${text}`);
    return assigned.startsWith(`${key}=`) ? assigned.slice(key.length + 1) : text;
  }

  labels(value: unknown): Record<string, string> {
    return this.map(value, this.#readLabel);
  }

  /**
   * One frozen copy of equal parts (environment, probes, tolerations), so that ten thousand pods of two hundred templates
   * stay small. Keyed by what is kept, never by what came in.
   */
  share<T extends object>(value: T): T {
    if (value === noPairs) return value;
    if (isEmptyList(value)) return sameText(noEntries, value);
    const key = JSON.stringify(value);
    if (key.length > 16_384) return value;
    const known = this.#shared.get(key);
    if (known !== undefined) return sameText(known, value);
    this.#shared.set(key, freeze(value));
    return value;
  }
}

const noPairs: Record<string, string> = Object.freeze({});
const noEntries: object = Object.freeze([]);

function isEmptyList(value: object): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** Guarantee: `known` was stored under the JSON text of `like`, and projected parts are plain JSON, so they are equal; or both are empty lists. */
function sameText<T extends object>(known: object, _like: T): T {
  return known as T;
}

const textsOf = new WeakMap<Clean, Texts>();

/** The copies belong to the cleaner: they are freed with the source that made it. */
export function textsFor(clean: Clean): Texts {
  let texts = textsOf.get(clean);
  if (texts === undefined) {
    texts = new Texts(clean);
    textsOf.set(clean, texts);
  }
  return texts;
}
