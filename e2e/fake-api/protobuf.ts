/** Objects as Kubernetes writes them in protobuf, by the table that the reader reads them with; what is of a wrong type is left out. */
import { messages } from '../../lib/kubernetes/protobuf/fields';

interface Field {
  number: number;
  name: string;
  type: string;
}

const known = new Map<string, Field[]>();

function fieldsOf(message: string): Field[] {
  let fields = known.get(message);
  if (fields === undefined) {
    fields = (messages[message] ?? '').split(', ').map((declared) => {
      const [number = '', name = '', type = ''] = declared.split(' ');
      return { number: Number(number), name: name.replace('?', ''), type };
    });
    known.set(message, fields);
  }
  return fields;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  if (value >= 0 && value < 2 ** 31) {
    let small = value;
    for (; small > 0x7f; small >>>= 7) bytes.push((small & 0x7f) | 0x80);
    return Buffer.from([...bytes, small]);
  }
  let rest = BigInt.asUintN(64, BigInt(Math.trunc(value)));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

function delimited(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

function number(at: number, value: number): Buffer {
  return Buffer.concat([varint(at << 3), varint(value)]);
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};

function instant(value: unknown): Buffer {
  const text = String(value);
  const ms = Date.parse(text);
  const micros = Number((/\.(\d+)/.exec(text)?.[1] ?? '').padEnd(6, '0').slice(0, 6));
  return Buffer.concat([number(1, Math.floor(ms / 1000)), number(2, micros * 1000)]);
}

function intOrString(value: unknown): Buffer {
  return typeof value === 'number'
    ? Buffer.concat([number(1, 0), number(2, value), delimited(3, Buffer.alloc(0))])
    : Buffer.concat([number(1, 1), number(2, 0), delimited(3, Buffer.from(String(value)))]);
}

/** The bytes of one value; null for what stands in no length (numbers, booleans). */
function bytesOf(type: string, value: unknown): Buffer | null {
  switch (type) {
    case 'int':
    case 'bool':
      return null;
    case 'string':
      return Buffer.from(String(value));
    case 'time':
    case 'microTime':
      return instant(value);
    case 'quantity':
      return delimited(1, Buffer.from(String(value)));
    case 'intOrString':
      return intOrString(value);
    case 'fields':
    case 'json':
      return delimited(1, Buffer.from(JSON.stringify(value)));
    default:
      return encodeMessage(type, record(value));
  }
}

function element(at: number, type: string, value: unknown): Buffer {
  return delimitedOr(at, bytesOf(type, value), value);
}

function delimitedOr(at: number, bytes: Buffer | null, value: unknown): Buffer {
  return bytes === null ? number(at, Number(value)) : delimited(at, bytes);
}

function encodeMessage(message: string, object: Record<string, unknown>): Buffer {
  const parts: Buffer[] = [];
  for (const { number: at, name, type } of fieldsOf(message)) {
    if (name === '+') {
      parts.push(delimited(at, encodeMessage(type, object)));
      continue;
    }
    const value = object[name];
    if (value === undefined || value === null) continue;
    const inner = type.slice(2);
    if (type.startsWith('{}')) {
      for (const [key, entry] of Object.entries(record(value)).sort(([a], [b]) => (a < b ? -1 : 1)))
        parts.push(delimited(at, Buffer.concat([delimited(1, Buffer.from(key)), element(2, inner, entry)])));
    } else if (!type.startsWith('[]')) parts.push(element(at, type, value));
    else if (Array.isArray(value)) for (const entry of value) parts.push(element(at, inner, entry));
  }
  return Buffer.concat(parts);
}

const magic = Buffer.from('k8s\0', 'latin1');

/** Kind and version, which stand before what they are of. */
function head(kind: string, apiVersion: string): Buffer {
  return Buffer.concat([
    magic,
    delimited(1, Buffer.concat([delimited(1, Buffer.from(apiVersion)), delimited(2, Buffer.from(kind))])),
  ]);
}

interface Typed {
  kind: string;
  apiVersion: string;
}

/** As each object was encoded once: they are sent again and again. */
const encoded = new WeakMap<object, Buffer>();

function bodyOf(object: Typed): Buffer {
  const known = encoded.get(object) ?? encodeMessage(object.kind, record(object));
  encoded.set(object, known);
  return known;
}

/** One object with all that is around it. */
export function encodeObject(object: Typed): Buffer {
  return Buffer.concat([head(object.kind, object.apiVersion), delimited(2, bodyOf(object))]);
}

export function encodeItem(item: Typed): Buffer {
  return delimited(2, bodyOf(item));
}

/** An event of a watch, with its length before it. */
export function encodeEvent(type: string, object: Typed): Buffer {
  const extension = delimited(1, encodeObject(object));
  const event = Buffer.concat([delimited(1, Buffer.from(type)), delimited(2, extension)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(event.length);
  return Buffer.concat([length, event]);
}

/** A list in parts: all that stands before its items, then each of them. `count` items are sent of those that are promised. */
export function* encodeList(type: Typed, metadata: unknown, items: readonly Typed[], count: number): Generator<Buffer> {
  const parts = items.map(encodeItem);
  const first = delimited(1, encodeMessage('ListMeta', record(metadata)));
  const length = parts.reduce((sum, part) => sum + part.length, first.length);
  yield Buffer.concat([head(type.kind, type.apiVersion), varint((2 << 3) | 2), varint(length), first]);
  let together: Buffer[] = [];
  let bytes = 0;
  for (const part of parts.slice(0, count)) {
    together.push(part);
    bytes += part.length;
    if (bytes < 64_000) continue;
    yield Buffer.concat(together);
    together = [];
    bytes = 0;
  }
  yield Buffer.concat(together);
}
