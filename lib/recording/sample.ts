/** The sample cluster: a recording of a real one (lib/recording/sample/README.md), for a start without any cluster. */
import 'server-only';

import { join } from 'node:path';
import type { Clean } from '../kubernetes/projection/clean';
import { type OpenedRecording, opened } from './open-recording';
import { parseRecording } from './parse';

/** From the working directory, which `npm start` and the container image keep at the root of the repository: the bundled server does not lie beside its sources. */
const samplePath = join('lib', 'recording', 'sample', 'sample.tar.gz');

/**
 * Opens the sample; its "now" is the moment of the recording. `path` for a caller with another working directory.
 * Throws a Problem where the file is not there.
 */
export async function openSample(clean: Clean, path = join(process.cwd(), samplePath)): Promise<OpenedRecording> {
  const input = { path };
  const recording = await parseRecording(input, { clean });
  return opened(input, { ...recording, name: 'sample cluster' }, 'sample');
}
