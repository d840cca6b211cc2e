import { expect, it } from 'vitest';
import { walk } from '../../e2e/fake-api/fault-walk';

/** UNLOOP_WALKS: how many (`npm run test:slow` walks 100); UNLOOP_WALK_FROM: the first seed, to repeat one that failed. */
const count = Number(process.env.UNLOOP_WALKS ?? 10);
const first = Number(process.env.UNLOOP_WALK_FROM ?? 1);

it.each(Array.from({ length: count }, (_, index) => first + index))(
  'seed %i: faults drawn at random on a moving cluster end in the picture of a fresh list',
  async (seed) => {
    const { faults, violations, left } = await walk(seed);
    expect({ seed, faults, violations, left }).toEqual({
      seed,
      faults,
      violations: [],
      left: { timers: 0, sockets: 0, serverSockets: 0 },
    });
  },
);
