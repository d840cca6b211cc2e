/** Tells what a server reported of one request before it said something of its own: it had gone on. */

import type { LogDigest, LogHit } from '../../model/log';
import { isNoStatement } from './find-hits';
import { isOfCaller } from './of-caller';
import { readStatement } from './structured';

/** Whether it is of one request, and the program had something else to say after it, at no level below an error. */
export function wasServed(digest: LogDigest, { line }: LogHit): boolean {
  const { excerpt } = digest;
  if (!excerpt.some(({ n, text }) => n === line && isOfCaller(text))) return false;
  return excerpt.some(({ n, text }) => {
    if (n <= line || text.trim() === '' || isOfCaller(text) || isNoStatement(text)) return false;
    const { level } = readStatement(text);
    return level === null || level === 'error' || level === 'fatal';
  });
}
