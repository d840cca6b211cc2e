import { describe, expect, it } from 'vitest';
import type { Remedy } from '@/lib/model/diagnosis';
import { remedy } from '@/lib/remedy/look';
import { commandFirst } from './steps';

const step = (id: string, order: number, safety: Remedy['safety'], command: string | null): Remedy =>
  remedy({ id, title: id, why: 'because', safety, order, command });
const person = step('person', 0, 'changes-workload', null);
const change = step('change', 1, 'changes-workload', 'kubectl -n shop apply -f quota.yaml');
const look = step('look', 2, 'read-only', 'kubectl -n shop describe resourcequota');
const ids = (...remedies: Remedy[]): string[] => commandFirst(remedies).map(({ id }) => id);

describe('the next steps of a page', () => {
  it('are in the order of the diagnosis where the first has a command', () => {
    expect(ids(look, change)).toEqual(['change', 'look']);
  });

  it('begin with what can be copied, what only reads before what changes', () => {
    expect(ids(person, change, look)).toEqual(['look', 'person', 'change']);
    expect(ids(person, change)).toEqual(['change', 'person']);
    expect(ids(person)).toEqual(['person']);
  });
});
