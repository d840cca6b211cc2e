import { describe, expect, it } from 'vitest';
import { isBusy, toStoreFailure } from './store-failure';

describe('toStoreFailure', () => {
  it.each([
    ['timeout', Object.assign(new Error('SQLITE_BUSY: database is locked'), { code: 'SQLITE_BUSY' })],
    ['failed', new Error('wrapped', { cause: new Error('SQLITE_FULL: database or disk is full') })],
    ['absent', Object.assign(new Error('no such file'), { code: 'ENOENT' })],
    ['unreachable', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    ['denied', { code: 'P2010', meta: { driverAdapterError: { cause: { originalCode: '28P01' } } } }],
    ['failed', 'something else'],
    ['failed', null],
  ])('reads a %s', (code, error) => {
    expect(toStoreFailure(error).code).toBe(code);
  });

  it('repeats nothing of the error itself', () => {
    const failure = toStoreFailure(new Error('password authentication failed for postgres://ada:hunter2@db/x'));
    expect(failure).toEqual({
      code: 'denied',
      message: 'The database refuses the user or the password of UNLOOP_DATABASE_URL.',
    });
  });

  it('survives an error that is its own cause', () => {
    const error = new Error('x');
    error.cause = error;
    expect(isBusy(error)).toBe(false);
  });
});
