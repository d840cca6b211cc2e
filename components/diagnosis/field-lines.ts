import type { FieldEvidence } from '@/lib/model/diagnosis';

interface FieldLines {
  /** The path that all fields share, whole names only; empty where they share none. */
  prefix: string;
  lines: { name: string; value: string; decisive: boolean }[];
}

/** Fields of one object as a person would note them down: the shared path once, then each name with its value. */
export function fieldLines(fields: FieldEvidence['fields']): FieldLines {
  const paths = fields.map((field) => field.path.split('.'));
  const shortest = paths.length < 2 ? 0 : Math.min(...paths.map((path) => path.length - 1));
  let shared = 0;
  while (shared < shortest && paths.every((path) => path[shared] === paths[0]?.[shared])) shared += 1;
  return {
    prefix: (paths[0] ?? []).slice(0, shared).join('.'),
    lines: fields.map((field, index) => ({
      name: (paths[index] ?? []).slice(shared).join('.'),
      value: field.value,
      decisive: field.decisive,
    })),
  };
}
