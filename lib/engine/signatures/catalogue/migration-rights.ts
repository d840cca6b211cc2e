/**
 * What a database refuses to a migration for want of a right. The same words in the midst of a program's work are of a query,
 * and no migration is at fault: only what a migration's own failure stands beside is its (design §5).
 */

import type { Signature } from '../signature';

/** PostgreSQL, MySQL, SQL Server, Oracle. */
const refused = String.raw`(?<message>permission denied (?:for (?:table|schema|relation|database|sequence|function|view|language|column|type)|to create (?:extension|database|role)) "?(?<name>[\w.-]{0,100})"?|must be owner of \w{1,20} (?<name2>[\w.]{1,100})|(?:CREATE|ALTER|DROP|INDEX|REFERENCES)(?: VIEW| ROUTINE)? command denied to user '[^']{0,80}'(?:@'[^']{0,120}')?(?: for table ['\x60]?(?<name3>[\w.]{1,100}))?|(?:CREATE|ALTER|DROP) \w{1,20} permission denied in database '(?<name4>[\w.-]{1,100})'|ORA-01031: insufficient privileges)`;

/** A tool's own words for a migration that fails, or its frames around the refusal. */
const failed = String.raw`\b[Mm]igrations? (?:(?:\S{1,120}|of schema .{1,120}?) )?(?:has |have )?failed\b|\b(?:[Ff]ail(?:ed|ure)|[Ee]rror|[Uu]nable|[Cc]ould not|[Cc]annot)\b.{0,30}\b(?:migrate|migrations?)\b|Migrat[A-Za-z]{1,20}?(?:Exception|Error)\b|FlywaySqlScriptException|MigrationSchemaMissing|create the django_migrations table|later migrations canceled|\bP3018\b|[\\/]alembic[\\/]\w|[\\/]db[\\/]migrations[\\/]\w{1,60}\.py`;

const literals = [
  'permission denied for',
  'permission denied to create',
  'must be owner of',
  'command denied to user',
  'permission denied in database',
  'ora-01031',
];

export const migrationRights: readonly Signature[] = [
  {
    id: 'migration-refused',
    cause: 'db-migration-failing',
    weight: 'error',
    literals,
    pattern: new RegExp(String.raw`(?:${failed}).{0,200}?${refused}`),
    example: 'error: migration failed: permission denied for schema ledger in line 0: CREATE TABLE entries (id int);',
    near: 'error: cannot list entries: permission denied for table entries',
  },
  {
    id: 'migration-refused-beside',
    cause: 'db-migration-failing',
    weight: 'error',
    literals,
    pattern: new RegExp(refused),
    // A chain of exceptions has its frames between the tool's word and the database's.
    context: [{ before: 40, after: 8, pattern: new RegExp(failed) }],
    example: 'Message    : ERROR: permission denied for schema ledger',
    near: 'open /data/schema: permission denied',
  },
  {
    // Entity Framework names no migration that failed: its frames follow those of the driver, which may be many.
    id: 'migration-refused-ef',
    cause: 'db-migration-failing',
    weight: 'error',
    literals,
    pattern: new RegExp(refused),
    context: [{ after: 40, pattern: /^\s{1,20}at Microsoft\.EntityFrameworkCore\.Migrations\.\w/ }],
    example: 'Npgsql.PostgresException (0x80004005): 42501: permission denied for schema public',
    near: 'open /srv/schema: permission denied',
  },
];
