import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { endGracefully } from './shutdown';

describe('F50 a graceful end', () => {
  const exits: number[] = [];
  let signals = new EventEmitter();
  let stopped: (() => void) | null = null;
  const runtime = {
    stop: () =>
      new Promise<void>((resolve) => {
        stopped = resolve;
      }),
  };
  beforeEach(() => {
    vi.useFakeTimers();
    exits.length = 0;
    stopped = null;
    signals = new EventEmitter();
    endGracefully(runtime, { signals, exit: (code) => exits.push(code) });
  });
  afterEach(() => {
    vi.clearAllTimers();
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('stops the runtime and leaves the end to Next, which waits for its answers', async () => {
    signals.emit('SIGTERM', 'SIGTERM');
    stopped?.();
    await vi.advanceTimersByTimeAsync(1000);
    expect(stopped).not.toBeNull();
    expect(exits).toEqual([]);
  });

  it('ends by itself where Next’s handler is turned off', async () => {
    vi.stubEnv('NEXT_MANUAL_SIG_HANDLE', 'true');
    signals.emit('SIGINT', 'SIGINT');
    expect(exits).toEqual([]);
    stopped?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(exits).toEqual([130]);
  });

  it('is over in under ten seconds, whatever still runs', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    signals.emit('SIGTERM', 'SIGTERM');
    await vi.advanceTimersByTimeAsync(7900);
    expect(exits).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(exits).toEqual([143]);
    expect(said).toHaveBeenCalledOnce();
  });
});
