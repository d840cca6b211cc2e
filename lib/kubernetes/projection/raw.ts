// Reads values of unknown shape: whatever a field holds, the answer has the type that was asked for.
import 'server-only';

/** A JSON object of which nothing is known yet. */
export type Raw = Readonly<Record<string, unknown>>;

/** A value that is still as it was sent: parsed by who reads it, and only where no equal one was read before. */
export abstract class Unread {
  constructor(readonly text: string) {}

  /** Throws where the text is not what it should be. */
  abstract parse(): unknown;

  /** Of a pod spec: its text without what differs among the pods of one template. */
  abstract ofTemplate(): TemplateText;
}

export interface TemplateText {
  text: string;
  nodeName: string | undefined;
  /** What the volume of the service account's token is called: the admission plugin ServiceAccount gives it a new name in every pod. */
  token: string | null;
}

const nothing: Raw = Object.freeze({});

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** The object that the field holds, or an empty one. */
export function asRecord(value: unknown): Raw {
  return isRecord(value) ? value : nothing;
}

/** The object that the field holds, or null where it holds none: for optional parts. */
export function asOptionalRecord(value: unknown): Raw | null {
  return isRecord(value) ? value : null;
}

/** The list that the field holds; missing, null or anything else is an empty one (signals §10, "Nulls"). */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects of a list; entries of another type are left out. */
export function asRecords(value: unknown): Raw[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

const largest = 2 ** 31 - 1;

function finite(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return Number(value);
  return null;
}

/**
 * A number, also when it was written as text, as hand-made YAML does. One that no int32 holds is none: the API keeps counts,
 * ports and users in int32, and seconds beyond it (68 years) are no time that anything waits for.
 */
export function asNumber(value: unknown): number | null {
  const number = finite(value);
  return number !== null && Math.abs(number) <= largest ? number : null;
}

/** Seconds that are always there: not below zero, cut at the API's int32; `usual` where the field holds no number. */
export function asSeconds(value: unknown, usual: number): number {
  return Math.min(Math.max(finite(value) ?? usual, 0), largest);
}

/** How often something happened: whole, not below zero, and no more than the API's int32 can say. */
export function asCount(value: unknown): number {
  return Math.min(Math.max(Math.trunc(finite(value) ?? 0), 0), largest);
}

/** A boolean, or null for anything else. */
export function asBoolean(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

const lastInstantMs = Date.parse('9999-12-31T23:59:59.999Z');
const utcInstant = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;

/**
 * An instant as RFC 3339 in UTC. The API always writes it so, and the text is kept as it is; other offsets (and the
 * Date objects that a YAML reader may make) are turned to UTC. Go's zero time is none,
 * and so is all outside the years 1970 to 9999.
 */
export function asInstant(value: unknown): string | null {
  if (typeof value === 'string' && utcInstant.test(value)) return value < '1970' ? null : value;
  if (typeof value !== 'string' && !(value instanceof Date)) return null;
  const date = new Date(value);
  const ms = date.getTime();
  return ms >= 0 && ms <= lastInstantMs ? date.toISOString() : null;
}
