/** What recorders write about their own recording: the server's version, and when it was made. */
import 'server-only';

import { parseUploaded } from './json-documents';
import { entryOf } from './object-table';
import { instantOf } from './times';

export interface Meta {
  serverVersion: string | null;
  /** Only from our own recorder: of others the newest time of what they recorded is truer. */
  recordedAt: string | null;
}

/** The format that recorder.ts writes. */
export const recordingFormat = 'unloop-recording/1';

/** Reads `meta.json` (ours) or `cluster_version.json` (troubleshoot's); what cannot be read changes nothing. */
export function metaOf(text: string, known: Meta): Meta {
  let meta: Record<string, unknown>;
  try {
    meta = entryOf(parseUploaded(text));
  } catch {
    // It only adds a version to a page: a recording is not refused for it.
    return known;
  }
  const version = entryOf(meta.version ?? meta.info).gitVersion;
  return {
    serverVersion: typeof version === 'string' ? version.slice(0, 100) : known.serverVersion,
    recordedAt: meta.format === recordingFormat ? instantOf(meta.recordedAt) : known.recordedAt,
  };
}
