// Runs steps of the scripts: says what is done and how long it took, and shows a command's output only where it failed.
import { spawn } from 'node:child_process';
import { root } from './root.mjs';

/** A failure that was explained; the output of the command that failed follows the message. */
export class StepError extends Error {
  constructor(message, output = '') {
    super(message);
    this.name = 'StepError';
    this.output = output;
  }
}

export function seconds(ms) {
  return ms < 100 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** "Building … 12.1 s". */
export async function step(title, work) {
  const started = performance.now();
  process.stdout.write(`${title} … `);
  try {
    const result = await work();
    process.stdout.write(`${seconds(performance.now() - started)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`failed after ${seconds(performance.now() - started)}\n`);
    throw error;
  }
}

/** Runs a command to its end and answers its exit code and everything it printed. Rejects where it cannot be started. */
export function capture(command, args, { env = {}, cwd = root, echo = false } = {}) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (echo) process.stdout.write(text);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? 1, signal, output }));
  });
}

/** As `capture`, but a failure of the command is a StepError that begins with `failure`. */
export async function run(command, args, { failure, ...options }) {
  const { code, output } = await capture(command, args, options);
  if (code !== 0) throw new StepError(failure, output);
  return output;
}

/** The main of a script: an explained failure is printed without its stack, and the exit code is 1. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    if (error instanceof StepError) console.error(`\n${printable(error.message)}\n${error.output}`.trimEnd());
    else if (error?.name === 'ConfigError') console.error(printable(error.message));
    else console.error(error);
    process.exitCode = 1;
  }
}

/** Without what a terminal acts on or does not show: messages quote what a person typed. As lib/format/control, for what runs before it can. */
export function printable(text) {
  return text.replace(
    /\u001b\[[0-?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
    '',
  );
}
