import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../model/diagnosis';
import { crashing } from '../testing/crashing';
import { decide } from './testing';

describe('what stands beside a failure', () => {
  it.each([
    ["belt.Error: [Errno -2] Name or service not known: 'belt-db'", 'dns-failure', { host: 'belt-db' }],
    [
      'belt.TimeoutError: belt-1.belts:27017: [Errno -3] Temporary failure in name resolution (30s)',
      'dns-failure',
      { host: 'belt-1.belts' },
    ],
    [
      'belt.TimeoutError: belts:27017: [Errno 111] Connection refused (30s)',
      'dependency-unreachable',
      { host: 'belts', port: '27017' },
    ],
    ['db.OperationalError: (2005, "Unknown server host \'belts\' (-3)")', 'dns-failure', { host: 'belts' }],
    ["ERROR 2005 (HY000): Unknown MySQL server host 'belts' (-2)", 'dns-failure', { host: 'belts' }],
  ])('is the host: %s', (line, cause, captures) => {
    expect(decide(`${line}\n`)).toMatchObject({ cause, captures });
  });

  it('is no host where only a place in the source stands there', () => {
    for (const said of ['Name or service not known', '[Errno -2] Name or service not known'])
      expect(decide(`belt.py:42: ${said}\n`)).toMatchObject({
        cause: 'dns-failure',
        captures: expect.not.objectContaining({ host: 'belt.py' }),
      });
  });

  it.each([
    ['psycopg2.errors.UndefinedTable: relation "belts" does not exist', 'belts'],
    [
      'sqlalchemy.exc.ProgrammingError: <class \'asyncpg.exceptions.UndefinedTableError\'>:\nrelation "yard.belts" does not exist',
      'yard.belts',
    ],
    [
      'sqlalchemy.exc.ProgrammingError: <class \'asyncpg.exceptions.UndefinedTableError\'>: relation "belts" does not exist',
      'belts',
    ],
    [
      `Traceback (most recent call last):
  File "/app/belts.py", line 9, in load
    rows()
sqlalchemy.exc.ProgrammingError: <class 'asyncpg.exceptions.UndefinedTableError'>:
relation "belts" does not exist
[SQL: SELECT 1 FROM belts]`,
      'belts',
    ],
  ])('is the table: %s', (text, name) => {
    expect(decide(`${text}\n`)).toMatchObject({ cause: 'db-migration-failing', captures: { name } });
  });

  it('is told in the headline', async () => {
    const { primary } = await crashing('psycopg2.errors.UndefinedTable: relation "yard.belts" does not exist');
    expect(primary && plainHeadline(primary.headline)).toBe(
      'Container app stops at its database schema: relation "yard.belts" does not exist',
    );
  });

  it('is a table of which only the error tells', () => {
    expect(decide('psycopg2.errors.UndefinedTable\n')?.cause).toBe('db-migration-failing');
  });

  it('is a name that the resolver of .NET did not answer in time', () => {
    const at = '   at System.Net.Dns.GetHostEntryOrAddressesCore(String hostName)';
    const said =
      'Unhandled exception. System.Net.Sockets.SocketException (00000001, 11): Resource temporarily unavailable';
    expect(decide(`${said}\n${at}\n`)?.cause).toBe('dns-failure');
  });
});
