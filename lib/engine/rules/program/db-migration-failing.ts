/** A migration or the first set-up of the schema fails, is half done, or was not run (signals §7: go-14, jv-20, jv-21, nd-12, rb-4). */
import { ask } from '../../../remedy/look';
import { defineLogRule, logsOf, subject, short } from '../log-rule';

/** The database refuses a right to the migration. */
const refusals: ReadonlySet<string> = new Set([
  'migration-refused',
  'migration-refused-beside',
  'migration-refused-ef',
]);

export const dbMigrationFailing = defineLogRule({
  id: 'db-migration-failing',
  confusedWith: ['dependency-unreachable', 'config-invalid'],
  headline: ({ container, captures }) => [
    ...subject(container),
    ' stops at its database schema: ',
    {
      mark: short(
        captures['message'] ??
          captures['migration'] ??
          captures['table'] ??
          (captures['version'] === undefined ? 'the migration fails' : `Dirty database version ${captures['version']}`),
      ),
    },
  ],
  says: ({ captures }) =>
    captures['message'] === undefined
      ? 'Its log says that the schema is not as the program needs it.'
      : `Its log says: ${short(captures['message'])}`,
  remedies: (found) => [
    logsOf(found, 'See which migration, and what the database answered first.'),
    ...(refusals.has(found.log.hit.signature)
      ? [
          ask(
            'grant-rights',
            `Give the program’s user of the database the right${found.captures['name'] ? ` on ${found.captures['name']}` : ''}, or run the migration as the owner`,
            'A GRANT in the database, by who owns it: the connection and its password are in order. PostgreSQL lets only the owner create tables in the schema public since 15.',
          ),
        ]
      : []),
    ask(
      'mend-migration',
      'Finish or undo the migration with its own tool',
      'A half-done one is marked dirty or locked: look at the schema first, then mend it and clear the mark; tables that are missing mean that the migration has not run against this database.',
    ),
  ],
  wouldDisprove: 'The same version starting against the same database.',
});
