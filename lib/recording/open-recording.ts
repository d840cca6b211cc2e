/** Opens a recording in this thread: for the command line, for tests, and for the worker's other side. */
import 'server-only';

import type { Clean } from '../kubernetes/projection/clean';
import type { Source, SourceInfo } from '../model/source';
import { cleanFileName } from './file-name';
import { type RecordingInput } from './files';
import type { Limits } from './limits';
import { type ParsedRecording, parseRecording } from './parse';
import { recordingSource } from './recording-source';

export type { RecordingInput } from './files';

export interface OpenedRecording {
  source: Source;
  /** "Now" for this recording, RFC 3339 in UTC. */
  asOf: string;
  /** About what it holds in memory. */
  bytes: number;
  /** What was left out and why, one sentence each. */
  notes: string[];
}

export interface OpenOptions {
  /** Applied to every text before it is kept (stripControl, then redaction). */
  clean: Clean;
  /** "Now", RFC 3339; the newest time in the recording's status, events and logs when left out (design §6). */
  asOf?: string | undefined;
  limits?: Limits | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * Reads a support bundle, a `kubectl cluster-info dump`, our own recording, or the output of `kubectl get -o json|yaml`:
 * a path of a file or folder, or a stream with a name. What it is, is told by its content.
 * Throws a Problem that names the file (inside the archive) and the remedy.
 */
export async function openRecording(input: RecordingInput, options: OpenOptions): Promise<OpenedRecording> {
  const recording = await parseRecording(input, options);
  return opened('path' in input ? { path: cleanFileName(input.path, options.clean) } : input, recording);
}

/** What was parsed, here or in the worker, as a source. */
export function opened(
  input: RecordingInput,
  recording: ParsedRecording,
  kind: SourceInfo['kind'] = 'recording',
): OpenedRecording {
  const location = 'path' in input ? input.path : recording.name;
  return {
    source: recordingSource(recording, { kind, name: recording.name, location }),
    asOf: recording.asOf,
    bytes: recording.bytes,
    notes: recording.notes,
  };
}
