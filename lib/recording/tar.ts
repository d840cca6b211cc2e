/**
 * Reads a tar archive as a stream and never touches the disk: regular files only, everything else is skipped and counted.
 *
 * Own, because modern-tar's decoder has no limit on the number of entries, and reading past a cut-off end is a choice
 * between silence and a bare "truncated" that names no file. Formats: v7, ustar, GNU long names, PAX path and size.
 */
import 'server-only';

import type { ByteCursor } from './byte-cursor';
import type { Limits } from './limits';
import { remedies, shown, tooLarge, unreadable } from './problems';
import { leavesArchive, safeName } from './safe-name';

export interface TarFile {
  /** Relative, without `.` and `..` segments. */
  path: string;
  size: number;
  chunks: AsyncIterable<Uint8Array>;
}

/** What was in the archive and was not handed out. */
export interface Skipped {
  links: number;
  devices: number;
  unsafeNames: number;
  /** False where the archive ends without its end mark. */
  endMark: boolean;
}

const blockBytes = 512;
/** A PAX header or a long name: paths are at most 4 KiB on any system. */
const metaBytes = 64 * 1024;

/** True where `block` is the header of an archive's first entry: its checksum is right. */
export function isTarHeader(block: Uint8Array): boolean {
  return block.length >= blockBytes && block[0] !== 0 && checksumFits(block);
}

/**
 * Hands out the regular files in order. What the consumer leaves unread of one is skipped. Throws a Problem that names
 * the entry for a cut-off or damaged archive, and for too many entries.
 */
export async function* readTar(
  archive: string,
  cursor: ByteCursor,
  limits: Pick<Limits, 'files' | 'nameBytes' | 'nameSegments'>,
  skipped: Skipped,
): AsyncGenerator<TarFile, void, undefined> {
  let meta: Meta = {};
  let last = 'the first entry';
  for (let entries = 1; ; entries += 1) {
    const header = await cursor.read(blockBytes);
    if (header.length === 0) return;
    if (header.length === blockBytes && header.every((byte) => byte === 0)) {
      skipped.endMark = true;
      // To the end of the stream, so that what is hidden behind the mark still counts and a sender is not cut off.
      await cursor.skip(Number.MAX_SAFE_INTEGER);
      return;
    }
    if (header.length < blockBytes) throw cutOff(archive, last);
    if (!checksumFits(header)) {
      throw unreadable(archive, `is damaged: what stands behind ${shown(last)} cannot be read`, remedies.again);
    }
    if (entries > limits.files) {
      throw tooLarge(archive, `has more than ${limits.files} entries`, remedies.smaller);
    }
    const type = String.fromCharCode(header[156] ?? 0);
    const size = meta.size ?? numberAt(header, 124, 12);
    if (!Number.isSafeInteger(size) || size < 0) {
      throw unreadable(archive, `is damaged: what stands behind ${shown(last)} has no size`, remedies.again);
    }
    if (metaTypes.has(type)) {
      if (size > metaBytes) throw tooLarge(archive, `has a name of more than ${metaBytes} bytes`, remedies.again);
      const body = await cursor.read(size);
      if (body.length < size) throw cutOff(archive, last);
      meta = { ...meta, ...metaOf(type, body) };
      if ((await cursor.skip(paddingOf(size))) < paddingOf(size)) throw cutOff(archive, last);
      continue;
    }
    const rawName = meta.path ?? nameOf(header);
    const sparse = meta.sparse === true;
    const target = links.has(type) ? (meta.target ?? textAt(header, 157, 100)) : '';
    meta = {};
    last = rawName;
    // An honest program packs none of these, and what else such an archive says is worth nothing.
    if (leavesArchive(rawName))
      throw unreadable(rawName, `lies outside of its archive ${shown(archive)}`, remedies.inside);
    // A hard link counts from the top of the archive, a symbolic one from its own folder.
    if (leavesArchive(target, type === '2' ? folderOf(rawName) : '')) {
      throw unreadable(rawName, `is a link to a place outside of its archive ${shown(archive)}`, remedies.inside);
    }
    let left = bodyless.has(type) ? 0 : size;
    const padding = paddingOf(left);
    const path = safeName(rawName, limits);
    if (regular.has(type) && !rawName.endsWith('/') && !sparse && path !== null) {
      yield {
        path,
        size,
        chunks: (async function* chunks() {
          while (left > 0) {
            if (!(await cursor.more())) throw cutOff(archive, rawName);
            const part = cursor.chunk.subarray(cursor.at, cursor.at + left);
            cursor.at += part.length;
            left -= part.length;
            yield part;
          }
        })(),
      };
    } else if (links.has(type)) skipped.links += 1;
    else if (type !== '5' && !regular.has(type)) skipped.devices += 1;
    else if (path === null && !rawName.endsWith('/')) skipped.unsafeNames += 1;
    if ((await cursor.skip(left + padding)) < left + padding) throw cutOff(archive, rawName);
  }
}

const regular = new Set(['0', '\0', '7']);
const links = new Set(['1', '2']);
const metaTypes = new Set(['x', 'g', 'L', 'K']);
/** Links, devices, directories and FIFOs: their size field says nothing about bytes that follow. */
const bodyless = new Set(['1', '2', '3', '4', '5', '6']);

interface Meta {
  path?: string;
  /** Of a link. */
  target?: string;
  size?: number;
  sparse?: boolean;
}

function metaOf(type: string, body: Uint8Array): Meta {
  if (type === 'L') return { path: textAt(body, 0, body.length) };
  if (type === 'K') return { target: textAt(body, 0, body.length) };
  return type === 'x' ? paxOf(body) : {};
}

/** PAX records: "<length> <key>=<value>\n". A broken record ends the reading; the entry then stands by its own header. */
function paxOf(body: Uint8Array): Meta {
  const meta: Meta = {};
  let at = 0;
  while (at < body.length) {
    const space = body.indexOf(0x20, at);
    const length = space < 0 ? NaN : Number(textAt(body, at, space - at));
    if (!Number.isSafeInteger(length) || length <= space - at) break;
    const record = textAt(body, space + 1, at + length - 1 - (space + 1));
    const equals = record.indexOf('=');
    const key = record.slice(0, equals);
    const value = record.slice(equals + 1);
    if (key === 'path') meta.path = value;
    if (key === 'linkpath') meta.target = value;
    if (key === 'size' && /^\d+$/.test(value)) meta.size = Number(value);
    if (key.startsWith('GNU.sparse.')) meta.sparse = true;
    at += length;
  }
  return meta;
}

function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')));
}

function nameOf(header: Uint8Array): string {
  const name = textAt(header, 0, 100);
  const ustar = textAt(header, 257, 6).startsWith('ustar');
  // GNU's variant ("ustar  ") keeps times where POSIX keeps the prefix.
  const prefix = ustar && textAt(header, 257, 8) !== 'ustar  ' ? textAt(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function textAt(bytes: Uint8Array, from: number, length: number): string {
  const field = bytes.subarray(from, from + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

/** Octal text, or base 256 where the first bit is set. NaN where it is neither. */
function numberAt(header: Uint8Array, from: number, length: number): number {
  const first = header[from] ?? 0;
  if ((first & 0x80) !== 0) {
    let value = first & 0x7f;
    for (let i = 1; i < length; i += 1) value = value * 256 + (header[from + i] ?? 0);
    return value;
  }
  const text = textAt(header, from, length).trim();
  return /^[0-7]*$/.test(text) ? parseInt(`0${text}`, 8) : NaN;
}

function checksumFits(block: Uint8Array): boolean {
  let sum = 0;
  for (let i = 0; i < blockBytes; i += 1) sum += i >= 148 && i < 156 ? 0x20 : (block[i] ?? 0);
  return sum === numberAt(block, 148, 8);
}

function paddingOf(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes;
}

function cutOff(archive: string, entry: string): Error {
  return unreadable(archive, `is cut off in ${shown(entry)}`, remedies.again);
}
