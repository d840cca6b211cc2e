import { describe, expect, it } from 'vitest';
import { answerOf } from '../../testing/build';
import { crashing } from '../../testing/crashing';
import { saysOf } from '../../testing/play';

describe('illegal-instruction', () => {
  it('fires', async () => {
    expect(await saysOf('illegal-instruction.fires', 'illegal-instruction')).toMatch(/^possible: .*instruction/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('illegal-instruction.near-miss', 'illegal-instruction')).toBeNull();
  });

  it('needs no node', async () => {
    expect(await saysOf('illegal-instruction.fires', 'illegal-instruction', { object: 'Node/rack0-old' })).toMatch(
      /^possible/,
    );
  });

  it('is not the trap by which Swift ends a program for what it did not expect', async () => {
    const said = 'App/configure.swift:14: Fatal error: Unexpectedly found nil while unwrapping an Optional value';
    expect(answerOf(await crashing(said, 132))).toBe('app-error-uncaught likely');
    expect(answerOf(await crashing('App/configure.swift:14: warning: variable is never used', 132))).toBe(
      'illegal-instruction possible',
    );
  });
});
