import { afterEach, beforeEach, expect, it } from 'vitest';
import { setRuntime } from '@/lib/runtime/runtime';
import { aSummary } from '@/lib/runtime/testing';
import { aRuntime, type TestRuntime } from '@/lib/service/testing';
import { readBoard } from './board-query';

let runtime: TestRuntime;
beforeEach(() => {
  runtime = aRuntime();
  setRuntime(runtime);
});
afterEach(async () => {
  setRuntime(null);
  await runtime.close();
});

const broken = (count: number) => Array.from({ length: count }, (_, at) => aSummary(`shop/Pod/cart-${at}`));

it('a board carries five thousand rows, each once, and knows when there are more', async () => {
  runtime.show(...broken(5000));
  const full = await readBoard({}, {});
  expect(new Set(full.items.map(({ workload }) => workload.name)).size).toBe(5000);
  expect(full.nextCursor).toBeNull();
  runtime.show(...broken(5001));
  const cut = await readBoard({}, {});
  expect(cut.items).toHaveLength(5000);
  expect(cut.nextCursor).not.toBeNull();
  expect(cut.totals.workloads).toBe(5001);
});
