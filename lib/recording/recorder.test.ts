import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createCleaner } from '../kubernetes/projection/clean';
import { isKind, kinds } from '../model/kinds';
import type { Kind } from '../model/kubernetes';
import { createRedactor } from '../redact/redactor';
import { type ParsedRecording, parseRecording } from './parse';
import { type RecordedLog, writeRecording } from './recorder';
import { textOf } from './log-shelf';
import { rawObjects } from './fixtures/raw-objects';
import { openSample } from './sample';
import { stream } from './testing';

const clean = createCleaner(createRedactor('test'));

async function recordingOf(objects: unknown[]): Promise<ParsedRecording> {
  return parseRecording({ name: 'raw.json', body: stream(JSON.stringify(objects)) }, { clean });
}

async function written(recording: ParsedRecording, logs: RecordedLog[] = []): Promise<Buffer> {
  const parts: Buffer[] = [];
  const out = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      parts.push(chunk);
      done();
    },
  });
  const about = { recordedAt: '2026-11-20T04:00:00Z', serverVersion: 'v1.34.4' };
  await writeRecording(recording.objects, logs, out, about);
  return Buffer.concat(parts);
}

function byName(recording: ParsedRecording, kind: Kind): unknown[] {
  const objects = [...(recording.objects[kind] ?? [])];
  return objects.sort((left, right) => (left.metadata.name < right.metadata.name ? -1 : 1));
}

describe('writeRecording', () => {
  it.each(Object.keys(kinds).filter(isKind))('gives back every %s as it was', async (kind) => {
    const recording = await recordingOf(rawObjects.filter((raw) => raw.kind === kind || raw.kind === 'Pod'));
    expect(byName(recording, kind)).not.toHaveLength(0);
    const again = await parseRecording({ name: 'r', body: stream(await written(recording)) }, { clean });
    expect(byName(again, kind)).toEqual(byName(recording, kind));
    expect(again.notes).toEqual([]);
  });

  it('gives back logs, moment and version', async () => {
    const log = {
      namespace: 'shop',
      pod: 'cart-1',
      container: 'app',
      text: '2026-11-20T03:12:44.5Z a\n2026-11-20T03:12:45Z b\n',
    };
    const logs: RecordedLog[] = [
      { ...log, instance: 'current' },
      { ...log, instance: 'previous', text: '' },
    ];
    const again = await parseRecording(
      { name: 'r', body: stream(await written(await recordingOf(rawObjects), logs)) },
      { clean },
    );
    expect(
      again.logs.map((kept) => ({ instance: kept.instance, text: textOf(kept), timestamps: kept.timestamps })),
    ).toEqual([
      { instance: 'current', text: log.text, timestamps: true },
      { instance: 'previous', text: '', timestamps: false },
    ]);
    expect(again).toMatchObject({ asOf: '2026-11-20T04:00:00Z', serverVersion: 'v1.34.4' });
  });

  it('writes the same bytes for the same objects, in whatever order they came', async () => {
    const one = await written(await recordingOf(rawObjects));
    const other = await written(await recordingOf([...rawObjects].reverse()));
    expect(one.equals(other)).toBe(true);
  });

  it('never writes outside of its folders', async () => {
    const log: RecordedLog = {
      namespace: '..',
      pod: '..',
      container: '../../etc/cron',
      instance: 'current',
      text: 'x',
    };
    const again = await parseRecording(
      { name: 'r', body: stream(await written(await recordingOf(rawObjects), [log])) },
      { clean },
    );
    expect(again.logs).toEqual([]);
    expect(again.notes).toEqual([]);
  });

  it('fails when its output does', async () => {
    const out = new Writable({ write: (_chunk, _encoding, done) => done(new Error('disk full')) });
    const recording = await recordingOf(rawObjects);
    const about = { recordedAt: '2026-11-20T04:00:00Z', serverVersion: null };
    await expect(writeRecording(recording.objects, [], out, about)).rejects.toThrow('disk full');
  });
});

describe('the sample cluster', () => {
  it('opens, labelled, with broken workloads and their logs', async () => {
    const sample = await openSample(clean);
    expect(sample.source.info).toMatchObject({ kind: 'sample', name: 'sample cluster', recordedAt: sample.asOf });
    const counts = new Map<Kind, number>();
    sample.source.start({
      replace: () => undefined,
      upsert: () => undefined,
      remove: () => undefined,
      state: ({ kind, objects, state }) => counts.set(kind, state === 'frozen' ? objects : -1),
    });
    expect(counts.get('Pod')).toBeGreaterThan(50);
    expect(counts.get('Event')).toBeGreaterThan(500);
    expect(sample.notes).toEqual([]);
  });
});
