import { expect, it } from 'vitest';
import { diagnoseObjects, waitingPod } from '../testing/build';
import { classifyPull } from './pull';

/** What the projection keeps of a text. */
const length = 8_192;

/** CPU time of doing it eight times; the best of three. */
async function cpuMs(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    const before = process.cpuUsage();
    for (let i = 0; i < 8; i += 1) await work();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return Math.min(...times);
}

const refusal = (part: string) => () => diagnoseObjects(waitingPod('CreateContainerError', part.repeat(length)));
const image = (part: string) => () => classifyPull('not found', part.repeat(length));

it.each([
  ['backslashes in a refusal', refusal('\\'), refusal('a')],
  ['colons in the name of an image', image(':'), image('a')],
])('%s are read in about the time of letters', async (_, hostile, plain) => {
  const plainMs = await cpuMs(plain);
  expect(await cpuMs(hostile)).toBeLessThan(3 * plainMs + 100);
});
