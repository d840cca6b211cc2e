import { describe, expect, it } from 'vitest';
import { decide } from './testing';

describe('last words', () => {
  it.each([
    '[migrations] started\n[migrations] no migrations found\nusermod: no changes\n',
    '[custom-init] No custom files found, skipping...\n[ls.io-init] done.\n',
    'npm error Lifecycle script `start` failed with error:\nnpm error code 1\nnpm error path /app\nnpm error command failed\nnpm error command sh -c node main.js\n',
    'npm ERR! Failed at the shop@1.0.0 start script.\nnpm ERR! This is probably not a problem with npm. There is likely additional logging output above.\n',
  ])('are none where nothing failed, or only a wrapper says that something did: %s', (log) => {
    expect(decide(log)).toBeNull();
  });

  it.each([
    'Error: no migrations found in /srv/shop',
    'no custom authenticator could be found',
    'no price list found',
    'skipping the parcel failed',
    'npm error the parcel broke',
  ])('are a complaint: %s', (sentence) => {
    expect(decide(`starting the shop\n${sentence}\n`)?.cause).toBe('app-error-uncaught');
  });

  it('are those of the program before what npm says of its script', () => {
    expect(
      decide('cannot open the shop\nnpm error path /app\nnpm error command failed\nnpm error command sh -c shop\n'),
    ).toMatchObject({ cause: 'app-error-uncaught', line: 1 });
  });
});
