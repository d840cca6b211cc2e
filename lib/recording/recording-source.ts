/** A recording as a Source: feeds everything once, frozen at its moment, and answers logs from what was kept. */
import 'server-only';

import { isKind, kinds } from '../model/kinds';
import type { Kind } from '../model/kubernetes';
import type { Failure, Result } from '../model/result';
import type { Capabilities, Feed, KindState, LogRequest, LogText, Source, SourceInfo } from '../model/source';
import { capabilitiesOf } from './capabilities';
import { lastLines } from './log-tail';
import { logKey, textOf } from './log-shelf';
import type { ParsedRecording } from './parse';

/** `where` is what the page calls the recording and where it lies. */
export function recordingSource(recording: ParsedRecording, where: Omit<SourceInfo, 'recordedAt'>): Source {
  const { asOf } = recording;
  const logs = new Map(recording.logs.map((log) => [logKey(log), log]));
  const uids = new Map(
    (recording.objects.Pod ?? []).map(({ metadata }) => [`${metadata.namespace}/${metadata.name}`, metadata.uid]),
  );
  const capabilities = capabilitiesOf(recording);

  return {
    info: { ...where, recordedAt: asOf },
    start(feed) {
      for (const kind of Object.keys(kinds)) if (isKind(kind)) feedKind(feed, kind, recording);
    },
    stop: () => Promise.resolve(),
    logs: (request) => Promise.resolve(answer(request)),
    capabilities: (): Capabilities => capabilities,
    skewMs: () => 0,
  };

  function answer(request: LogRequest): Result<LogText> {
    const uid = uids.get(`${request.namespace}/${request.pod}`);
    const log = uid === request.podUid || request.podUid === '' ? logs.get(logKey(request)) : undefined;
    if (log === undefined) {
      const which = request.instance === 'previous' ? 'previous log' : 'log';
      return {
        ok: false,
        failure: absent(`The ${which} of ${request.container} in ${request.pod} is not in this recording.`),
      };
    }
    if (log.failure !== null) return { ok: false, failure: log.failure };
    const whole = textOf(log);
    const tail = lastLines(whole, request.tailLines, log.truncated);
    return {
      ok: true,
      value: { ...lastBytes(tail, request.limitBytes), timestamps: log.timestamps },
      asOf,
    };
  }
}

function feedKind(feed: Feed, kind: Kind, recording: ParsedRecording): void {
  const objects = recording.objects[kind];
  if (objects !== undefined) replaceAll(feed, kind, recording);
  feed.state({
    ...frozenAt(recording.asOf),
    kind,
    state: objects === undefined ? 'absent' : 'frozen',
    failure: objects === undefined ? absent('not in this recording') : null,
    objects: objects?.length ?? 0,
  });
}

/** Keeps kind and objects together for the type checker. */
function replaceAll<K extends Kind>(feed: Feed, kind: K, recording: ParsedRecording): void {
  feed.replace(kind, null, recording.objects[kind] ?? []);
}

function frozenAt(asOf: string): Pick<KindState, 'namespace' | 'since' | 'heardAt' | 'attempts' | 'nextAttemptAt'> {
  return { namespace: null, since: asOf, heardAt: asOf, attempts: 0, nextAttemptAt: null };
}

function absent(message: string): Failure {
  return { code: 'absent', message };
}

/** The end of a text, from the beginning of a line where one begins within the limit. */
function lastBytes(text: { text: string; truncated: boolean }, limitBytes: number): Omit<LogText, 'timestamps'> {
  const bytes = Buffer.from(text.text);
  if (bytes.length <= limitBytes) return text;
  const tail = bytes.subarray(bytes.length - limitBytes);
  const feed = tail.indexOf(0x0a);
  const whole = feed >= 0 && feed < tail.length - 1 ? tail.subarray(feed + 1) : tail;
  return { text: whole.toString('utf8'), truncated: true };
}
