/** Plays a scenario of the corpus for the test of one rule, whole or with something taken away. */

import { readFileSync } from 'node:fs';
import type { CauseId } from '../../model/causes';
import { plainHeadline, type Diagnosis, type Finding } from '../../model/diagnosis';
import { drop } from '../scenarios/mutate';
import { replay } from '../scenarios/replay';
import { parseScenario, type Scenario } from '../scenarios/scenario';

type Drop = Scenario['mutations'][number]['drop'];

export function readScenario(name: string): Scenario {
  const file = new URL(`../scenarios/${name}.yaml`, import.meta.url);
  return parseScenario(name, readFileSync(file, 'utf8'));
}

export async function diagnosisOf(name: string, ...without: Drop[]): Promise<Diagnosis> {
  const { diagnosis } = await replay(without.reduce(drop, readScenario(name)));
  return diagnosis;
}

/** What one cause's rule says there, as the primary or beside it; null where it is silent. */
export async function findingOf(name: string, cause: CauseId, ...without: Drop[]): Promise<Finding | null> {
  const { primary, contributing } = await diagnosisOf(name, ...without);
  return [...(primary ? [primary] : []), ...contributing].find((finding) => finding.cause === cause) ?? null;
}

/** "proven: Container app was killed …"; null where it is silent. */
export async function saysOf(name: string, cause: CauseId, ...without: Drop[]): Promise<string | null> {
  const finding = await findingOf(name, cause, ...without);
  return finding && `${finding.certainty}: ${plainHeadline(finding.headline)}`;
}
