import type { Certainty, Safety, Status } from '@/lib/model/diagnosis';

/** What each word of certainty means, as design §4 fixes it. */
export const certaintyMeaning: Record<Certainty, string> = {
  proven: 'Proven: a part of the cluster states the cause itself, or it follows from such statements alone.',
  likely: 'Likely: two independent sources agree, or one log line names it outright.',
  possible: 'Possible: it fits, and nothing contradicts it.',
};

export const certaintyWord: Record<Certainty, string> = { proven: 'Proven', likely: 'Likely', possible: 'Possible' };

export const statusWord: Record<Status, string> = {
  broken: 'Broken',
  degraded: 'Degraded',
  recovering: 'Recovering',
  healthy: 'Healthy',
};

/** What a command does to the cluster. */
export const safetyWord: Record<Safety, string> = {
  'read-only': 'read-only',
  'changes-workload': 'changes the workload',
  'changes-config': 'changes configuration',
  'changes-node': 'changes the node',
  ask: 'ask a person',
};
