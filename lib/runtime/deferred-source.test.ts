import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Feed, KindState, Source, SourceInfo } from '../model/source';
import { deferSource } from './deferred-source';

const cluster: SourceInfo = { kind: 'cluster', name: '/kube.yaml', location: '/kube.yaml', recordedAt: null };
const recording: SourceInfo = { ...cluster, kind: 'recording' };

function listen(): { states: KindState[]; feed: Feed } {
  const states: KindState[] = [];
  const nothing = (): void => undefined;
  return { states, feed: { replace: nothing, upsert: nothing, remove: nothing, state: (state) => states.push(state) } };
}

function opened(start: () => void): Source {
  return {
    info: { ...cluster, name: 'prod' },
    start,
    stop: () => Promise.resolve(),
    capabilities: () => ({ missing: [], serverVersion: null }),
    skewMs: () => 0,
    logs: () => Promise.reject(new Error('not asked for')),
  };
}

describe('a source that cannot be opened', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is taken up when its kubeconfig is mended, and says until then that and when it is tried again', async () => {
    const start = vi.fn();
    let broken = true;
    const open = vi.fn(() => (broken ? Promise.reject(new Error('not YAML')) : Promise.resolve(opened(start))));
    const { states, feed } = listen();
    const source = deferSource(cluster, { open, words: String });
    source.start(feed);
    await vi.advanceTimersByTimeAsync(0);
    const first = states.at(-1);
    expect(first).toMatchObject({ attempts: 1, failure: { code: 'not-configured', message: 'Error: not YAML' } });
    expect(Date.parse(first?.nextAttemptAt ?? '')).toBeGreaterThan(Date.now());
    await vi.advanceTimersByTimeAsync(5000);
    expect(states.at(-1)).toMatchObject({ attempts: 2, since: first?.since });
    broken = false;
    await vi.advanceTimersByTimeAsync(5000);
    expect(states.at(-1)).toMatchObject({ state: 'absent', failure: null });
    expect(source.info.name).toBe('prod');
    expect(start).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(open).toHaveBeenCalledTimes(3);
  });

  it('is let go with all its tries', async () => {
    const open = vi.fn(() => Promise.reject(new Error('gone')));
    const source = deferSource(cluster, { open, words: String });
    source.start(listen().feed);
    await vi.advanceTimersByTimeAsync(0);
    await source.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(open).toHaveBeenCalledOnce();
  });

  it('is tried once where it is a recording, and promises nothing', async () => {
    const open = vi.fn(() => Promise.reject(new Error('no such file')));
    const { states, feed } = listen();
    deferSource(recording, { open, words: String }).start(feed);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(open).toHaveBeenCalledOnce();
    expect(states.at(-1)).toMatchObject({ attempts: 1, nextAttemptAt: null });
  });
});

describe('a source that is still being opened', () => {
  it('says why it could not be opened, and is no other source', async () => {
    const states: KindState[] = [];
    const source = deferSource(cluster, { open: () => Promise.reject(new Error('no such file')), words: String });
    source.start({
      replace: () => undefined,
      upsert: () => undefined,
      remove: () => undefined,
      state: (state) => states.push(state),
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(states.map((state) => state.state)).toEqual(['connecting', 'connecting']);
    expect(states[1]?.failure?.message).toContain('no such file');
    expect(source.info).toEqual(cluster);
    await source.stop();
  });
});
