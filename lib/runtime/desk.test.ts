import { describe, expect, it } from 'vitest';
import type { Source } from '../model/source';
import { createArrivals } from './arrivals';
import type { Board } from './board';
import { createDesk, type DeskOptions } from './desk';
import type { Upload } from './runtime';

const bytes = new TextEncoder().encode('kind: Pod');
const whole = (signal?: AbortSignal): Upload => ({ name: 'a.yaml', body: new Blob([bytes]).stream(), signal });
const never = (signal?: AbortSignal): Upload => ({ name: 'slow.yaml', body: new ReadableStream<Uint8Array>(), signal });

/** Guarantee: the desk hands a source on and asks a board only for what is here. */
function standIns(settled: Promise<void>): { source: Source; board: Board; stopped: () => number } {
  let stops = 0;
  const board = {
    settled: () => settled,
    rows: () => [],
    totals: () => ({}),
    freshness: () => ({
      showing: '2026-11-21T02:59:12Z',
      missing: ['Pod shop/a b: could not be understood, so nothing is said of it'],
    }),
    capabilities: () => ({
      missing: [
        { what: 'Deployment objects', why: 'The recording has none.', unknowable: '', permissions: [] },
        { what: 'a part of the recording', why: 'pods.json is no JSON.', unknowable: '', permissions: [] },
      ],
    }),
    now: () => '2026-11-21T03:00:00Z',
    stop: () => {
      stops += 1;
      return Promise.resolve();
    },
  };
  return { source: {} as Source, board: board as unknown as Board, stopped: () => stops };
}

async function textOf(body: Upload['body']): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function aDesk(settled = Promise.resolve(), read?: DeskOptions['read']) {
  const { source, board, stopped } = standIns(settled);
  const texts: string[] = [];
  const desk = createDesk({
    makeBoard: () => board,
    read:
      read ??
      (async ({ body }) => {
        texts.push(await textOf(body));
        return { source, bytes: 1 };
      }),
  });
  return { desk, texts, stopped };
}

const answer = { items: [], nextCursor: null };

describe('the desk where uploads are read', () => {
  it('reads an upload while another sender dribbles', async () => {
    const { desk, texts } = aDesk();
    const leave = new AbortController();
    const slow = desk.diagnose(never(leave.signal), { all: false });
    expect(await desk.diagnose(whole(), { all: false })).toMatchObject(answer);
    expect(texts).toEqual(['kind: Pod']);
    leave.abort();
    await expect(slow).rejects.toMatchObject({ name: 'Problem', code: 'bad-request' });
  });

  it('stamps its answer with the moment that the rows are of', async () => {
    const { desk } = aDesk();
    expect((await desk.diagnose(whole(), { all: false })).asOf).toBe('2026-11-21T02:59:12Z');
  });

  it('says what could not be read beside what it found', async () => {
    const { desk } = aDesk();
    expect((await desk.diagnose(whole(), { all: false })).missing).toEqual([
      'Pod shop/a b: could not be understood, so nothing is said of it',
      'a part of the recording: pods.json is no JSON.',
    ]);
  });

  it('reads one at a time', async () => {
    let finish: () => void = () => undefined;
    const settled = new Promise<void>((resolve) => (finish = resolve));
    let reading: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (reading = resolve));
    const { source } = standIns(settled);
    const { desk } = aDesk(settled, () => {
      reading();
      return Promise.resolve({ source, bytes: 1 });
    });
    const first = desk.diagnose(whole(), { all: false });
    await begun;
    await expect(desk.diagnose(whole(), { all: false })).rejects.toMatchObject({
      code: 'too-many-requests',
      details: { retryAfterSeconds: 5 },
    });
    finish();
    expect(await first).toMatchObject(answer);
  });

  it('stops judging and gives the place back when the client goes away', async () => {
    const leave = new AbortController();
    const { desk, stopped } = aDesk(new Promise<void>(() => undefined), (upload) => {
      leave.abort();
      expect(upload.signal).toBe(leave.signal);
      return Promise.resolve({ source: standIns(Promise.resolve()).source, bytes: 1 });
    });
    await expect(desk.open(whole(leave.signal))).rejects.toMatchObject({ code: 'bad-request' });
    expect(stopped()).toBe(1);
    const again = new AbortController();
    const next = desk.diagnose(never(again.signal), { all: false });
    again.abort();
    await expect(next).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('bodies that arrive', () => {
  it('are held once and let go as they are taken', async () => {
    const arrivals = createArrivals();
    const arrived = await arrivals.receive({ name: 'a', body: new Blob([new Uint8Array(200_000).fill(7)]).stream() });
    expect(arrivals.held()).toBeGreaterThanOrEqual(200_000);
    let sum = 0;
    for await (const chunk of arrived.take()) sum += chunk.reduce((all, byte) => all + byte, 0);
    expect(sum).toBe(1_400_000);
    arrived.drop();
    expect(arrivals.held()).toBe(0);
  });

  it('cost a block, not an object each, where they come byte by byte', async () => {
    const arrivals = createArrivals();
    async function* dribble() {
      for (let i = 0; i < 5000; i += 1) yield new Uint8Array([i % 251]);
    }
    const arrived = await arrivals.receive({ name: 'a', body: dribble() });
    expect(arrivals.held()).toBe(64 * 1024);
    expect((await textOf(arrived.take())).length).toBeGreaterThan(0);
  });

  it('are refused when there is no room, and leave none taken', async () => {
    const arrivals = createArrivals(100_000);
    const large = { name: 'a', body: new Blob([new Uint8Array(100_001)]).stream() };
    await expect(arrivals.receive(large)).rejects.toMatchObject({ code: 'too-many-requests' });
    expect(arrivals.held()).toBe(0);
  });
});
