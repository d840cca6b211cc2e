import { describe, expect, it } from 'vitest';
import { withoutOldWords } from './another-time';
import { findDecisive } from './decisive';
import { digest } from './testing';

const startedAt = '2026-11-20T11:58:00Z';
const told = (text: string, at: string | null = startedAt): string | null => {
  const found = findDecisive([withoutOldWords(digest(text), at)]);
  return found && `${found.hit.cause ?? ''} ${String(found.hit.line)}`;
};

const tail = `2026-11-17 09:12:01 FATAL could not bind 0.0.0.0:8080: address already in use
2026-11-17 09:12:01 exiting
`;
const start = '2026-11-20 11:58:00 INFO  starting shop 4.2\n';

describe('words of another time', () => {
  it.each([
    ['of a file that is printed first', `${tail}${start}2026-11-20 11:58:20 ERROR LICENSE_KEY is not set\n`],
    [
      'in JSON',
      '{"time":"2026-11-10T02:00:00Z","level":"fatal","msg":"open /data/db: permission denied"}\n{"level":"info","msg":"starting","ts":1795175880.1}\n{"time":"2026-11-20T11:58:19Z","level":"fatal","msg":"env DB_URL is not set"}\n',
    ],
    [
      'in seconds',
      '{"level":"fatal","ts":1795000000.123,"msg":"open /data/db: permission denied"}\ntime="2026-11-20T11:58:01Z" level=info msg=starting\nlevel=fatal time=2026-11-20T11:58:19Z msg="env DB_URL is not set"\n',
    ],
    ['in the midst of a run', `${start}${tail}2026-11-20 11:58:20 ERROR LICENSE_KEY is not set\n`],
    ['whose run is in another zone', `${tail}2026-11-19 22:58:20 ERROR LICENSE_KEY is not set\nbye\nbye\n`],
  ])('are not the cause: %s', (_, text) => {
    expect(told(text)).toMatch(/^missing-env-var/);
  });

  const spring = `2026-11-18 02:00:05.100 ERROR 1 --- [main] o.s.b.d.LoggingFailureAnalysisReporter :

***************************
APPLICATION FAILED TO START
***************************

Description:

Web server failed to start. Port 8080 was already in use.

`;
  it('are not the cause where their lines go on without a date', () => {
    expect(
      told(`${spring}2026-11-20 11:58:00.100  INFO 1 --- [main] com.acme.App : Starting App v3
2026-11-20 11:58:19.100 ERROR 1 --- [main] com.acme.App : pricing table is empty, giving up
`),
    ).toBe('app-error-uncaught 12');
  });

  it('stay where they have no date, and what is dated of the run complains of nothing', () => {
    expect(told(`2026-11-17 09:12:01 exiting\nFATAL LICENSE_KEY is not set\n${start}`)).toBe('missing-env-var 2');
    expect(told(`FATAL LICENSE_KEY is not set\n${tail}${start}`)).toBe('missing-env-var 1');
  });

  it.each([
    ['nothing in the log is of the run: a clock may be wrong', `${tail}2026-11-17 09:12:02 bye\n`, startedAt],
    ['it is not known when the run began', tail + start, null],
    ['what follows has no full date', `${tail}I1120 11:58:00.000000       1 main.go:10] starting\n`, startedAt],
    ['they may be of another zone', `${tail}${start}`.replaceAll('2026-11-17 09', '2026-11-19 23'), startedAt],
    ['the run has lasted since', `${tail}${start}`, '2026-11-16T00:00:00Z'],
  ])('are the cause where %s', (_, text, at) => {
    expect(told(text, at)).toBe('port-in-use 1');
  });
});
