import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { innocentDialects } from './dialects';
import { createRedactor } from '../redactor';

const redact = createRedactor('a key of the tests');
/** Lines of real logs, events and kubelet messages, and of the wordings that tempt a redactor most. */
const lines = readFileSync(new URL('innocent.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');

describe('the corpus of innocent lines', () => {
  it('has at least 300', () => {
    expect(new Set(lines).size).toBeGreaterThanOrEqual(300);
  });

  it.each(lines)('%s', (line) => {
    expect(redact(line)).toBe(line);
  });

  it.each(innocentDialects)('near a dialect: %s', (line) => {
    expect(redact(line)).toBe(line);
  });

  it('is innocent as one text, too', () => {
    expect(redact(lines.join('\n'))).toBe(lines.join('\n'));
  });
});
