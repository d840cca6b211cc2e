import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Board } from '../runtime/board';
import { createLiveHub } from '../runtime/live-hub';
import { setRuntime } from '../runtime/runtime';
import { aSummary } from '../runtime/testing';
import { defaultCluster } from './default-cluster';
import { diagnoseWorkload } from './diagnose-workload';
import { findPodWorkloads } from './find-pod-workloads';
import { getAbout } from './get-about';
import { getReadiness } from './get-health';
import { getLiveId } from './get-live-id';
import { listClusters } from './list-clusters';
import { listDiagnoses } from './list-diagnoses';
import { subscribeLive } from './subscribe-live';
import { aRuntime, type TestRuntime } from './testing';

const pods: Record<string, string> = { 'east-1': 'east', 'west-1': 'west', 'both-1': 'east west' };

describe('the verbs, with several clusters', () => {
  let runtime: TestRuntime;
  let ready: string[];
  beforeEach(() => {
    runtime = aRuntime();
    ready = ['east', 'west'];
    const row = aSummary('shop/Deployment/cart');
    const only = runtime.board();
    const watched = (name: string) => {
      const board: Board = {
        ...only,
        cluster: () => ({ name, id: `uid-of-${name}` }),
        rows: () => (name === 'west' ? [row] : []),
        ready: () => ready.includes(name),
        workloadOfPod: (namespace, pod) =>
          pods[pod]?.includes(name) === true ? { namespace, kind: 'Deployment', name: `${name}-api` } : null,
      };
      return { board, live: createLiveHub(), requests: () => [], watchRestarts: () => [] };
    };
    Object.assign(runtime, { clusters: [watched('east'), watched('west')] });
    setRuntime(runtime);
  });
  afterEach(async () => {
    setRuntime(null);
    await runtime.close();
  });

  it('answer for the first, and for the one that is named, by its name or its id', async () => {
    expect((await listDiagnoses({})).items).toHaveLength(0);
    expect((await listDiagnoses({ cluster: 'west' })).items).toHaveLength(1);
    expect((await listDiagnoses({ cluster: 'uid-of-west' })).items).toHaveLength(1);
    expect(await defaultCluster()).toBe('east');
    expect((await listClusters()).map(({ name }) => name)).toEqual(['east', 'west']);
  });

  it('refuse one that is not watched, and name those that are', async () => {
    const refusal = { code: 'not-found', details: { field: 'cluster', remedy: 'It watches east, west.' } };
    const ref = { namespace: 'shop', kind: 'Deployment', name: 'cart', cluster: 'north' };
    await expect(listClusters(ref)).rejects.toMatchObject(refusal);
    await expect(listDiagnoses(ref)).rejects.toMatchObject(refusal);
    await expect(diagnoseWorkload(ref)).rejects.toMatchObject(refusal);
    await expect(getAbout(ref)).rejects.toMatchObject(refusal);
  });

  it('hand out the stream of the one that is named, and no place in it for one that is not there', async () => {
    const heard: string[] = [];
    const listen = (cluster?: string) =>
      subscribeLive({
        cluster,
        address: 'here',
        peer: 'here',
        send: ({ bytes }) => heard.push(new TextDecoder().decode(bytes)),
        close: () => undefined,
      });
    const leave = await listen('west');
    for (const { board, live } of runtime.clusters)
      live.publish({ event: 'gone', data: { key: board.cluster().name } });
    expect(heard).toEqual([expect.stringContaining(`id: ${await getLiveId({ cluster: 'west' })}\n`)]);
    expect(heard[0]).toContain('"west"');
    await expect(getLiveId({ cluster: 'north' })).rejects.toMatchObject({ code: 'not-found' });
    leave();
    await expect(listen('north')).rejects.toMatchObject({ code: 'not-found' });
    expect(runtime.streams.open()).toBe(0);
  });

  it('find the pod of an alert in whichever it is, and in each where there are two of its name', async () => {
    const find = async (pod: string, cluster?: string) =>
      (await findPodWorkloads({ namespace: 'shop', pod, cluster })).map((found) => [
        found.cluster,
        found.workload.name,
      ]);
    expect(await find('west-1')).toEqual([['west', 'west-api']]);
    expect(await find('both-1')).toEqual([
      ['east', 'east-api'],
      ['west', 'west-api'],
    ]);
    expect(await find('both-1', 'west')).toEqual([['west', 'west-api']]);
    expect(await find('west-1', 'east')).toEqual([]);
  });

  it('are ready when one picture is there: a cluster that is away keeps nobody out', async () => {
    ready = ['west'];
    expect(await getReadiness()).toMatchObject({
      ready: true,
      checks: [{ name: 'picture of east', ok: false }, { name: 'picture of west', ok: true }, { name: 'draining' }],
    });
    ready = [];
    expect((await getReadiness()).ready).toBe(false);
  });
});

describe('the verbs, with one cluster', () => {
  it('tell what it was asked, by verb', async () => {
    const runtime = aRuntime();
    const [watched] = runtime.clusters;
    const requests = () => [
      { verb: 'list', code: '200', count: 3 },
      { verb: 'watch', code: '200', count: 2 },
      { verb: 'list', code: '403', count: 1 },
    ];
    Object.assign(runtime, { clusters: [{ ...watched, requests }] });
    setRuntime(runtime);
    expect((await getAbout()).requests).toEqual({ list: 4, watch: 2 });
    setRuntime(null);
    await runtime.close();
  });

  it('name it in no address', async () => {
    const runtime = aRuntime();
    setRuntime(runtime);
    expect(await defaultCluster()).toBeNull();
    expect((await getReadiness()).checks.map(({ name }) => name)).toEqual(['picture', 'draining']);
    setRuntime(null);
    await runtime.close();
  });
});
