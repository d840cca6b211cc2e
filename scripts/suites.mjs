// The steps of `npm run check` and `npm test`: each runs, is timed, and says how many passed and failed.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './root.mjs';
import { capture, seconds } from './steps.mjs';

const bin = (path) => join(root, 'node_modules', path);

/** A step that is no suite of tests counts as one. `work` answers { code, output }. */
export function plain(name, work) {
  return { name, work: async () => ({ ...(await work()), counts: null }) };
}

export const format = plain('format (prettier)', () =>
  capture(process.execPath, [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']),
);
export const lint = plain('lint (eslint)', () =>
  capture(process.execPath, [
    bin('eslint/bin/eslint.js'),
    '.',
    '--cache',
    '--cache-strategy',
    'content',
    '--cache-location',
    bin('.cache/eslint/'),
  ]),
);
export const types = plain('types (tsc)', () =>
  capture(process.execPath, [bin('typescript-native/bin/tsc'), '--noEmit', '--incremental', 'false']),
);
export const unused = plain('unused code (knip)', () =>
  capture(process.execPath, [bin('knip/bin/knip.js'), '--no-progress']),
);

/** Vitest with its own count. `args`: filters and exclusions. */
export function vitest(name, args) {
  return {
    name,
    work: () =>
      withReport(async (report) => {
        const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
        const result = await capture(process.execPath, [bin('vitest/vitest.mjs'), 'run', ...reporters, ...args]);
        const json = await readJson(report);
        const failed = json?.numFailedTests ?? 0;
        // A file that cannot be loaded has no tests that fail; a skipped test is not one that passed.
        const broken = (json?.testResults ?? []).filter(
          (file) => file.status === 'failed' && file.assertionResults.length === 0,
        );
        const skipped = (json?.numPendingTests ?? 0) + (json?.numTodoTests ?? 0);
        const counts = json === null ? null : { passed: json.numPassedTests, failed: failed + broken.length, skipped };
        return { ...result, counts };
      }),
  };
}

/** Playwright with its own count; a test that passed at the second try passed, and is named. */
export function playwright(name, args, env) {
  return {
    name,
    work: () =>
      withReport(async (report) => {
        const result = await capture(
          process.execPath,
          [bin('@playwright/test/cli.js'), 'test', '--reporter=dot,json', ...args],
          {
            env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, FORCE_COLOR: '0' },
          },
        );
        const json = await readJson(report);
        if (json === null) return { ...result, counts: null };
        const { expected, flaky, unexpected, skipped } = json.stats;
        const named = json.suites
          .flatMap(specsOf)
          .flatMap(({ file, title, tests }) =>
            tests
              .filter(({ status }) => status === 'unexpected' || status === 'flaky')
              .map(({ status }) => `${status === 'flaky' ? 'passed at its second try' : 'failed'}: ${file}, ${title}`),
          );
        return { ...result, counts: { passed: expected + flaky, failed: unexpected, skipped }, named };
      }),
  };
}

function specsOf({ specs = [], suites = [] }) {
  return [...specs, ...suites.flatMap(specsOf)];
}

async function withReport(work) {
  const folder = await mkdtemp(join(tmpdir(), 'unloop-report-'));
  try {
    return await work(join(folder, 'report.json'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readJson(path) {
  return existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : null;
}

/** Runs one step, prints its line and, where it failed, its output. Answers { passed, failed, skipped }. */
export async function runStep({ name, work }) {
  const started = performance.now();
  let result;
  try {
    result = await work();
  } catch (error) {
    result = { code: 1, output: [error.message, error.output].filter(Boolean).join('\n'), counts: null };
  }
  const { code, output, counts, named = [] } = result;
  // A suite that ends badly without a failed test (a crash, no tests at all) is a failure all the same.
  const failed = counts === null ? Number(code !== 0) : Math.max(counts.failed, Number(code !== 0));
  const passed = counts === null ? Number(code === 0) : counts.passed;
  const skipped = counts?.skipped ?? 0;
  const tally = counts === null ? '' : `, ${passed} passed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  const word = failed === 0 ? 'ok  ' : 'FAIL';
  console.log(
    `${word} ${name} (${seconds(performance.now() - started)}${tally}${failed > 0 && counts ? `, ${failed} failed` : ''})`,
  );
  for (const line of named) console.log(`     ${line}`);
  if (failed > 0) console.log(`${output.trim()}\n`);
  return { passed, failed, skipped };
}

/** Runs groups one after another, the steps of a group at once, and sums up. */
export async function runSteps(groups) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const group of groups) {
    for (const result of await Promise.all(group.map(runStep))) {
      for (const key of Object.keys(sum)) sum[key] += result[key];
    }
  }
  return sum;
}
