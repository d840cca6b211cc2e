import { describe, expect, it } from 'vitest';
import { crashing } from '../testing/crashing';

describe('a run that ended with 0', () => {
  const overcome = [
    ['work went on', 'ERROR db: connection refused\nINFO db: connected\nINFO 12 messages processed'],
    ['a signal told it to stop', 'ERROR db: connection refused\nreceived signal 15'],
    [
      'an exception cost it one row',
      'Traceback (most recent call last):\n  File "/app/run.py", line 31, in <module>\n    main()\nValueError: row 7\n9999 of 10000 rows imported',
    ],
  ] as const;

  it.each(overcome)('did not end for an error before: %s', async (_, log) => {
    const { primary, contributing } = await crashing(log, 0);
    expect([primary, ...contributing].map((finding) => finding?.cause)).toEqual(['exits-zero']);
  });

  it('ended for an error that nothing followed', async () => {
    expect((await crashing('ERROR db: connection refused', 0)).primary?.cause).toBe('dependency-unreachable');
  });
});
