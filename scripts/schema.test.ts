import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { derivePostgresSchema } from './schema.mjs';

const read = (path: string) => readFileSync(path, 'utf8');
/** How the client is generated is no part of a database. */
const modelsOf = (schema: string) =>
  schema
    .replace(/^\s*\/\/.*\n/gm, '')
    .replace(/generator client \{[^}]*\}/, '')
    .trim();

describe('the schema of PostgreSQL', () => {
  it('is what `npm run schema` derives from the authored one', () => {
    expect(read('prisma/postgres/schema.prisma')).toBe(derivePostgresSchema(read('prisma/schema.prisma')));
  });

  it('cannot be derived from something else', () => {
    expect(() => derivePostgresSchema('model X { id String @id }')).toThrow('no generator called client');
  });
});

describe.each([
  ['sqlite', 'prisma/schema.prisma'],
  ['postgres', 'prisma/postgres/schema.prisma'],
])('migrations of %s', (provider, schema) => {
  const folder = `prisma/migrations/${provider}`;
  const names = readdirSync(folder).sort();

  it('lead to the schema as it is (else: npm run schema -- <name>)', () => {
    expect(modelsOf(read(`${folder}/${names.at(-1) ?? 'none'}/schema.prisma`))).toBe(modelsOf(read(schema)));
  });

  it('have the same names for both databases', () => {
    expect(names).toEqual(readdirSync('prisma/migrations/sqlite').sort());
  });
});
