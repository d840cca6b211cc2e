import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type FakeApi, startFakeApi } from '../../e2e/fake-api/fake-api';
import { namespaceObject, pod } from '../../e2e/fake-api/objects';
import { oomPod } from '../../e2e/support/broken-pod';
import { loadConfig } from '../config/config';
import type { LiveEvent } from '../model/views';
import { nameContexts } from './choose';
import { compose } from './compose';
import { findCluster } from './watched';
import type { Runtime } from './runtime';

// Two clusters are read over TLS: a second on a quiet machine, more on a busy one.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const eventually = { timeout: 50_000, interval: 20 };

describe('several clusters', () => {
  let folder: string;
  let east: FakeApi;
  let west: FakeApi;
  let runtime: Runtime;
  let env: Record<string, string>;
  const start = (contexts: string, KUBECONFIG = env['KUBECONFIG'] ?? ''): Runtime =>
    compose(loadConfig({ ...env, KUBECONFIG, UNLOOP_DATA: folder }, { contexts }), { ...env, KUBECONFIG });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'unloop-clusters-'));
    east = await startFakeApi({ objects: [namespaceObject('shop'), oomPod('shop', 'cart-0')] });
    west = await startFakeApi({ objects: [namespaceObject('shop'), pod('shop', 'landing')] });
    const KUBECONFIG = [east.kubeconfig({ name: 'east' }), west.kubeconfig({ name: 'we st' })].join(delimiter);
    env = { HOME: folder, KUBECONFIG };
    runtime = start('east,we st');
    await vi.waitFor(
      () => expect(runtime.clusters.map(({ board }) => board.ready())).toEqual([true, true]),
      eventually,
    );
  });
  afterAll(async () => {
    await runtime.stop();
    await Promise.all([east.close(), west.close()]);
    rmSync(folder, { recursive: true });
  });

  it('have a picture each, and the first is meant where none is named', () => {
    expect(runtime.board().cluster().name).toBe('east');
    expect(runtime.board().totals().byStatus).toMatchObject({ broken: 1 });
    expect(runtime.board({ cluster: 'we st' }).totals().byStatus).toMatchObject({ broken: 0, healthy: 1 });
    expect(() => runtime.board({ cluster: 'north' })).toThrow(
      expect.objectContaining({
        code: 'not-found',
        details: expect.objectContaining({ remedy: 'It watches east, we st.' }),
      }),
    );
  });

  it('have a stream each', async () => {
    const heard: Record<string, string[]> = { east: [], 'we st': [] };
    for (const { board, live } of runtime.clusters) {
      const send = ({ event, bytes }: { event: LiveEvent['event']; bytes: Uint8Array }) => {
        if (event === 'summary') heard[board.cluster().name]?.push(new TextDecoder().decode(bytes));
      };
      live.subscribe({ send, close: () => undefined });
    }
    west.apply(oomPod('shop', 'basket-0'));
    await vi.waitFor(() => expect(heard['we st']?.join()).toContain('basket-0'), eventually);
    expect(heard['east']?.join()).not.toContain('basket-0');
    west.remove('Pod', 'shop', 'basket-0');
  });

  it('are named in every command, through the quoter', async () => {
    west.apply(oomPod('shop', 'queue-0'));
    const ref = { namespace: 'shop', kind: 'Pod', name: 'queue-0' };
    const commands = () =>
      runtime
        .board({ cluster: 'we st' })
        .judge(ref)
        ?.diagnosis.remedies.map((one) => one.command);
    await vi.waitFor(() => expect(commands()?.join()).toContain('kubectl'), eventually);
    for (const command of commands() ?? [])
      expect(command ?? "kubectl --context 'we st' ").toMatch(/^kubectl --context 'we st' /);
    west.remove('Pod', 'shop', 'queue-0');
  });

  it('are told apart in the metrics', async () => {
    const text = await runtime.metrics.render();
    expect(text).toContain('unloop_workloads{cluster="east",status="broken"} 1');
    expect(text).toContain('unloop_workloads{cluster="we st",status="healthy"} 1');
    expect(text).toContain('unloop_picture_objects{cluster="east",kind="Pod"} 1\n');
    expect(text).toMatch(/unloop_apiserver_requests_total\{cluster="we st",verb="list",code="200"\} \d+/i);
    expect(text).toMatch(/unloop_watch_restarts_total\{cluster="east",kind="Pod",reason="resumed"\} \d+/);
    expect(text).toMatch(/unloop_reader_events_total\{cluster="east",kind="Pod",event="lists"\} [1-9]/);
    expect(text).toMatch(/unloop_reader_events_total\{cluster="east",kind="Pod",event="lost"\} 0/);
    expect(text).not.toContain('reason="any"');
    // Seconds, and not since the beginning of time.
    const silence = /unloop_kind_silence_seconds\{cluster="east",kind="Pod"\} (\S+)/.exec(text)?.[1];
    expect(Number(silence)).toBeGreaterThan(0);
    expect(Number(silence)).toBeLessThan(120);
  });

  it('do not hurt each other when one is away from the start, or is not in the kubeconfig', async () => {
    const gone = await startFakeApi();
    const lost = gone.kubeconfig({ name: 'lost' });
    gone.fault('F01');
    const other = start('east,lost,nowhere', [env['KUBECONFIG'], lost].join(delimiter));
    await vi.waitFor(() => expect(other.board().ready()).toBe(true), eventually);
    const stateOf = (name: string) => findCluster(other.clusters, name).board.freshness();
    await vi.waitFor(() => expect(stateOf('lost').state).toBe('failed'), eventually);
    expect(stateOf('nowhere')).toMatchObject({ state: 'failed', source: { name: 'nowhere' } });
    expect(stateOf('nowhere').failure?.code, 'no network is at fault').toBe('not-configured');
    expect(stateOf('lost').failure?.code).toBe('unreachable');
    expect(stateOf('nowhere').why).toContain('no entry for the context nowhere');
    expect(stateOf('east').state).toBe('live');
    await other.stop();
    await gone.close();
  });

  it('are all that the kubeconfig has, the current one first, where * is asked for, and that one where none is', async () => {
    const all = loadConfig(env, { contexts: '*' });
    expect((await nameContexts(all, env)).contexts).toEqual(['east', 'we st']);
    const unnamed = loadConfig(env);
    expect((await nameContexts(unnamed, env)).contexts).toEqual(['east']);
    const sample = loadConfig(env, { sample: 'true' });
    expect(await nameContexts(sample, env)).toEqual(sample);
    const broken = { ...all, kubeconfig: '/nowhere/kubeconfig' };
    expect(await nameContexts(broken, env)).toEqual(broken);
  });
});
