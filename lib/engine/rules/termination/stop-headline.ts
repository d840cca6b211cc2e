/** A bad stop in one sentence: what the program did with the signal, and how long it took. */
import type { HeadlinePart, NonEmpty } from '../../../model/diagnosis';
import { formatSpan } from '../../../format/duration';
import type { Stop } from './bad-stops';

export function headlineOf({ container, ending, how, grace, heard, mute, held, tookMs }: Stop): NonEmpty<HeadlinePart> {
  const code = { code: container.name };
  const whole = { mark: `${grace.seconds} s` };
  const { signal } = grace;
  if (!ending && held)
    return [
      'Container ',
      code,
      ' ran on through its ',
      whole,
      ' of grace, and its pod does not go away',
      ...held.words,
    ];
  if (how === 'cut')
    return [
      'Container ',
      code,
      ` ends ${formatSpan(tookMs ?? 0)} after ${signal}, and `,
      { mark: 'cuts the requests' },
      ' that it has in flight',
    ];
  if (how === 'default-action')
    return [
      'Container ',
      code,
      ` has no handler for ${signal}: it ends `,
      { mark: 'at once' },
      ', with whatever it was doing',
    ];
  if (how === 'ignored')
    return [
      'Container ',
      code,
      mute
        ? ` ignores ${signal}: each stop lasts the whole `
        : ` does not end on ${signal}: each stop lasts the whole `,
      whole,
      ' and ends in SIGKILL',
    ];
  return heard
    ? ['Container ', code, ` hears ${signal} and does not end in time: its `, whole, ' of grace end in SIGKILL']
    : [
        'Container ',
        code,
        ` does not end in time: its preStop hook and ${signal} share `,
        whole,
        ', then SIGKILL ends it',
      ];
}
