/** What was said of each of the lab's scenarios as time went by, and what of it must not have been said. */
import type { Summary } from '../../lib/model/diagnosis';
import type { LabScenario } from './scenarios';

/** What a metric proves cannot be said without Prometheus: metrics.spec.ts asks for it. */
const needsMetrics = new Set(['cpu-throttled', 'memory-leak-trend']);

/** What comes true of one by another's doing: a scenario of the lab stops the kubelet of the node that two of its pods are on. */
const comesTrue: Record<string, string> = { 'observatory-one-bad-node': 'node-lost' };

export interface Answers {
  /**
   * Takes what is shown at one moment, by "namespace/Kind/name". `isQuiet`: all have been applied and have started, so that the
   * healthy ones must be silent, and those that are changed in steps have come to their last.
   */
  look(shown: ReadonlyMap<string, Summary>, at: Date, isQuiet: boolean): void;
  /** A line each; all of them empty where all is well. */
  faults(): { alarms: string[]; unseen: string[]; flips: string[]; missing: string[]; unsaid: string[] };
}

const isHealthy = ({ accepted }: LabScenario) => accepted.includes('healthy');

/** As score-lab reads it: what is healthy has no cause, and what is accepted is as right as what is expected. */
export function followAnswers(scenarios: readonly LabScenario[]): Answers {
  const alarms = new Set<string>();
  const unseen = new Map<string, string>();
  const flips = new Map<string, string>();
  const said = new Map(scenarios.map(({ id }) => [id, new Set<string>()]));
  const beside = new Map(scenarios.map(({ id }) => [id, new Set<string>()]));
  const right = new Map<string, string>();

  const lookAt = (scenario: LabScenario, row: Summary, at: string, isQuiet: boolean): void => {
    const { id, accepted } = scenario;
    for (const { cause } of row.contributing) beside.get(id)?.add(cause);
    if (row.primary === null || row.status === 'healthy') return;
    const { cause } = row.primary;
    said.get(id)?.add(cause);
    if (isHealthy(scenario)) {
      if (isQuiet && row.status !== 'recovering') alarms.add(`${id}: ${row.status} ${cause}`);
    } else if (accepted.includes(cause)) {
      if (!right.has(id) && (isQuiet || !scenario.hasSteps)) right.set(id, `${cause} at ${at}`);
    } else if (right.has(id) && comesTrue[id] !== cause && !flips.has(`${id} ${cause}`)) {
      flips.set(`${id} ${cause}`, `${id}: ${cause} at ${at}, after ${right.get(id) ?? ''}`);
    }
  };

  return {
    look(shown, at, isQuiet) {
      const time = at.toISOString();
      for (const scenario of scenarios) {
        const row = shown.get(`${scenario.namespace}/${scenario.workload}`);
        if (row !== undefined) lookAt(scenario, row, time, isQuiet);
        else if (isQuiet && isHealthy(scenario) && !unseen.has(scenario.id))
          unseen.set(scenario.id, `${scenario.id}: ${scenario.namespace} ${scenario.workload} is not shown at ${time}`);
      }
    },
    faults() {
      const sick = scenarios.filter((scenario) => !isHealthy(scenario));
      const wrong = sick.filter(({ id, accepted }) => !accepted.some((cause) => said.get(id)?.has(cause)));
      return {
        alarms: [...alarms],
        unseen: [...unseen.values()],
        flips: [...flips.values()],
        missing: wrong.map(({ id }) => `${id}: ${[...(said.get(id) ?? [])].join(', ')}`),
        unsaid: scenarios.flatMap(({ id, also }) =>
          also
            .filter((cause) => !needsMetrics.has(cause) && !beside.get(id)?.has(cause) && !said.get(id)?.has(cause))
            .map((cause) => `${id}: ${cause}`),
        ),
      };
    },
  };
}
