/** What the heads of the lab's scenarios say: which workload, and which answers are right. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the project; not part of it. The current folder is the project's in every script and test. */
export const scenarioFolder = join(process.cwd(), '../shared/lab/scenarios');
/** Ours for the lab, with the same heads: applied as they are. */
export const ownScenarioFolder = join(process.cwd(), 'e2e/cluster/scenarios');
export const hasScenarios = existsSync(scenarioFolder);

export interface LabScenario {
  id: string;
  namespace: string;
  /** "Deployment/cart" */
  workload: string;
  /** Cause ids that are right as the primary one; "healthy" where it should stay silent. */
  accepted: string[];
  /** What should be said beside it. */
  also: string[];
  /** It is changed after it was applied, so that what is right at first need not be at the end. */
  hasSteps: boolean;
}

export function labScenarios(): LabScenario[] {
  return [...scenariosOf(scenarioFolder), ...scenariosOf(ownScenarioFolder)];
}

function scenariosOf(folder: string): LabScenario[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && !/\.step\d+\.yaml$/.test(file))
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const head = (key: string) => new RegExp(`^# ${key}: (.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
      const ids = (key: string) =>
        head(key)
          .split(/[,\s]+/)
          .filter((id) => id !== '');
      const [namespace = '', workload = ''] = head('workload').split(' ');
      return {
        id: file.replace('.yaml', ''),
        namespace,
        workload,
        accepted: [...ids('expect').slice(0, 1), ...ids('accept')],
        also: ids('also'),
        hasSteps: existsSync(join(folder, file.replace('.yaml', '.step2.yaml'))),
      };
    });
}
