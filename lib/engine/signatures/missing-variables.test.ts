import { describe, expect, it } from 'vitest';
import { crashing } from '../testing/crashing';
import { decide } from './testing';

describe('a variable that is not set', () => {
  it.each([
    ['PGDATABASE is not set', 'PGDATABASE'],
    ['fatal: PGUSER must be set', 'PGUSER'],
    ['Error: PORT is missing', 'PORT'],
    ['ERROR HOME not set', 'HOME'],
    ['touch: HOME not set', 'HOME'],
    ['panic: $TMPDIR is not defined', 'TMPDIR'],
    ['panic: ${BELT} is empty', 'BELT'],
    ['the variable PARCELS is not set', 'PARCELS'],
    ['level=error msg="KUBECONFIG is unset"', 'KUBECONFIG'],
    ['neither $XDG_DATA_HOME nor $HOME are defined', 'HOME'],
    ['belt: BELT_SPEED must not be empty', 'BELT_SPEED'],
    ['E: BELT_ID: not set', 'BELT_ID'],
    ['Unset variable: BELT_KEY', 'BELT_KEY'],
    ['Missing required variables: BELT_KEY, BELT_ID', 'BELT_KEY'],
    [
      'belt.BeltError: The token option must be set by passing token or by setting the BELT_TOKEN environment variable',
      'BELT_TOKEN',
    ],
    ['Did not find belt_key, please add an environment variable `BELT_KEY` which contains it', 'BELT_KEY'],
  ])('%s', (line, variable) => {
    expect(decide(`${line}\n`)).toMatchObject({ cause: 'missing-env-var', captures: { variable } });
  });

  it.each([
    'ReferenceError: PORT is not defined',
    'Error: CIDR is not set',
    'Error: USER is required',
    'PORT is not set, using 8080',
    'HOME is not set; falling back to /tmp',
    'ERROR The PORT of the ship is not set',
    'Error: $5 is required',
    'the token was refused by setting 4',
  ])('is none in: %s', (line) => {
    expect(decide(`${line}\n`)?.cause).not.toBe('missing-env-var');
  });

  it('is none in a list of what is set', async () => {
    const { primary } = await crashing('BELT_SPEED: 4\nBELT_DSN: not set\nserving the belt\nError: belt 4 is torn');
    expect(primary?.cause).toBe('app-error-uncaught');
  });

  it('is told with all that stand beside it', async () => {
    const { primary } = await crashing('Unset variables: BELT_KEY, BELT_ID');
    expect(primary?.claims[0]?.text).toContain('`BELT_KEY`, `BELT_ID`');
  });
});
