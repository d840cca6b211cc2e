import { readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../model/snapshot';
import { diagnose } from '../run';

/** As `e2e/cluster/golden.ts` wrote it from the lab's real cluster. */
interface Golden {
  accepted: string[];
  also: string[];
  instants: Partial<Record<'dead' | 'backOff' | 'running' | 'steady', Snapshot>>;
}

/** Anything else wakes nobody. */
const alarms = new Set(['broken', 'degraded']);

const folder = new URL('./golden/', import.meta.url);
const goldens = readdirSync(folder).map((file) => ({
  name: file.replace(/\.json\.gz$/, ''),
  golden: read(file),
}));

/** The recorder is the only writer of these files. */
function read(file: string): Golden {
  return JSON.parse(gunzipSync(readFileSync(new URL(file, folder))).toString()) as Golden;
}

describe('what a real cluster told has the same answer at each instant of the loop', () => {
  it.each(goldens)('$name', ({ golden: { accepted, instants } }) => {
    const answers = Object.entries(instants).map(([instant, snapshot]) => {
      const { diagnosis, faults } = diagnose(snapshot);
      return { instant, faults, cause: alarms.has(diagnosis.status) ? diagnosis.primary?.cause : 'healthy' };
    });
    expect(answers).toEqual(
      answers.map(({ instant, cause }) => ({
        instant,
        faults: [],
        cause: accepted.includes(cause ?? '') ? cause : accepted.join(' or '),
      })),
    );
  });

  it('fifteen or more were seen dead, in back-off and running again', () => {
    const whole = goldens.filter(({ golden: { instants } }) => instants.dead && instants.backOff && instants.running);
    expect(whole.length).toBeGreaterThanOrEqual(15);
  });
});
