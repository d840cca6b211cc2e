/**
 * Objects out of Kubernetes' protobuf, as their JSON has them. A third of the bytes of a pod and half of what it costs to read: what
 * nobody reads (which fields somebody wrote) is passed over whole, and so is every field that the table does not know.
 */
import 'server-only';
import { ApiError } from '../api-error';
import type { Unread } from '../projection/raw';
import { messages } from './fields';
import { BYTES, VARINT, Wire } from './wire';
import { WireText } from './wire-text';

type Decode = (bytes: Buffer, from: number, to: number) => unknown;

interface Field {
  /** '+': the fields of the message stand in the one around it. */
  name: string;
  /** Left out where it is empty, as Go's `omitempty` does; a pointer is not written at all where it is nil. */
  omitsEmpty: boolean;
  repeated: boolean;
  map: boolean;
  /** Null for what is no length-delimited value: a number, or a boolean. */
  decode: Decode | null;
  bool: boolean;
  /** One of what pods of one owner share of their metadata. */
  shared: boolean;
}

const text: Decode = (bytes, from, to) => bytes.toString('utf8', from, to);

/** Short words that were said lately, by a hash of their bytes: one copy of each, as V8's JSON parser keeps of them (projection/texts). */
const words: string[] = Array.from({ length: 4_096 }, () => '');
const LONGEST_WORD = 10;

const word: Decode = (bytes, from, to) => {
  if (to - from > LONGEST_WORD) return bytes.toString('utf8', from, to);
  let hash = 0;
  for (let at = from; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (byte > 0x7f) return bytes.toString('utf8', from, to);
    hash = (Math.imul(hash, 31) + byte) | 0;
  }
  const place = (hash ^ (hash >>> 12)) & (words.length - 1);
  const known = words[place] ?? '';
  if (isWord(known, bytes, from, to)) return known;
  const said = bytes.toString('latin1', from, to);
  words[place] = said;
  return said;
};

function isWord(known: string, bytes: Buffer, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let at = from; at < to; at++) if (known.charCodeAt(at - from) !== bytes[at]) return false;
  return true;
}

/** Seconds since 1970 and their text, at the place that the seconds give: an object names few instants, and each many times. */
const spoken: { seconds: number; text: string }[] = Array.from({ length: 1_024 }, () => ({ seconds: NaN, text: '' }));

function rfc3339(seconds: number): string {
  const place = spoken[seconds & (spoken.length - 1)];
  if (place?.seconds === seconds) return place.text;
  const text = `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
  if (place !== undefined) Object.assign(place, { seconds, text });
  return text;
}

/** Go's zero time is an empty message, and null in JSON. */
function instant(say: (text: string, nanos: number) => string): Decode {
  return (bytes, from, to) => {
    const wire = new Wire(bytes, from, to);
    let seconds = 0;
    let nanos = 0;
    if (from === to) return null;
    while (wire.at < to) {
      const tag = wire.varint();
      if (tag === 0x08) seconds = wire.varint();
      else if (tag === 0x10) nanos = wire.varint();
      else wire.skip(tag & 7);
    }
    return Math.abs(seconds) <= 8.64e12 ? say(rfc3339(seconds), nanos) : null;
  };
}

/** A message of one text: a quantity ("500m"), or JSON that is kept as it is. */
function firstText(read: (value: string) => unknown): Decode {
  return (bytes, from, to) => {
    const wire = new Wire(bytes, from, to);
    if (wire.seek(0x0a) === 0) return read('');
    const end = wire.length();
    return read(bytes.toString('utf8', wire.at, end));
  };
}

const intOrString: Decode = (bytes, from, to) => {
  const wire = new Wire(bytes, from, to);
  let isText = false;
  let number = 0;
  let said = '';
  while (wire.at < to) {
    const tag = wire.varint();
    if (tag === 0x08) isText = wire.varint() === 1;
    else if (tag === 0x10) number = wire.varint();
    else if (tag === 0x1a) {
      const end = wire.length();
      said = bytes.toString('utf8', wire.at, end);
      wire.at = end;
    } else wire.skip(tag & 7);
  }
  return isText ? said : number;
};

function parsed(json: string): unknown {
  if (json === '') return null;
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new ApiError('malformed', 'The API server sent something that is not JSON.', { cause: error });
  }
}

const simple: Readonly<Record<string, Decode>> = {
  string: text,
  time: instant((said) => said),
  microTime: instant((said, nanos) => `${said.slice(0, -1)}.${String(Math.trunc(nanos / 1000)).padStart(6, '0')}Z`),
  quantity: firstText((value) => value),
  intOrString,
  json: firstText(parsed),
};

export interface DecoderOptions {
  /** What `managedFields` says of which fields somebody wrote is read too. */
  readsFields: boolean;
  /** What many objects share stays unread: the specs of pods and templates, and `metadata.shared` of pods. */
  apart: 'nothing' | 'specs' | 'specs and metadata';
  /** One copy is kept of each short word. Not of specs: the value of a variable may be a secret. */
  keepsWords: boolean;
}

const sharedMeta = new Set(['labels', 'annotations', 'ownerReferences', 'finalizers']);

/** How the messages of one kind are read. */
export class Decoder {
  private readonly known = new Map<string, (Field | undefined)[]>();

  constructor(private readonly options: DecoderOptions) {}

  /** Throws ApiError 'malformed'. */
  message(name: string, bytes: Buffer, from = 0, to = bytes.length): Record<string, unknown> {
    const into: Record<string, unknown> = {};
    this.read(this.fieldsOf(name), bytes, from, to, into);
    return into;
  }

  private fieldsOf(name: string): (Field | undefined)[] {
    let fields = this.known.get(name);
    if (fields === undefined) {
      fields = [];
      this.known.set(name, fields);
      for (const declared of messages[name]?.split(', ') ?? []) {
        const [number = '', key = '', type = ''] = declared.split(' ');
        const shares = this.options.apart === 'specs and metadata' && name === 'ObjectMeta' && sharedMeta.has(key);
        fields[Number(number)] = { ...this.field(key, type), shared: shares };
      }
    }
    return fields;
  }

  private field(key: string, type: string): Omit<Field, 'shared'> {
    const repeated = type.startsWith('[]');
    const map = type.startsWith('{}');
    const element = repeated || map ? type.slice(2) : type;
    const omitsEmpty = key.endsWith('?');
    return {
      name: omitsEmpty ? key.slice(0, -1) : key,
      omitsEmpty,
      repeated,
      map,
      // Nor of labels and annotations.
      decode: element === 'string' && !map && this.options.keepsWords ? word : this.decoderOf(element),
      bool: element === 'bool',
    };
  }

  private decoderOf(type: string): Decode | null {
    if (type === 'bool' || type === 'int') return null;
    if (type === 'fields') return this.options.readsFields ? firstText(parsed) : () => null;
    if (type === 'PodSpec' && this.options.apart !== 'nothing') return (...part) => unread('PodSpec', ...part);
    return simple[type] ?? ((bytes, from, to) => this.message(type, bytes, from, to));
  }

  private read(
    fields: (Field | undefined)[],
    bytes: Buffer,
    from: number,
    to: number,
    into: Record<string, unknown>,
  ): void {
    const wire = new Wire(bytes, from, to);
    let shared = '';
    while (wire.at < to) {
      const start = wire.at;
      const tag = wire.varint();
      const type = tag & 7;
      const field = fields[tag >>> 3];
      if (field === undefined) wire.skip(type);
      else if (type === VARINT) {
        const number = wire.varint();
        if (number !== 0 || !field.omitsEmpty) keep(into, field, field.bool ? number !== 0 : number);
      } else if (type !== BYTES || field.decode === null) wire.skip(type);
      else {
        const end = wire.length();
        if (field.shared) shared += bytes.toString('latin1', start, end);
        else if (field.name === '+') Object.assign(into, field.decode(bytes, wire.at, end));
        else if (field.map) into[field.name] = addEntry(mapIn(into, field.name), field.decode, bytes, wire.at, end);
        else if (end > wire.at || !field.omitsEmpty) keep(into, field, field.decode(bytes, wire.at, end));
        wire.at = end;
      }
    }
    if (shared !== '') into.shared = new WireText(shared, 'ObjectMeta', whole);
  }
}

function keep(into: Record<string, unknown>, { name, repeated }: Field, value: unknown): void {
  if (!repeated) {
    into[name] = value;
    return;
  }
  const list = into[name];
  if (Array.isArray(list)) list.push(value);
  else into[name] = [value];
}

function mapIn(into: Record<string, unknown>, name: string): object {
  const known = into[name];
  return typeof known === 'object' && known !== null ? known : {};
}

/** Adds one key of a map with its value. */
function addEntry(map: object, decode: Decode, bytes: Buffer, from: number, to: number): object {
  const wire = new Wire(bytes, from, to);
  let key = '';
  let value: unknown = '';
  for (let tag = wire.seek(0x0a, 0x12); tag !== 0; tag = wire.seek(0x0a, 0x12)) {
    const end = wire.length();
    if (tag === 0x0a) key = bytes.toString('utf8', wire.at, end);
    else value = decode(bytes, wire.at, end);
    wire.at = end;
  }
  // As a key it would set the prototype; nobody reads it (texts.map).
  if (key !== '__proto__') Reflect.set(map, key, value);
  return map;
}

/** What is read only where it was never seen. */
const whole = new Decoder({ readsFields: false, apart: 'nothing', keepsWords: false });

function unread(message: string, bytes: Buffer, from: number, to: number): Unread {
  return new WireText(bytes.toString('latin1', from, to), message, whole);
}
