/** The command line `unloop`: parses, calls one verb, prints. Data goes to stdout, talk to stderr. */
import 'server-only';

import { existsSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { Problem } from '../model/problem';
import { endsAsItBegins } from '../report/outline';
import { diagnoseClusterOnce, diagnoseRecordingOnce, type Look } from '../service/look-once';
import { recordCluster } from '../service/record-cluster';
import { productVersion } from '../service/version';
import { type Command, readCommand, UsageError } from './options';
import { exitStatus, print } from './print';
import { usage } from './usage';

export type ExitStatus = 0 | 1 | 2;

type Environment = Readonly<Record<string, string | undefined>>;

/** Where text goes and input comes from; the process's own unless a test says otherwise. */
export interface Terminal {
  out: (text: string) => void;
  talk: (text: string) => void;
  stdin: AsyncIterable<Uint8Array>;
  /** How the program was called, and can be called again: "unloop", "kubectl-unloop", "node bin/unloop.mjs". */
  calledAs: string;
}

function ownTerminal(): Terminal {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `unloop diagnose … | head`: whoever reads has seen enough.
    if (error.code === 'EPIPE') process.exit();
    process.stderr.write(`The answer cannot be written (${error.code ?? error.message}).\n`);
    process.exit(2);
  });
  // Nobody can be told; the status still says that nothing could be.
  process.stderr.on('error', () => process.exit(2));
  return {
    out: (text) => {
      process.stdout.write(text);
    },
    talk: (text) => {
      process.stderr.write(text);
    },
    stdin: process.stdin,
    calledAs: calledAs(process.argv[1] ?? 'unloop', process.cwd()),
  };
}

/** `script`: the path that node was given. What is on the path has no ending; a file is called by node. */
export function calledAs(script: string, folder: string): string {
  if (!/\.m?js$/.test(script)) return basename(script);
  const path = relative(folder, script);
  return `node ${/\s/.test(path) ? `"${path}"` : path}`;
}

/**
 * `argv` without node and the script. Answers the exit status: 0 nothing is broken, 1 something is, 2 could not tell.
 * Never throws: it is the last of the five places where a bug is caught (house-style §4).
 */
export async function main(
  argv: string[],
  env: Environment = process.env,
  terminal: Terminal = ownTerminal(),
): Promise<ExitStatus> {
  const name = /^kubectl[-_]unloop$/.test(terminal.calledAs) ? 'kubectl unloop' : terminal.calledAs;
  try {
    return await run(readCommand(argv, existsSync), env, terminal, name);
  } catch (thrown) {
    terminal.talk(`${wordsFor(thrown, name)}\n`);
    return 2;
  }
}

async function run(command: Command, env: Environment, terminal: Terminal, name: string): Promise<ExitStatus> {
  switch (command.verb) {
    case 'help':
      terminal.out(usage(name));
      return 0;
    case 'version':
      terminal.out(`unloop ${productVersion}\n`);
      return 0;
    case 'record': {
      const { out, ...rest } = command;
      const { bytes, notes } = await recordCluster({ ...rest, out, env });
      for (const note of notes) terminal.talk(`${note}\n`);
      terminal.talk(`Saved ${out} (${Math.ceil(bytes / 1024)} KiB), redacted. Open it with: ${name} diagnose ${out}\n`);
      return 0;
    }
    case 'diagnose-recording': {
      const { verb: _verb, path, output, ...rest } = command;
      const input = path === '-' ? { name: 'standard input', body: terminal.stdin } : { path };
      const look = await diagnoseRecordingOnce(input, rest);
      if (output === 'text' && rest.asOf === undefined && look.items.some(endsAsItBegins)) terminal.talk(momentWords);
      return tell(look, terminal, output, command.workload !== undefined);
    }
    case 'diagnose-cluster': {
      const { verb: _verb, output, ...rest } = command;
      return tell(await diagnoseClusterOnce({ ...rest, env }), terminal, output, command.workload !== undefined);
    }
  }
}

const momentWords =
  'How long it lasts is not known: no time in the recording is later than its beginning. Say with --as-of when it was made.\n';

function tell(look: Look, terminal: Terminal, output: 'text' | 'json' | 'markdown', one: boolean): ExitStatus {
  for (const what of look.missing) terminal.talk(`Not read: ${what}\n`);
  terminal.out(print(look, output, one));
  return exitStatus(look);
}

function wordsFor(thrown: unknown, name: string): string {
  if (thrown instanceof UsageError) return `${thrown.message}\nSee: ${name} --help`;
  if (thrown instanceof Problem) return [thrown.detail, thrown.details.remedy ?? ''].filter(Boolean).join('\n');
  return `A fault in Unloop: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`;
}
