/** Reads a whole recording into plain data: projected and redacted objects, redacted logs, its time, what was left out. */
import 'server-only';

import type { Clean } from '../kubernetes/projection/clean';
import { plural } from '../format/count';
import { isKind } from '../model/kinds';
import { Problem } from '../model/problem';
import { dayMs } from '../format/units';
import { ByteCursor } from './byte-cursor';
import { documents } from './documents';
import { cleanFileName } from './file-name';
import { type RecordedFile, type RecordingInput, inputName, recordedFiles } from './files';
import { type Place, placeOf } from './layout';
import { type Limits, defaultLimits } from './limits';
import { LogShelf, type StoredLog } from './log-shelf';
import { logSection } from './log-sections';
import { LogTail } from './log-tail';
import { type Meta, metaOf } from './meta';
import { type Hint, ObjectTable, type ObjectsByKind, entryOf, later, listedKind } from './object-table';
import { cleaned, remedies, shown, tooLarge, unreadable, unsupported } from './problems';
import type { Skipped } from './tar';
import { instantOf } from './times';

/** Plain data without functions: it crosses from the worker. */
export interface ParsedRecording {
  name: string;
  objects: ObjectsByKind;
  logs: StoredLog[];
  serverVersion: string | null;
  /** RFC 3339, UTC. */
  asOf: string;
  /** About what it holds in memory. */
  bytes: number;
  /** What was left out and why, one sentence each. */
  notes: string[];
}

export interface ParseOptions {
  clean: Clean;
  /** "Now" for the recording, RFC 3339; its newest time when left out. */
  asOf?: string | undefined;
  limits?: Limits | undefined;
  signal?: AbortSignal | undefined;
  /** For a recording that has no time at all. */
  now?: (() => string) | undefined;
}

/** Throws a Problem, redacted, that names the file (inside the archive) and the remedy; nothing else. */
export async function parseRecording(input: RecordingInput, options: ParseOptions): Promise<ParsedRecording> {
  try {
    return await new Reading(input, options).run();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const given = 'path' in input ? input.path : input.name;
    const name = cleanFileName(given, options.clean);
    throw cleaned(error, (text) => options.clean(text.replaceAll(given, name)));
  }
}

/** The clocks of one cluster are not so far apart; a node that is silent for so long is told of by others. */
const apartMs = 3_600_000;
/** What the marks of a section begin with. */
const equalsSign = 0x3d;

class Reading {
  readonly #input: RecordingInput;
  readonly #options: ParseOptions;
  readonly #limits: Limits;
  readonly #name: string;
  readonly #table: ObjectTable;
  readonly #shelf: LogShelf;
  readonly #skipped: Skipped = { links: 0, devices: 0, unsafeNames: 0, endMark: false };
  #meta: Meta = { serverVersion: null, recordedAt: null };
  #files = 0;
  #pieces = 0;
  #archives = 0;
  #kubeconfigs = 0;
  #notUnderstood: string[] = [];
  #errorFiles: string[] = [];

  constructor(input: RecordingInput, options: ParseOptions) {
    this.#input = input;
    this.#options = options;
    this.#limits = options.limits ?? defaultLimits;
    this.#name = shown(inputName(input));
    this.#table = new ObjectTable(options.clean, this.#limits);
    this.#shelf = new LogShelf(this.#limits);
  }

  async run(): Promise<ParsedRecording> {
    const asked = this.#options.asOf === undefined ? null : instantOf(this.#options.asOf);
    if (this.#options.asOf !== undefined && asked === null) {
      throw new Problem('bad-request', 'asOf is not a time that can be read.', {
        field: 'asOf',
        remedy: 'Write it as RFC 3339 in UTC: 2026-11-20T03:12:44Z.',
      });
    }
    let single = false;
    for await (const file of recordedFiles(this.#input, this.#limits, this.#skipped, this.#options.signal)) {
      this.#files += 1;
      single = file.path === null;
      await this.#read(file);
    }
    if (this.#files === 0) throw unreadable(this.#name, 'is an archive without files', remedies.formats);
    const { objects, bytes } = this.#table.end();
    if (!hasWork(objects)) throw this.#nothing(single);
    const shelved = this.#shelf.end(objects.Pod ?? [], this.#options.clean);
    const asOf = asked ?? this.#newest(shelved.logs);
    return {
      name: cleanFileName(this.#name, this.#options.clean),
      objects,
      logs: shelved.logs,
      serverVersion: this.#meta.serverVersion === null ? null : this.#options.clean(this.#meta.serverVersion),
      asOf,
      bytes: bytes + shelved.bytes,
      notes: [...this.#notes(asked !== null), ...(asked ? [] : this.#loneTime(shelved.logs))].map(this.#options.clean),
    };
  }

  async #read(file: RecordedFile): Promise<void> {
    const place: Place =
      file.path === null ? { is: 'objects', hint: { kind: null, namespace: null }, certain: true } : placeOf(file.path);
    const name = file.path ?? this.#name;
    switch (place.is) {
      case 'objects':
        return this.#readObjects(name, file, place.hint, place.certain);
      case 'log':
        this.#shelf.put(place.readings, await tailOf(file.chunks, this.#limits));
        return;
      case 'log-sections':
        return this.#readSections(file, place);
      case 'meta':
        this.#meta = metaOf(await headOf(file.chunks), this.#meta);
        return;
      case 'errors':
        if (saysSomething(await headOf(file.chunks))) this.#errorFiles.push(name);
        return;
      case 'archive':
        this.#archives += 1;
        return;
      case 'other':
        return;
    }
  }

  /** Only sections of the pod that the folder names: a log may hold the marks of another one, and even objects. */
  async #readSections(file: RecordedFile, place: { namespace: string; pod: string }): Promise<void> {
    const cursor = new ByteCursor(file.chunks);
    while (await cursor.skipToLine(equalsSign)) {
      const section = await logSection(cursor, this.#limits);
      if (section === null || section.namespace !== place.namespace || section.pod !== place.pod) continue;
      this.#shelf.put([{ namespace: section.namespace, pod: section.pod, stem: section.container }], section);
    }
  }

  async #readObjects(name: string, file: RecordedFile, hint: Hint, certain: boolean): Promise<void> {
    if (certain) this.#table.present(hint.kind);
    const { strange } = this.#table;
    try {
      await this.#readDocuments(name, file, hint, certain);
      // A file that only may hold objects has entries of its own kind, which are missed by nobody.
      if (!certain) this.#table.strange = strange;
    } catch (error) {
      // A file that only may hold objects is not judged by its syntax; limits hold for all.
      if (certain || !(error instanceof Problem) || error.code !== 'unprocessable') throw error;
      this.#notUnderstood.push(name);
    }
  }

  async #readDocuments(name: string, file: RecordedFile, hint: Hint, certain: boolean): Promise<void> {
    /** Items whose kind is said after them: kubectl sorts a list's keys, and "items" stands before "kind". */
    let waiting: unknown[] = [];
    for await (const piece of documents(name, file.chunks, this.#limits)) {
      this.#pieces += 1;
      if (this.#pieces > this.#limits.objects) {
        throw tooLarge(name, `has more than ${this.#limits.objects} objects and documents`, remedies.smaller);
      }
      if (piece.is === 'log') {
        const { namespace, pod, container, ...tail } = piece.value;
        this.#shelf.put([{ namespace, pod, stem: container }], tail);
      } else if (piece.is === 'item') {
        const named = hint.kind !== null || listedKind(piece.list) !== null || 'kind' in entryOf(piece.value);
        if (named) this.#table.add(name, piece.value, piece.list, hint);
        else waiting.push(piece.value);
      } else {
        if (certain && (typeof piece.value !== 'object' || piece.value === null)) {
          throw unreadable(name, 'holds no Kubernetes objects', remedies.formats);
        }
        const list = entryOf(piece.value);
        for (const value of waiting) this.#table.add(name, value, list, hint);
        waiting = [];
        this.#document(name, file, list, hint, certain);
      }
    }
    for (const value of waiting) this.#table.add(name, value, null, hint);
  }

  /** A document that is no list is an object; a list says that its kind was recorded. */
  #document(name: string, file: RecordedFile, document: Record<string, unknown>, hint: Hint, certain: boolean): void {
    const { kind } = document;
    if (kind === 'Config' && ('users' in document || 'contexts' in document || 'clusters' in document)) {
      // Never loaded: its exec plugins are commands (security A28).
      if (file.path === null) throw kubeconfig(name);
      this.#kubeconfigs += 1;
      return;
    }
    const listed = listedKind(document);
    if (isKind(listed)) this.#table.present(listed);
    if (typeof kind === 'string' && kind.endsWith('List')) return;
    if (kind === undefined && 'items' in document) return;
    // One object without a kind is the one its place names; a bundle's other files have no kind either.
    if (kind === undefined && !(certain && 'metadata' in document)) return;
    // The bundle's own description of itself.
    if (typeof document.apiVersion === 'string' && document.apiVersion.startsWith('troubleshoot.')) return;
    this.#table.add(name, document, null, hint);
  }

  #nothing(single: boolean): Problem {
    if (this.#kubeconfigs > 0 && this.#table.count === 0) return kubeconfig(this.#name);
    const seen = this.#table.count > 0 ? ` (it has ${plural(this.#table.count, 'other object')})` : '';
    return single
      ? unreadable(this.#name, `has no pods and no workloads${seen}`, remedies.formats)
      : unreadable(
          this.#name,
          `has no pods and no workloads in the places of a support bundle or a dump${seen}`,
          `${remedies.formats} In a bundle's specification, use the clusterResources collector.`,
        );
  }

  /** The end of the second of the newest time, so that nothing in the recording lies after its own "now". */
  #newest(logs: readonly StoredLog[]): string {
    if (this.#meta.recordedAt !== null) return this.#meta.recordedAt;
    const seen = this.#table.newestAt;
    // A program's own clock may be years ahead; what the cluster wrote last bounds it.
    const bound = seen === null ? Infinity : Date.parse(seen) + dayMs;
    const logged = logs.map((log) => instantOf(log.lastAt)).filter((at) => at !== null && Date.parse(at) <= bound);
    const newest = logged.reduce(later, seen) ?? this.#table.newestWrittenAt;
    if (newest === null) return this.#options.now?.() ?? new Date().toISOString();
    return new Date(Math.ceil(Date.parse(newest) / 1000) * 1000).toISOString().replace('.000Z', 'Z');
  }

  /** One object's time that lies far after all others may be that of a wrong clock, and makes what is new look old. */
  #loneTime(logs: readonly StoredLog[]): string[] {
    const { newestAt, nextAt } = this.#table;
    const others = logs.map((log) => instantOf(log.lastAt)).reduce(later, nextAt);
    if (this.#meta.recordedAt !== null || newestAt === null || others === null) return [];
    if (Date.parse(newestAt) - Date.parse(others) <= apartMs) return [];
    return [
      `One time, ${newestAt}, lies more than an hour after all others (${others}), and is taken for the moment of the recording; say another one where its clock was wrong.`,
    ];
  }

  #notes(asked: boolean): string[] {
    const { links, devices, unsafeNames, endMark } = this.#skipped;
    const isArchive = this.#files > 1 || links + devices > 0;
    const unused = [...this.#table.unused].map(([kind, count]) => `${count} ${kind}`).join(', ');
    const timed = this.#table.newestAt !== null || this.#table.newestWrittenAt !== null;
    return [
      unused === '' ? null : `Not used: ${unused}.`,
      this.#errorFiles.length === 0 ? null : `The recorder could not read everything: ${some(this.#errorFiles)}.`,
      this.#notUnderstood.length === 0 ? null : `Not understood and left out: ${some(this.#notUnderstood)}.`,
      this.#shelf.truncated === 0
        ? null
        : `Of ${plural(this.#shelf.truncated, 'log')} only the end was kept: ${this.#limits.logLines} lines, ${this.#limits.logBytes / 1024} KiB.`,
      this.#shelf.left === 0 ? null : `${plural(this.#shelf.left, 'log')} found no room and were left out.`,
      this.#shelf.strange === 0
        ? null
        : `${plural(this.#shelf.strange, 'log')} of containers that are not in the recording were left out.`,
      this.#table.poisoned === 0 ? null : `Of ${plural(this.#table.poisoned, 'object')} only the name could be read.`,
      this.#table.nameless === 0 ? null : `${plural(this.#table.nameless, 'object')} without a usable name left out.`,
      this.#table.strange === 0
        ? null
        : `${plural(this.#table.strange, 'entry', 'entries')} that are no Kubernetes objects left out.`,
      this.#archives === 0 ? null : `${plural(this.#archives, 'archive')} inside the recording not opened.`,
      this.#kubeconfigs === 0 ? null : `${plural(this.#kubeconfigs, 'kubeconfig')} inside the recording not used.`,
      links === 0 ? null : `${plural(links, 'link')} in the archive not followed.`,
      devices === 0 ? null : `${plural(devices, 'special file')} in the archive left out.`,
      unsafeNames === 0 ? null : `${plural(unsafeNames, 'file')} with an unsafe name left out.`,
      endMark || !isArchive ? null : 'The archive has no end mark: it may have been cut off between two files.',
      asked || timed ? null : 'Nothing in the recording has a time; the present is taken for its moment.',
    ].filter((note) => note !== null);
  }
}

function hasWork(objects: ObjectsByKind): boolean {
  const workloads: (keyof ObjectsByKind)[] = [
    'Pod',
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'ReplicationController',
    'Job',
    'CronJob',
  ];
  return workloads.some((kind) => (objects[kind]?.length ?? 0) > 0);
}

function kubeconfig(name: string): Problem {
  return unsupported(
    name,
    'is a kubeconfig, not a recording; nothing in it was used',
    'To watch its cluster, start with npm start -- --kubeconfig FILE.',
  );
}

async function tailOf(chunks: AsyncIterable<Uint8Array>, limits: Limits): Promise<ReturnType<LogTail['end']>> {
  const tail = new LogTail(limits);
  for await (const chunk of chunks) tail.add(chunk);
  return tail.end();
}

/** The beginning of a small file; what is longer than 64 KiB is none of these. */
async function headOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(new Uint8Array(chunk));
    length += chunk.length;
    if (length > 64 * 1024) break;
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Collectors write their error files always, mostly with nothing in them. */
function saysSomething(text: string): boolean {
  return !['', 'null', '[]', '{}'].includes(text.replace(/\s+/g, ''));
}

function some(names: readonly string[]): string {
  const few = names.slice(0, 5).map(shown).join(', ');
  return names.length > 5 ? `${few} and ${names.length - 5} more` : few;
}
