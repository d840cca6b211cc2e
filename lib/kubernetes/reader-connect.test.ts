import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness } from '../../e2e/fake-api/reader-harness';

// Real sockets on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** Something takes the connection and never greets back: a frozen API server, a load balancer without one behind it. */

const accepted = new Set<Socket>();
let server: net.Server;
let harness: Harness;

beforeEach(async () => {
  server = net.createServer((socket) => {
    accepted.add(socket);
    socket.on('error', () => socket.destroy()).once('close', () => accepted.delete(socket));
    socket.resume();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  harness = await createHarness({ kubeconfig: { cluster: { server: `https://127.0.0.1:${port}` } } });
});

afterEach(async () => {
  for (const socket of accepted) socket.destroy();
  server.close();
  await once(server, 'close');
});

describe('F05 a server that takes the connection and is silent', () => {
  it('is a failed try within a minute, said so, and tried again', async () => {
    harness.start();
    await harness.eventually(() => accepted.size === 1);
    await harness.reading();
    harness.clock.advance(60_000);
    await harness.failing();
    expect(harness.feed.stateOf('Pod')).toMatchObject({
      state: 'connecting',
      failure: { code: 'timeout' },
      attempts: 1,
    });
    const { since } = harness.feed.stateOf('Pod');
    harness.retry();
    await harness.eventually(() => accepted.size >= 1 && harness.clock.pending > 0);
    await harness.reading();
    harness.clock.advance(60_000);
    await harness.failing('Pod', 2);
    // It is not reached since the start, not since the last try.
    expect(harness.feed.stateOf('Pod').since).toBe(since);
    expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
    await harness.eventually(() => accepted.size === 0);
  });

  it('does not keep the reader from stopping, nor a socket open', async () => {
    harness.start();
    await harness.eventually(() => accepted.size === 1);
    await harness.reading();
    expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
    await harness.eventually(() => accepted.size === 0);
  });

  it('that closes in the middle of the greeting is a failed try', async () => {
    harness.start();
    await harness.eventually(() => accepted.size === 1);
    for (const socket of accepted) socket.resetAndDestroy();
    await harness.failing();
    expect(harness.feed.stateOf('Pod')).toMatchObject({ state: 'connecting', attempts: 1 });
    expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
    await harness.eventually(() => accepted.size === 0);
  });
});

describe('F05 an https:// proxy that takes the connection and is silent', () => {
  it('is given 10 s, though the try for which it was dialled ended, and is counted until then', async () => {
    const limits = vi.spyOn(net.Socket.prototype, 'setTimeout');
    const { port } = server.address() as AddressInfo;
    await harness.stop();
    harness = await createHarness({ kubeconfig: { cluster: { 'proxy-url': `https://localhost:${port}` } } });
    harness.start();
    await harness.eventually(() => accepted.size === 1);
    await harness.reading();
    harness.clock.advance(60_000);
    await harness.failing();
    await harness.eventually(() => accepted.size > 0 && harness.openSockets() === accepted.size);
    await harness.reading();
    // As if the time had passed.
    await harness.eventually(() => {
      const limited = limits.mock.contexts.filter((_, call) => limits.mock.calls[call]?.[0] === 10_000);
      for (const socket of limited) if (socket instanceof TLSSocket) socket.emit('timeout');
      return accepted.size === 0 && harness.openSockets() === 0;
    });
    limits.mockRestore();
    harness.retry();
    await harness.eventually(() => accepted.size > 0);
    expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
    await harness.eventually(() => accepted.size === 0);
  });
});
