/** What a share keeps, as JSON text and back: size limited on the way in, shape checked on the way out. */
import 'server-only';
import { z } from 'zod';
import type { Diagnosis } from '../model/diagnosis';
import type { SeriesView } from '../model/metrics';
import { Problem } from '../model/problem';
import type { Result } from '../model/result';
import type { Snapshot } from '../model/snapshot';

export interface FrozenColumns {
  snapshotJson: string;
  diagnosisJson: string;
  schemaVersion: number;
  engineVersion: string;
}

/** Both texts together, in bytes of UTF-8. */
export const maxFrozenBytes = 2_000_000;

export interface Frozen {
  snapshot: Snapshot;
  diagnosis: Diagnosis;
  /** The curves of the windows that were kept; none where there was no Prometheus, and in links made before there was. */
  series: SeriesView[];
}

/** The curves stand beside the snapshot, in its column. Throws `Problem` 'too-large' past the limit. */
export function freeze({ snapshot, diagnosis, series }: Frozen): FrozenColumns {
  const snapshotJson = JSON.stringify(series.length === 0 ? snapshot : { ...snapshot, series });
  const diagnosisJson = JSON.stringify(diagnosis);
  const bytes = Buffer.byteLength(snapshotJson) + Buffer.byteLength(diagnosisJson);
  if (bytes > maxFrozenBytes) {
    throw new Problem('too-large', `This diagnosis is ${(bytes / 1e6).toFixed(1)} MB; a link can hold 2 MB.`, {
      remedy: 'Save it as an HTML file instead.',
    });
  }
  const { schema: schemaVersion, engine: engineVersion } = diagnosis.versions;
  return { snapshotJson, diagnosisJson, schemaVersion, engineVersion };
}

// The outer shape only: what `freeze` wrote was typed, and what a page leans on first is here.
const snapshotShape = z.looseObject({
  schema: z.literal(1),
  asOf: z.string(),
  workload: z.looseObject({}),
  pods: z.array(z.unknown()),
  series: z.array(z.looseObject({ window: z.string(), from: z.string(), curves: z.array(z.unknown()) })).optional(),
});
const diagnosisShape = z.looseObject({
  asOf: z.string(),
  status: z.string(),
  workload: z.looseObject({ namespace: z.string(), kind: z.string(), name: z.string() }),
  evidence: z.array(z.unknown()),
  // What an earlier Unloop did not write yet.
  remedies: z.array(z.looseObject({ arithmetic: z.string().nullable().default(null) })),
  risks: z.array(z.unknown()).default([]),
  alerts: z.array(z.unknown()).default([]),
  versions: z.looseObject({ schema: z.literal(1), engine: z.string() }),
});

/** Fails as 'invalid' for a row that a newer Unloop wrote, or that lacks what a page leans on first. */
export function thaw(columns: FrozenColumns): Result<Frozen> {
  const snapshot = snapshotShape.safeParse(parse(columns.snapshotJson));
  const diagnosis = diagnosisShape.safeParse(parse(columns.diagnosisJson));
  if (!snapshot.success || !diagnosis.success) {
    const message = `What this link holds cannot be read (written by engine ${columns.engineVersion}, schema ${columns.schemaVersion}).`;
    return { ok: false, failure: { code: 'invalid', message } };
  }
  const { series = [], ...kept } = snapshot.data;
  const value = { snapshot: asSnapshot(kept), diagnosis: asDiagnosis(diagnosis.data), series: asSeries(series) };
  return { ok: true, value, asOf: value.diagnosis.asOf };
}

/** Undefined, which no shape accepts, for a text that is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** `freeze` is the only writer of the column, from a value of this type with schema 1. */
function asSnapshot(json: Omit<z.infer<typeof snapshotShape>, 'series'>): Snapshot {
  return json as unknown as Snapshot;
}

/** `freeze` is the only writer of the column, from a value of this type with schema 1. */
function asDiagnosis(json: z.infer<typeof diagnosisShape>): Diagnosis {
  return json as unknown as Diagnosis;
}

/** `freeze` is the only writer of the key, from values of this type. */
function asSeries(json: NonNullable<z.infer<typeof snapshotShape>['series']>): SeriesView[] {
  return json as unknown as SeriesView[];
}
