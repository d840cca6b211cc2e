/** The verbs of the command line: one look at a recording or at a cluster, in this process, with the same engine. */
import 'server-only';

import { type ClusterOptions, type Look, lookAtCluster, lookAtRecording, type LookOptions } from '../runtime/once';
import type { Upload } from '../runtime/runtime';

export type { Look } from '../runtime/once';

/** A file or folder, or a stream with a name. Throws `Problem` with the file named. */
export function diagnoseRecordingOnce(
  input: { path: string } | Upload,
  options: LookOptions & { asOf?: string | undefined },
): Promise<Look> {
  return lookAtRecording(input, options);
}

/** `namespaces` empty: all; null: those of the settings, else the context's own. */
export function diagnoseClusterOnce(
  options: ClusterOptions & Omit<LookOptions, 'namespaces'> & { namespaces: string[] | null },
): Promise<Look> {
  return lookAtCluster(options);
}
