/** The row of the board: a diagnosis without its proof, with the deaths of the last hour and what it stands under. */

import { familyOf, type Family } from '../model/causes';
import type { Diagnosis, Finding, FindingSummary, Group, Summary } from '../model/diagnosis';

const familyTitles: Record<Family, string> = {
  memory: 'Memory',
  probe: 'Killed by a probe, or not ready',
  termination: 'Termination',
  program: 'The program',
  configuration: 'Configuration',
  dependency: 'What it depends on',
  image: 'Image',
  start: 'Getting started',
  unknown: 'Not explained',
  contributing: 'Contributing',
};

/**
 * The board's group of a diagnosis; null for a healthy one. Groups of one shared dependency are made later, over all
 * rows.
 */
export function groupOf(diagnosis: Diagnosis): Group | null {
  if (!diagnosis.primary) return null;
  if (diagnosis.status === 'degraded') return { kind: 'degraded', key: 'degraded', title: 'Degraded' };
  if (diagnosis.status === 'recovering') return { kind: 'recovering', key: 'recovering', title: 'Recovering' };
  const family = familyOf(diagnosis.primary.cause);
  return { kind: 'family', key: `family:${family}`, title: familyTitles[family] };
}

function brief(finding: Finding): FindingSummary {
  const { cause, family, container, pods, certainty, headline, dependsOn } = finding;
  return { cause, family, container, pods, certainty, headline, dependsOn };
}

/** The row of a diagnosis. `deaths`: ends of runs within the last hour, ISO 8601. */
export function summarise(diagnosis: Diagnosis, deaths: string[]): Summary {
  const { cluster, workload, asOf, status, since, pending, impact, restarts, versions } = diagnosis;
  return {
    cluster,
    workload,
    asOf,
    status,
    since,
    pending,
    primary: diagnosis.primary && brief(diagnosis.primary),
    contributing: diagnosis.contributing.map(brief),
    impact,
    restarts,
    versions,
    deaths,
    group: groupOf(diagnosis),
  };
}
