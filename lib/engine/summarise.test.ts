import { expect, it } from 'vitest';
import { familyOf } from '../model/causes';
import type { Diagnosis, Status } from '../model/diagnosis';
import { diagnosisOf } from './testing/play';
import { groupOf } from './summarise';

it.each([
  ['broken', 'family:memory'],
  ['degraded', 'degraded'],
  ['recovering', 'recovering'],
] as const)('groups a row on the board by what is more urgent than its cause: %s', async (status: Status, key) => {
  const diagnosis: Diagnosis = { ...(await diagnosisOf('oom-killed-limit.fires')), status };
  expect(diagnosis.primary && familyOf(diagnosis.primary.cause)).toBe('memory');
  expect(groupOf(diagnosis)?.key).toBe(key);
});
