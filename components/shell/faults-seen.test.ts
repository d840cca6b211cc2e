/** What the header says while each fault of the API server is on, and after it: never more than is known. */
import { expect, it } from 'vitest';
import type { FaultId, FaultOptions } from '../../e2e/fake-api/faults';
import { switches } from '../../e2e/fake-api/faults';
import { pod } from '../../e2e/fake-api/objects';
import { createHarness } from '../../e2e/fake-api/reader-harness';
import { freshnessOf } from '../../lib/runtime/freshness';
import { freshnessWords } from './freshness-words';

interface Fault {
  id: FaultId;
  options?: FaultOptions;
  /** Words that the header comes to say, without their times; "live" where the reader does without them. */
  says: 'live' | 'live by lists' | 'not heard since' | 'may not read the cluster';
  /** The reason that stands beside them. */
  why?: RegExp;
  /** The streams that are open go on; else the server ends them, and what follows meets the fault. */
  keepsStreams?: true;
}

const refuses = /refuses connections/;
const silent = /fell silent for 75 s/;
const old = /too old resource version/;

const faults: Fault[] = [
  { id: 'F01', says: 'not heard since', why: refuses },
  { id: 'F02', says: 'not heard since', why: refuses },
  { id: 'F03', says: 'live', keepsStreams: true },
  { id: 'F04', says: 'live', keepsStreams: true },
  { id: 'F05', options: { fresh: true }, says: 'not heard since', why: silent, keepsStreams: true },
  { id: 'F06', options: { how: 'reset' }, says: 'not heard since', why: /connection .* broke/ },
  { id: 'F07', says: 'live' },
  { id: 'F08', says: 'not heard since', why: /in the middle of an event/ },
  { id: 'F09', says: 'live' },
  { id: 'F10', says: 'live by lists', why: /each is refused, cut or held back/ },
  { id: 'F11', says: 'not heard since', why: /ends each watch too soon/ },
  { id: 'F12', options: { where: 'watch' }, says: 'not heard since', why: old },
  { id: 'F13', says: 'live' },
  { id: 'F14', says: 'not heard since', why: old },
  { id: 'F15', says: 'live' },
  { id: 'F16', options: { where: 'watch' }, says: 'not heard since', why: /Too many requests/ },
  { id: 'F17', options: { code: 500 }, says: 'not heard since', why: /etcdserver: request timed out/ },
  { id: 'F18', says: 'not heard since', why: /fell silent/ },
  { id: 'F20', says: 'not heard since', why: /does not accept the credentials/ },
  { id: 'F21', says: 'may not read the cluster', why: /--namespace/ },
  { id: 'F22', says: 'live' },
  { id: 'F24', says: 'not heard since', why: /answers 404 for pods/ },
  { id: 'F25', options: { body: 'html' }, says: 'not heard since', why: /does not answer as a Kubernetes API/ },
  { id: 'F26', says: 'live by lists', why: /each is refused, cut or held back/ },
  { id: 'F30', says: 'live' },
  { id: 'F31', says: 'live' },
  // Nobody is told of what a stream loses; the comparing list finds it.
  { id: 'F32', says: 'live', keepsStreams: true },
  { id: 'F33', options: { bookmarks: 'never' }, says: 'live', keepsStreams: true },
  { id: 'F35', says: 'not heard since', why: /corrupt object/ },
  { id: 'F36', says: 'live' },
  { id: 'F46', options: { skewMs: 300_000 }, says: 'live' },
];

const stepMs = 5_000;
const duringSteps = 60;
/** The slowest comes back within ten minutes (F32). */
const healingSteps = 180;

/** Lets the sockets have their turn. */
async function turns(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1));
  for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
}

it.each(faults)('$id $options: $says', async ({ id, options = {}, says, why, keepsStreams }) => {
  const harness = await createHarness({ objects: [pod('shop', 'cart')] });
  const { api, clock, feed } = harness;
  await harness.live();
  const seen: string[] = [];
  const untrue: string[] = [];
  let changedMs = Infinity;
  /** Whether all is well again: live, and as the server has it. */
  const step = async (): Promise<boolean> => {
    await turns();
    clock.advance(stepMs);
    await turns();
    const now = new Date(clock.now()).toISOString();
    const freshness = freshnessOf(feed.allStates(), harness.source.info, now);
    const { text } = freshnessWords(freshness, { state: 'open' }, now, 'UTC');
    seen.push(`${text.replace(/,.*| \d.*/s, '')}: ${freshness.why ?? ''}`);
    const isShown = feed.picture('Pod').join() === harness.truth().join();
    const claimed = freshness.state === 'live' ? freshness.heardAt : freshness.showing;
    const claims = freshness.state === 'live' || freshness.state === 'stale';
    if (claims && !isShown && Date.parse(claimed ?? '') > changedMs) untrue.push(text);
    return isShown && text.startsWith('live,');
  };
  const end = api.fault(id, options);
  await step();
  api.apply(pod('shop', 'cart', { status: { phase: 'Failed' } }));
  changedMs = clock.now();
  if (keepsStreams === undefined) harness.endStreams();
  for (let n = 0; n < duringSteps; n++) await step();
  if (id !== 'F32') expect(untrue).toEqual([]);
  expect(seen.map((said) => said.split(': ')[0])).toContain(says);
  if (why) expect(seen).toContainEqual(expect.stringMatching(new RegExp(`^${says}: .*${why.source}`)));
  end();
  await api.back();
  let isWell = await step();
  for (let n = 0; n < healingSteps && !isWell; n++) isWell = await step();
  expect(isWell).toBe(true);
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
});

it('is being read anew after an outage that outlived the versions before it, and no error (F02, F12)', async () => {
  const harness = await createHarness({ objects: [pod('shop', 'cart')] });
  const { api, clock, feed } = harness;
  api.watchList = 'refused';
  await harness.live();
  const step = async (): Promise<string> => {
    await turns();
    clock.advance(stepMs);
    await turns();
    const now = new Date(clock.now()).toISOString();
    const freshness = freshnessOf(feed.allStates(), harness.source.info, now, true);
    return `${freshnessWords(freshness, { state: 'open' }, now, 'UTC').text}: ${freshness.why ?? ''}`;
  };
  const end = api.fault('F02');
  for (let n = 0; n < 12; n++) await step();
  api.apply(pod('shop', 'cart', { status: { phase: 'Failed' } }));
  api.store.compact();
  const isSlow = api.fault('F05', { plural: 'pods', where: 'list', fresh: true });
  end();
  await api.back();
  const seen: string[] = [];
  for (let n = 0; n < 10; n++) seen.push(await step());
  expect(seen).toContainEqual(expect.stringMatching(/^being read anew, showing/));
  expect(seen).not.toContainEqual(expect.stringMatching(/too old/));
  isSlow();
  for (let n = 0; n < healingSteps && !seen.at(-1)?.startsWith('live,'); n++) seen.push(await step());
  expect(seen.at(-1)).toMatch(/^live,/);
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
});

it('is held for each switch of the fake server but that of the logs, which the card tells of', () => {
  const rest = Object.keys(switches).filter((id) => !faults.some((fault) => fault.id === id));
  expect(rest).toEqual(['F51']);
});
