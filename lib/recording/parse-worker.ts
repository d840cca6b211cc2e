/** The worker that parses one recording and ends: a hostile file costs this thread, not the server (security A20, A23). */
import 'server-only';

import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { createCleaner } from '../kubernetes/projection/clean';
import { Problem } from '../model/problem';
import { createRedactor } from '../redact/redactor';
import type { RecordingInput } from './files';
import { parseRecording } from './parse';
import type { FromWorker, ParseTask, ToWorker } from './parse-protocol';

/** Guarantee: only parse-in-worker.ts starts this file, with a ParseTask. */
function taskOf(data: unknown): ParseTask {
  return data as ParseTask;
}

async function work(port: MessagePort, task: ParseTask): Promise<FromWorker> {
  const input: RecordingInput = 'path' in task.input ? task.input : { name: task.input.name, body: bodyFrom(port) };
  try {
    const clean = createCleaner(createRedactor(task.redactionKey));
    return { is: 'done', recording: await parseRecording(input, { clean, asOf: task.asOf, limits: task.limits }) };
  } catch (error) {
    if (error instanceof Problem) {
      return { is: 'problem', code: error.code, detail: error.detail, details: error.details };
    }
    return { is: 'bug', message: error instanceof Error ? (error.stack ?? error.message) : 'unknown error' };
  }
}

/** The body as it is sent, asked for chunk by chunk. */
async function* bodyFrom(port: MessagePort): AsyncGenerator<Uint8Array, void, undefined> {
  const arrived: ToWorker[] = [];
  let wake: () => void = () => undefined;
  port.on('message', (message: ToWorker) => {
    arrived.push(message);
    wake();
  });
  for (;;) {
    say(port, { is: 'more' });
    while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    const chunk = arrived.shift();
    if (chunk === null || chunk === undefined) return;
    yield chunk;
  }
}

function say(port: MessagePort, message: FromWorker): void {
  port.postMessage(message);
}

if (parentPort !== null) {
  const port = parentPort;
  void work(port, taskOf(workerData)).then((result) => say(port, result));
}
