/** Writes a recording: our own layout as a .tar.gz, from objects and logs that are projected and redacted already. */
import 'server-only';

import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGzip } from 'node:zlib';
import { createTarPacker } from 'modern-tar';
import { isPoison } from '../kubernetes/projection/project';
import { isKind, kinds } from '../model/kinds';
import type { Kind } from '../model/kubernetes';
import { apiObject } from './api-object';
import { defaultLimits } from './limits';
import { recordingFormat } from './meta';
import type { ObjectsByKind } from './object-table';
import { safeName } from './safe-name';

export interface RecordedLog {
  namespace: string;
  pod: string;
  container: string;
  instance: 'current' | 'previous';
  /** Redacted; with the kubelet's timestamps where they were asked for. */
  text: string;
}

export interface RecordingAbout {
  /** RFC 3339: "now" when it is opened again. */
  recordedAt: string;
  serverVersion: string | null;
}

/** The packer writes bytes, and Node's own web streams are iterable, which their type does not say. */
function bytesOf(packed: ReadableStream): AsyncIterable<Uint8Array> {
  return packed as AsyncIterable<Uint8Array>;
}

/**
 * Writes `objects/<plural>.json`, `logs/<namespace>/<pod>/<container>[.previous].log` and `meta.json` to `out` and ends
 * it. The same input gives the same bytes: names are sorted, times are fixed. Poison objects are left out.
 */
export async function writeRecording(
  objects: ObjectsByKind,
  logs: Iterable<RecordedLog> | AsyncIterable<RecordedLog>,
  out: Writable,
  about: RecordingAbout,
): Promise<void> {
  const { readable, controller } = createTarPacker();
  const written = pipeline(Readable.from(bytesOf(readable)), createGzip({ level: constants.Z_BEST_COMPRESSION }), out);
  const add = async (name: string, text: string): Promise<void> => {
    const bytes = new TextEncoder().encode(text);
    const body = controller.add({ name, size: bytes.length, mode: 0o644, mtime: new Date(0), uname: '', gname: '' });
    const writer = body.getWriter();
    await writer.write(bytes);
    await writer.close();
  };
  const pack = async (): Promise<void> => {
    const version = { gitVersion: about.serverVersion };
    await add('meta.json', json({ format: recordingFormat, recordedAt: about.recordedAt, version }));
    for (const kind of Object.keys(kinds).filter(isKind)) {
      const list = objects[kind];
      if (list !== undefined) await add(`objects/${kinds[kind].plural}.json`, listOf(kind, objects));
    }
    for await (const log of logs) {
      const suffix = log.instance === 'previous' ? '.previous' : '';
      const name = safeName(`logs/${log.namespace}/${log.pod}/${log.container}${suffix}.log`, defaultLimits);
      if (name !== null) await add(name, log.text);
    }
    controller.finalize();
  };
  await Promise.all([written, pack().catch((error: unknown) => failing(controller, error))]);
}

/** Ends the archive's stream with the error, so that nothing waits for more of it. */
function failing(controller: { error(reason: unknown): void }, error: unknown): never {
  controller.error(error);
  throw error;
}

function listOf<K extends Kind>(kind: K, objects: ObjectsByKind): string {
  const { group, version } = kinds[kind];
  const sorted = (objects[kind] ?? [])
    .flatMap((object) => (isPoison(object) ? [] : [object]))
    .sort((left, right) => compare(keyOf(left), keyOf(right)));
  return json({
    kind: `${kind}List`,
    apiVersion: group === '' ? version : `${group}/${version}`,
    items: sorted.map((object) => apiObject(kind, object)),
  });
}

function keyOf({ metadata }: { metadata: { namespace: string; name: string } }): string {
  return `${metadata.namespace}/${metadata.name}`;
}

/** By code unit: the same on every machine. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Without nulls: for the projection a field that is null and one that is not there are the same. */
function json(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => (entry === null ? undefined : entry));
}
