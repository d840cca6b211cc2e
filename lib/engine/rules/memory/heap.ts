/** How much heap a language runtime was allowed, against the memory limit, as a claim. */

import { fields } from '../../evidence';
import type { DraftClaim } from '../../rule';
import type { LogFinding } from '../log-rule';

/** The memory limit beside the heap settings of the environment; nothing where there is neither. */
export function heapClaim({ container }: LogFinding): DraftClaim[] {
  const kept = container.spec.env
    .map((env, at) => ({ env, at }))
    .filter(({ env }) => env.value !== null && env.value !== '');
  const limit = container.spec.resources.limits['memory'];
  const evidence = fields(container.pod.label, null, {
    [`${container.specPath}.resources.limits.memory`]: limit,
    ...Object.fromEntries(
      kept.flatMap(({ env, at }) => [
        [`${container.specPath}.env[${at}].name`, env.name],
        [`${container.specPath}.env[${at}].value`, env.value],
      ]),
    ),
  });
  if (evidence.fields.length === 0) return [];
  return [
    {
      text:
        limit === undefined
          ? 'It has no memory limit; the heap has one of its own.'
          : `Its memory limit is ${limit}; the heap has one of its own.`,
      evidence: [evidence],
    },
  ];
}
