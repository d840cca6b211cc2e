import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { switches, withoutSwitch } from '../../e2e/fake-api/faults';

/** F48 and F49 are of the database, and come with what is kept in it. */
const wanted = Array.from({ length: 51 }, (_, index) => `F${String(index + 1).padStart(2, '0')}`).filter(
  (id) => id !== 'F48' && id !== 'F49',
);

const root = join(import.meta.dirname, '../..');
const files = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'));

describe('each fault F01 to F51', () => {
  it('is a switch of the fake server, or has a reason why it is none', () => {
    expect([...Object.keys(switches), ...Object.keys(withoutSwitch)].toSorted()).toEqual(wanted);
  });

  it('is acted on by the fake server where it is a switch', () => {
    const server = files('e2e/fake-api', /^(?!faults|fault-walk).*\.ts$/).join('\n');
    const acted = Object.keys(switches).filter((id) => new RegExp(`(strike|isOn)\\('${id}'|case '${id}'`).test(server));
    expect(acted).toEqual(Object.keys(switches));
  });

  it('has a test that is named after it', () => {
    const tests = ['lib', 'app', 'components'].flatMap((folder) => files(folder, /\.test\.tsx?$/)).join('\n');
    const named = tests.match(/(?:describe|it)(?:\.each\([^)]*\))?\(\s*['"`].*/g)?.join('\n') ?? '';
    expect(wanted.filter((id) => !new RegExp(`\\b${id}\\b`).test(named))).toEqual([]);
  });
});
