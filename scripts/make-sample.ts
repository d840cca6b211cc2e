/**
 * Makes the sample cluster from any recording, through the same reading, redaction and recorder as everything else:
 *
 *   npx esbuild scripts/make-sample.ts --bundle --platform=node --format=esm --conditions=react-server \
 *     --packages=external --outfile=node_modules/.cache/make-sample.mjs
 *   node --conditions=react-server node_modules/.cache/make-sample.mjs RECORDING lib/recording/sample/sample.tar.gz
 */
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createCleaner } from '../lib/kubernetes/projection/clean';
import { textOf } from '../lib/recording/log-shelf';
import { parseRecording } from '../lib/recording/parse';
import { writeRecording } from '../lib/recording/recorder';
import { createRedactor } from '../lib/redact/redactor';

const largestBytes = 3_000_000;
const [from, to] = process.argv.slice(2);
if (from === undefined || to === undefined) {
  console.error('usage: make-sample RECORDING OUTPUT.tar.gz');
  process.exit(2);
}

// A fixed key: the same recording gives the same sample, byte for byte.
const clean = createCleaner(createRedactor('sample cluster'));
const recording = await parseRecording({ path: from }, { clean });
const logs = recording.logs.map((log) => ({ ...log, text: textOf(log) }));
logs.sort((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1));
await writeRecording(recording.objects, logs, createWriteStream(to), {
  recordedAt: recording.asOf,
  serverVersion: recording.serverVersion,
});
const { size } = await stat(to);
for (const note of recording.notes) console.error(note);
console.log(`${to}: ${size} bytes, recorded at ${recording.asOf}, ${logs.length} logs`);
if (size > largestBytes) {
  console.error(`The sample is larger than ${largestBytes} bytes.`);
  process.exitCode = 1;
}

function sortKey(log: { namespace: string; pod: string; container: string; instance: string }): string {
  return `${log.namespace}/${log.pod}/${log.container}/${log.instance}`;
}
