import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import ts from 'typescript';
import { fill, textsOfSource } from '../signatures/hostile-lines';
import { diagnoseObjects, waitingPod } from '../testing/build';
import { classifyPull } from './pull';

/** What the projection keeps of a text. */
const length = 8_192;

function cpuMsOf(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** CPU time of doing it eight times; the best of three. */
async function cpuMs(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const before = process.cpuUsage();
    for (let i = 0; i < 8; i += 1) await work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
}

const refusal = (part: string) => () => diagnoseObjects(waitingPod('CreateContainerError', part.repeat(length)));
const image = (part: string) => () => classifyPull('not found', part.repeat(length));

it.each([
  ['backslashes in a refusal', refusal('\\'), refusal('a')],
  ['colons in the name of an image', image(':'), image('a')],
  ['lines that only announce the next one', refusal(':\n'), refusal('a')],
])('%s are read in about the time of letters', async (_, hostile, plain) => {
  const plainMs = await cpuMs(plain);
  expect(await cpuMs(hostile)).toBeLessThan(3 * plainMs + 100);
});

/** Each pattern that is written in a file of the engine, the signatures of logs aside, which have a test of their own. */
function patternsOf(file: URL): { at: string; pattern: RegExp }[] {
  const source = ts.createSourceFile(file.pathname, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const found: { at: string; pattern: RegExp }[] = [];
  const visit = (node: ts.Node): void => {
    const [, body, flags] = ts.isRegularExpressionLiteral(node) ? (/^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? []) : [];
    if (body !== undefined && flags !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      const at = `${file.pathname.split('/engine/').at(-1) ?? ''}:${line + 1}`;
      found.push({ at, pattern: new RegExp(body, flags.replace('g', '')) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const engine = new URL('../', import.meta.url);
const files = readdirSync(engine, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /^(?:(?:facts|rules)\/)?(?!.*\.(?:test|generated)\.ts$)(?!scenarios|signatures|testing)[^.]*\.ts$/.test(name),
);

describe('a message', () => {
  const patterns = files.flatMap((name) =>
    patternsOf(new URL(name, engine)).map((one) => [one.at, one.pattern] as const),
  );
  const megabyte = 1_048_576;
  /** This one begins at every character and reads 64 from there: no pattern may be twice as dear. It is measured beside, on a busy machine. */
  const dearest = /a.{0,64}b/;
  const dearestText = fill('a', megabyte);

  it('is read by patterns of rules and facts', () => {
    expect(patterns.length).toBeGreaterThan(180);
  });

  it.each(patterns)('of 1 MB is read in time by %s', (_, pattern) => {
    pattern.test('a');
    const once = (text: string): number => {
      const began = performance.now();
      pattern.test(text);
      return performance.now() - began;
    };
    const guesses = textsOfSource(pattern.source).map((textOf) => {
      const text = textOf(4_096);
      return { textOf, guessMs: Math.min(once(text), once(text)) };
    });
    const { textOf, guessMs } = guesses.reduce((worst, one) => (one.guessMs > worst.guessMs ? one : worst));
    // What is dear for 4 KB is tried with 64 KB, of which a quadratic one takes 256 times as long.
    const text = textOf(65_536);
    const share = (): number => (cpuMsOf(() => pattern.test(text)) * 16) / cpuMsOf(() => dearest.test(dearestText));
    const isInTime = guessMs < 0.1 || Array.from({ length: 9 }).some(() => share() < 2);
    expect({ text: text.slice(0, 60), isInTime }).toEqual({ text: text.slice(0, 60), isInTime: true });
  });
});
