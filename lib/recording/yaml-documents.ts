/**
 * Splits YAML as `kubectl -o yaml` writes it into objects: documents at `---`, and the items of a list one by one, so
 * that a parser that needs fifty times the text's memory only ever sees one object.
 */
import 'server-only';

import { type ErrorCode, parseDocument } from 'yaml';
import { formatCount } from '../format/count';
import type { ByteCursor } from './byte-cursor';
import type { JsonPiece } from './json-documents';
import type { Limits } from './limits';
import { megabytes, remedies, tooLarge, unreadable } from './problems';

/**
 * Reads all documents from the cursor to its end. `list` of an item is null: kubectl's YAML says a list's kind last.
 * Throws a Problem that names `file` and the line for broken YAML, an alias bomb, too long lines, objects or files.
 */
export async function* yamlDocuments(
  file: string,
  cursor: ByteCursor,
  limits: Pick<Limits, 'aliases' | 'depth' | 'itemBytes' | 'lineBytes' | 'strayLines' | 'yamlBytes'>,
): AsyncGenerator<JsonPiece, void, undefined> {
  const begin = cursor.position;
  let text = '';
  let textLine = 1;
  /** Indentation of the items' dashes; -1 outside of a list's items, -2 right behind `items:`. */
  let indent = -1;
  let item = '';
  let itemLine = 1;
  /** Lines in a row that are blank or a mark between documents. */
  let blank = 0;

  const read = (part: string, line: number): unknown => parseYaml(file, part, line, limits);

  for (let number = 1; ; number += 1) {
    const bytes = await cursor.line(limits.lineBytes);
    if (bytes !== null && bytes.length >= limits.lineBytes) {
      throw tooLarge(file, `has a line of more than ${megabytes(limits.lineBytes)} (line ${number})`, remedies.json);
    }
    if (cursor.position - begin > limits.yamlBytes) {
      throw tooLarge(file, `is more than ${megabytes(limits.yamlBytes)} of YAML`, remedies.json);
    }
    const line = bytes === null ? null : Buffer.from(bytes).toString('utf8');
    const isBlank = line !== null && line.length <= 5 && /^(?:---|\.\.\.)?\s*$/.test(line);
    blank = isBlank ? blank + 1 : 0;
    if (blank > limits.strayLines) {
      throw unreadable(file, `has more than ${formatCount(limits.strayLines)} blank lines in a row`, remedies.formats);
    }
    const endsDocument = line === null || /^(---|\.\.\.)(\s|$)/.test(line);

    if (indent === -2 && line !== null && !endsDocument) {
      const dash = /^( *)-\s/.exec(line);
      if (dash !== null) indent = dash[1]?.length ?? 0;
      else if (!/^\s*(#.*)?$/.test(line)) indent = -1;
    }
    const beginsItem = line !== null && indent >= 0 && /^ *-\s/.test(line) && line.indexOf('-') === indent;
    const leavesItems =
      indent >= 0 && line !== null && !beginsItem && /^[^\s#]/.test(line.slice(0, indent + 1).trimStart());
    if (item !== '' && (beginsItem || leavesItems || endsDocument)) {
      yield { is: 'item', value: read(item, itemLine), list: null };
      item = '';
    }
    if (leavesItems || endsDocument) indent = -1;

    if (endsDocument) {
      const value = read(text, textLine);
      if (value !== null && value !== undefined) yield { is: 'document', value };
      if (line === null) return;
      // "--- {kind: Pod}" and "--- # comment": what stands behind the mark belongs to the document.
      text = line.startsWith('---') ? line.slice(3) : '';
      textLine = number;
    } else if (beginsItem) {
      item = `${line.slice(0, indent)} ${line.slice(indent + 1)}`;
      itemLine = number;
    } else if (indent >= 0) {
      item += line;
    } else if (text !== '' || !line.startsWith('%')) {
      // A directive (%YAML 1.2) before the first mark is no document of its own.
      text += line;
      if (/^items:\s*(#.*)?$/.test(line)) indent = -2;
    }
    if (text.length > limits.itemBytes || item.length > limits.itemBytes) {
      throw tooLarge(file, `has an object of more than ${megabytes(limits.itemBytes)} (line ${number})`, remedies.json);
    }
  }
}

/**
 * One YAML 1.2 document as plain data. Core schema: no tag makes anything but text, numbers, lists and maps, `<<` merges
 * nothing. `__proto__` keys are dropped.
 */
export function parseYaml(
  file: string,
  text: string,
  line: number,
  limits: Pick<Limits, 'aliases' | 'depth'>,
): unknown {
  if (text.trim() === '') return null;
  if (opensTooDeep(text, limits.depth)) {
    throw tooLarge(file, `is nested deeper than ${limits.depth} levels`, remedies.json);
  }
  let value: unknown;
  try {
    const document = parseDocument(text, {
      schema: 'core',
      version: '1.2',
      merge: false,
      logLevel: 'silent',
      prettyErrors: false,
      // Cuts the cost of a hostile map with thousands of keys, which would be compared pair by pair.
      uniqueKeys: false,
    });
    const error = document.errors[0];
    if (error !== undefined) {
      const at = line + (text.slice(0, error.pos[0]).match(/\n/g)?.length ?? 0);
      throw unreadable(file, `is not YAML that can be read: line ${at} ${faultOf(error.code)}`, remedies.line);
    }
    value = document.toJS({ maxAliasCount: limits.aliases });
  } catch (error) {
    if (error instanceof ReferenceError) {
      throw tooLarge(file, `uses more YAML aliases than are resolved (line ${line})`, remedies.json);
    }
    if (error instanceof RangeError) {
      throw tooLarge(file, `is nested too deep to be read (line ${line})`, remedies.json);
    }
    throw error;
  }
  return plain(file, value, limits.depth);
}

/** What is wrong with a line, in words. The parser's own message quotes the text, which may be a secret. */
function faultOf(code: ErrorCode): string {
  switch (code) {
    case 'BAD_INDENT':
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
    case 'BAD_PROP_ORDER':
      return 'is indented wrongly, or has a colon or bracket too many or too few';
    case 'TAB_AS_INDENT':
      return 'is indented with a tab';
    case 'MISSING_CHAR':
    case 'MULTILINE_IMPLICIT_KEY':
      return 'lacks a closing quote, bracket or colon';
    case 'BAD_DQ_ESCAPE':
      return 'has a backslash that means nothing in quotes';
    case 'BAD_SCALAR_START':
      return 'begins a value with a character that needs quotes';
    default:
      return 'breaks its rules';
  }
}

/**
 * True where flow brackets open deeper than a document may nest: a parser must not be asked to follow (security A23).
 * Text counts too, so that over lines, where scripts leave a few brackets open, sixteen times as many are let pass.
 */
function opensTooDeep(text: string, depth: number): boolean {
  let inLine = 0;
  let inAll = 0;
  for (const [mark] of text.matchAll(/[[{\]}\n]/g)) {
    if (mark === '\n') inLine = 0;
    else {
      const step = mark === '[' || mark === '{' ? 1 : -1;
      inLine = Math.max(0, inLine + step);
      inAll = Math.max(0, inAll + step);
    }
    if (inLine > depth || inAll > 16 * depth) return true;
  }
  return false;
}

/** Copies plain data without `__proto__` keys; throws a Problem below `depth`. What aliases share stays shared. */
function plain(file: string, value: unknown, depth: number, copies = new Map<object, unknown>()): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) throw tooLarge(file, 'is nested too deep to be read', remedies.json);
  const known = copies.get(value);
  if (known !== undefined) return known;
  const copy = Array.isArray(value)
    ? value.map((element: unknown) => plain(file, element, depth - 1, copies))
    : Object.fromEntries(
        Object.entries(value)
          .filter(([key]) => key !== '__proto__')
          .map(([key, element]) => [key, plain(file, element, depth - 1, copies)]),
      );
  copies.set(value, copy);
  return copy;
}
