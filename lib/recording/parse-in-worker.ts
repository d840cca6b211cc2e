/** Opens a recording in a worker: for the server, where a stranger's file must not stop the others. */
import 'server-only';

import type { Worker } from 'node:worker_threads';
import { createCleaner } from '../kubernetes/projection/clean';
import { Problem } from '../model/problem';
import { createRedactor } from '../redact/redactor';
import { type RecordingInput, inputName } from './files';
import { type Limits, uploadLimits } from './limits';
import { type OpenedRecording, opened } from './open-recording';
import { packedBytes } from './packed';
import type { ParsedRecording } from './parse';
import type { FromWorker, ParseTask } from './parse-protocol';
import { cleaned, megabytes, remedies, shown, tooLarge } from './problems';
import { type SpawnParser, spawnParser } from './spawn-parser';

/**
 * Heap of the worker: the ceiling that an upload can cost beside what it leaves behind. Outside of it lie only bounded
 * buffers: compressed logs (64 MiB), one object (8 MiB), the inflater.
 */
export const parserHeapMb = 768;

export interface WorkerOpenOptions {
  /** Key of the redactor's placeholders; the worker makes its own redactor from it. */
  redactionKey: string;
  asOf?: string | undefined;
  /** The client's: when it goes away the worker is ended. */
  signal?: AbortSignal | undefined;
  limits?: Limits | undefined;
  heapMb?: number | undefined;
  spawn?: SpawnParser | undefined;
}

/**
 * As openRecording, in a worker with a ceiling on its memory; whoever calls sees to it that there is one at a time. Throws
 * the Problem 'too-large' when the worker runs out of memory, and those of openRecording.
 */
export async function openRecordingInWorker(
  input: RecordingInput,
  options: WorkerOpenOptions,
): Promise<OpenedRecording> {
  try {
    return opened(input, await parseInWorker(input, options));
  } catch (error) {
    if (error instanceof Problem) throw cleaned(error, createCleaner(createRedactor(options.redactionKey)));
    throw error;
  }
}

async function parseInWorker(input: RecordingInput, options: WorkerOpenOptions): Promise<ParsedRecording> {
  const limits = options.limits ?? uploadLimits;
  const task: ParseTask = {
    input: 'path' in input ? { path: input.path } : { name: input.name },
    redactionKey: options.redactionKey,
    asOf: options.asOf,
    limits,
  };
  const ended = new AbortController();
  const signal = options.signal === undefined ? ended.signal : AbortSignal.any([options.signal, ended.signal]);
  const worker = (options.spawn ?? spawnParser)({
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: options.heapMb ?? parserHeapMb },
  });
  const credit = new Credit(signal);
  const name = inputName(input);
  try {
    const result = resultOf(worker, name, credit, signal, limits.totalMs);
    const sent = 'path' in input ? result : send(name, input.body, worker, credit, limits, signal).then(() => result);
    return await Promise.race([result, sent]);
  } finally {
    // First the body's reader, then the thread: nothing is left running behind an answer.
    ended.abort();
    await worker.terminate();
  }
}

/** Passes the body on, one chunk for each that the worker asks for. */
async function send(
  name: string,
  body: Extract<RecordingInput, { name: string }>['body'],
  worker: Worker,
  credit: Credit,
  limits: Limits,
  signal: AbortSignal,
): Promise<void> {
  for await (const chunk of packedBytes(name, body, limits, signal)) {
    await credit.take();
    // Its own copy (a Buffer's slice() is none): a chunk may be a view of a pool, and a transferred buffer is gone here.
    const copy = new Uint8Array(chunk);
    worker.postMessage(copy, [copy.buffer]);
  }
  await credit.take();
  worker.postMessage(null);
}

function resultOf(
  worker: Worker,
  name: string,
  credit: Credit,
  signal: AbortSignal,
  totalMs: number,
): Promise<ParsedRecording> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(tooLarge(name, `takes more than ${Math.round(totalMs / 1000)} s to read`, remedies.smaller)),
      totalMs,
    );
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(new Problem('bad-request', `Sending ${shown(name)} was given up.`));
      },
      { once: true },
    );
    worker.on('message', (message: FromWorker) => {
      if (message.is === 'more') credit.give();
      else if (message.is === 'done') resolve(message.recording);
      else if (message.is === 'problem') reject(new Problem(message.code, message.detail, message.details));
      else reject(new Error(`the parser of recordings failed: ${message.message}`));
    });
    worker.once('error', (error) => reject(outOfMemory(error) ? tooMuchMemory(name, worker) : error));
    worker.once('exit', (code) => reject(new Error(`the parser of recordings ended with ${code} before its answer`)));
  });
}

function outOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}

function tooMuchMemory(name: string, worker: Worker): Problem {
  const heap = (worker.resourceLimits?.maxOldGenerationSizeMb ?? parserHeapMb) * 1_000_000;
  return tooLarge(name, `needs more than ${megabytes(heap)} of memory to be read`, remedies.smaller);
}

/** Chunks that the worker has asked for and not got yet. Who waits for one stops waiting at the signal. */
class Credit {
  readonly #signal: AbortSignal;
  #count = 0;
  #wake: () => void = () => undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wake(), { once: true });
  }

  give(): void {
    this.#count += 1;
    this.#wake();
  }

  async take(): Promise<void> {
    while (this.#count === 0) {
      this.#signal.throwIfAborted();
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    this.#count -= 1;
  }
}
