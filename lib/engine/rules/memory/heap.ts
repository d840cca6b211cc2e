/** How much heap a language runtime was allowed, against the memory limit, as a claim. */

import { fields } from '../../evidence';
import { memoryLimitOf } from '../../facts/memory-limit';
import type { DraftClaim } from '../../rule';
import type { LogFinding } from '../log-rule';

/** The memory limit beside the heap settings of the environment; nothing where there is neither. */
export function heapClaim({ container }: LogFinding): DraftClaim[] {
  const kept = container.spec.env
    .map((env, at) => ({ env, at }))
    .filter(({ env }) => env.value !== null && env.value !== '');
  const limit = memoryLimitOf(container, undefined);
  const set = fields(
    container.pod.label,
    null,
    Object.fromEntries(
      kept.flatMap(({ env, at }) => [
        [`${container.specPath}.env[${at}].name`, env.name],
        [`${container.specPath}.env[${at}].value`, env.value],
      ]),
    ),
  );
  const evidence = { ...set, fields: [...(limit?.evidence.fields ?? []), ...set.fields] };
  if (evidence.fields.length === 0) return [];
  return [
    {
      text:
        limit === null
          ? 'It has no memory limit; the heap has one of its own.'
          : `${limit.of === 'pod' ? 'The memory limit of its pod' : 'Its memory limit'} is ${limit.text}; the heap has one of its own.`,
      evidence: [evidence],
    },
  ];
}
