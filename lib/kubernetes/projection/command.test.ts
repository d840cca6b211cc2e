import { expect, it } from 'vitest';

import { createCleaner } from './clean';
import { commandWords } from './command';
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

it('strips control characters before it redacts, so that none can split a secret', () => {
  expect(createCleaner(redact)('--pass\u200bword=hunter2 \u001b[31mred')).toBe('--password=«redacted» red');
});
