import { expect, it } from 'vitest';

import { createCleaner } from './clean';
import { commandWords } from './command';
import { createRedactor } from '../../redact/redactor';
import { textsFor } from './texts';

const redact = (text: string): string => text.replace(/(--?[\w-]*(?:password|token)=)\S+/g, '$1«redacted»');

it('hides the word after a flag that announces a secret', () => {
  const texts = textsFor(createCleaner(redact));
  expect(commandWords(['serve', '--db-password', 'hunter2', '--token', '--verbose', '--port', '80'], texts)).toEqual([
    'serve',
    '--db-password',
    '«redacted»',
    '--token',
    '--verbose',
    '--port',
    '80',
  ]);
});

it.each([
  [['redis-cli', '-a', 'hunter2a', '-p', '6379'], '', ['redis-cli', '-a', 'gone', '-p', '6379']],
  [['-h', 'db', '-uroot', '-phunter2a'], 'mysql:8', ['-h', 'db', '-uroot', 'gone']],
  [['-p', 'hunter2a', 'ssh', 'host'], '/usr/bin/sshpass', ['-p', 'gone', 'ssh', 'host']],
  [
    ['mysqladmin', 'ping', '-h', 'localhost', '-u', 'root', '-phunter2aX'],
    '',
    ['mysqladmin', 'ping', '-h', 'localhost', '-u', 'root', 'gone'],
  ],
  [['-p', '8080'], 'serve', ['-p', '8080']],
])('hides what a flag means to its own program: %j of %s', (words, program, expected) => {
  const texts = textsFor(createCleaner(createRedactor('key')));
  const cleaned = commandWords(words, texts, program);
  expect(cleaned.map((word) => (word.includes('redacted') ? 'gone' : word))).toEqual(expected);
  expect(cleaned.join()).not.toContain('hunter2a');
});

it('strips control characters before it redacts, so that none can split a secret', () => {
  expect(createCleaner(redact)('--pass\u200bword=hunter2 \u001b[31mred')).toBe('--password=«redacted» red');
});
