/** What a database's error means to the person who reads it. The driver's own words may hold addresses and are dropped. */
import 'server-only';
import type { Failure } from '../model/result';

const sentences: { pattern: RegExp; failure: Failure }[] = [
  {
    pattern: /SQLITE_BUSY|SQLITE_LOCKED|database (table )?is locked|P1008|P2034|SocketTimeout|TransactionWriteConflict/,
    failure: { code: 'timeout', message: 'The database is locked by another program.' },
  },
  {
    pattern: /SQLITE_FULL|database or disk is full|ENOSPC|disk full|No space left/i,
    failure: { code: 'failed', message: 'The disk of the database is full.' },
  },
  {
    pattern: /SQLITE_READONLY|readonly database|EROFS|EACCES|EPERM|SQLITE_PERM|read-only transaction/,
    failure: {
      code: 'denied',
      message:
        'The database may not be written: its file, its folder (UNLOOP_DATA, UNLOOP_DATABASE_URL) or the account is read-only.',
    },
  },
  {
    pattern: /SQLITE_CANTOPEN|ENOENT|ENOTDIR|EISDIR|EEXIST|unable to open database/,
    failure: {
      code: 'absent',
      message:
        'The database file cannot be opened or made: see the folder that UNLOOP_DATA or UNLOOP_DATABASE_URL names.',
    },
  },
  {
    pattern: /SQLITE_CORRUPT|SQLITE_NOTADB|malformed|file is not a database/,
    failure: { code: 'invalid', message: 'The database file is damaged or is no SQLite database.' },
  },
  {
    pattern: /P1000|P1010|28P01|28000|authentication failed|AuthenticationFailed|DatabaseAccessDenied/,
    failure: { code: 'denied', message: 'The database refuses the user or the password of UNLOOP_DATABASE_URL.' },
  },
  {
    pattern: /P1003|3D000|DatabaseDoesNotExist/,
    failure: { code: 'absent', message: 'The database that UNLOOP_DATABASE_URL names does not exist.' },
  },
  {
    pattern:
      /P1001|P1002|P1017|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|57P0[123]|DatabaseNotReachable|ConnectionClosed|Connection terminated|timeout exceeded when trying to connect|Query read timeout/,
    failure: { code: 'unreachable', message: 'The database cannot be reached.' },
  },
];

/** Never throws. The message is one sentence without anything of the error's own text. */
export function toStoreFailure(error: unknown): Failure {
  const text = wordsOf(error, 0);
  const known = sentences.find(({ pattern }) => pattern.test(text));
  return known === undefined
    ? { code: 'failed', message: 'The database answered with an error.' }
    : { ...known.failure };
}

/** Whether the same call may succeed a moment later. */
export function isBusy(error: unknown): boolean {
  return toStoreFailure(error).code === 'timeout';
}

/** Name, code and message of an error and of what caused it; Prisma keeps the driver's in `meta` and `cause`. */
function wordsOf(error: unknown, depth: number): string {
  if (depth > 5 || typeof error !== 'object' || error === null) return typeof error === 'string' ? error : '';
  const own = ['name', 'code', 'kind', 'originalCode', 'originalMessage', 'message'].map((key): unknown =>
    Reflect.get(error, key),
  );
  const nested = ['cause', 'meta', 'driverAdapterError'].map((key) => wordsOf(Reflect.get(error, key), depth + 1));
  return [...own.filter((value) => typeof value === 'string'), ...nested].join(' ');
}
