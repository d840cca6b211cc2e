import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHarness, type Harness, type HarnessOptions } from '../../e2e/fake-api/reader-harness';
import { namespaceObject, pod } from '../../e2e/fake-api/objects';
import type { Rule } from '../../e2e/fake-api/rbac';
import { kinds } from '../model/kinds';
import type { Kind } from '../model/kubernetes';

// Real sockets and TLS on a machine that may be busy; no test waits for time.
vi.setConfig({ testTimeout: 30_000 });

/** Permissions: watch-faults F21 to F23, what is asked of the server, and what never is (design §2). */

let harness: Harness;
async function reader(options: HarnessOptions = {}): Promise<Harness> {
  const objects = [namespaceObject('shop'), namespaceObject('pay'), pod('shop', 'cart'), pod('pay', 'ledger')];
  harness = await createHarness({ objects, ...options });
  return harness;
}

afterEach(async () => {
  expect(await harness.stop()).toEqual({ timers: 0, sockets: 0 });
  expect(harness.bugs).toEqual([]);
});

const readPods = (namespace: string | null): Rule => ({
  verbs: ['list', 'watch'],
  group: '',
  resources: ['pods'],
  namespace,
});

describe('F21 one kind is forbidden', () => {
  it('is denied with the permission that would allow it; all other kinds go on', async () => {
    const { api, feed, source, clock } = await reader({ kinds: ['Pod', 'Node'] });
    api.fault('F21', { plural: 'nodes' });
    await harness.live();
    await feed.until(() => feed.stateOf('Node').state === 'denied');
    expect(feed.stateOf('Node').failure).toEqual({
      code: 'denied',
      status: 403,
      message: 'The account may not list and watch nodes.',
      permission: { verbs: ['list', 'watch'], group: '', resource: 'nodes', namespace: null },
    });
    expect(Date.parse(feed.stateOf('Node').nextAttemptAt ?? '') - clock.now()).toBe(300_000);
    expect(feed.stateOf('Pod').state).toBe('live');
    expect(source.capabilities().missing).toContainEqual({
      what: 'nodes',
      why: 'The account may not list and watch nodes.',
      unknowable: 'whether a node is short of memory, down, or tainted',
      permissions: [{ verbs: ['list', 'watch'], group: '', resource: 'nodes', namespace: null }],
    });
  });
});

describe('F22 forbidden in the whole cluster, allowed in some namespaces', () => {
  it('reads the context’s own namespace, found by a rules review', async () => {
    const { api, feed, source } = await reader({ kubeconfig: { namespace: 'pay' } });
    api.rbac.rules = [readPods('pay')];
    harness.start();
    await harness.eventually(() => feed.hasState('Pod', 'pay') && feed.stateOf('Pod', 'pay').state === 'live');
    expect(source.capabilities().missing, 'only the others cannot be known').toContainEqual({
      what: 'pods in other namespaces',
      why: 'The account may not list and watch pods in the whole cluster. They are read in pay. Others that it may read can be named with --namespace (UNLOOP_NAMESPACES).',
      unknowable: 'of the other namespaces, whether anything is broken at all',
      permissions: [{ verbs: ['list', 'watch'], group: '', resource: 'pods', namespace: null }],
    });
    expect(feed.stateOf('Pod').state).toBe('denied');
    expect(feed.picture('Pod')).toEqual([expect.stringMatching(/^pay\/ledger@/)]);
    api.apply(pod('pay', 'invoice'));
    await harness.eventually(() => feed.picture('Pod').length === 2);
  });

  it('says that namespaces can be named where none is found', async () => {
    const { api, feed, source } = await reader();
    api.rbac.rules = [readPods('shop')];
    harness.start();
    await feed.until(() => feed.hasState('Pod') && feed.stateOf('Pod').state === 'denied');
    expect(source.capabilities().missing.find(({ what }) => what.startsWith('pods'))?.why).toContain('--namespace');
    await harness.idle();
  });

  it('reads every allowed namespace where the namespaces may be listed', async () => {
    const { api, feed } = await reader();
    const list: Rule = { verbs: ['list'], group: '', resources: ['namespaces'], namespace: null };
    api.rbac.rules = [readPods('pay'), readPods('shop'), list];
    harness.start();
    await harness.eventually(() => feed.picture('Pod').length === 2);
    expect(feed.hasState('Pod', 'default')).toBe(false);
  });

  it('asks where pods were read before the right was narrowed, though the namespaces may not be listed', async () => {
    const { api, feed } = await reader();
    await harness.live();
    api.rbac.rules = [readPods('pay'), readPods('shop')];
    harness.endStreams();
    await harness.eventually(() => feed.hasState('Pod', 'pay') && feed.stateOf('Pod', 'pay').state === 'live');
    await harness.eventually(() => feed.hasState('Pod', 'shop') && feed.stateOf('Pod', 'shop').state === 'live');
    expect(feed.stateOf('Pod').state).toBe('denied');
  });

  it.each([false, true])('asks where there are pods before all else; namespaces may be listed: %s', async (mayList) => {
    const objects = Array.from({ length: 120 }, (_, index) => namespaceObject(`a-${index}`));
    const { api, feed } = await reader({ objects: [...objects, namespaceObject('pay'), pod('pay', 'ledger')] });
    await harness.live();
    // Others come and go: where there were pods once is not asked for ever.
    for (let index = 0; index < 120; index++) api.apply(pod(`a-${index}`, 'web'));
    await harness.inSync();
    for (let index = 0; index < 120; index++) api.remove('Pod', `a-${index}`, 'web');
    api.apply(pod('shop', 'cart'));
    await harness.inSync();
    const list: Rule = { verbs: ['list'], group: '', resources: ['namespaces'], namespace: null };
    api.rbac.rules = [readPods('pay'), readPods('shop'), ...(mayList ? [list] : [])];
    harness.endStreams();
    for (const name of ['pay', 'shop']) {
      await harness.eventually(() => feed.hasState('Pod', name) && feed.stateOf('Pod', name).state === 'live');
    }
    await harness.idle();
    expect(harness.requests('review', 'selfsubjectrulesreviews')).toHaveLength(mayList ? 101 : 3);
  });

  it('asks again where the server is too busy to say, when it says', async () => {
    const { api, feed, clock } = await reader({ kubeconfig: { namespace: 'pay' } });
    api.rbac.rules = [readPods('pay')];
    api.fault('F16', { where: 'review', plural: 'selfsubjectrulesreviews', times: 1 });
    harness.start();
    const reviews = () => harness.requests('review', 'selfsubjectrulesreviews');
    await harness.eventually(() => reviews()[0]?.done === true);
    await harness.idle();
    clock.advance(2_000);
    await harness.eventually(() => feed.hasState('Pod', 'pay') && feed.stateOf('Pod', 'pay').state === 'live');
    expect(reviews().map(({ status }) => status)).toEqual([429, 201]);
  });

  it('asks for each kind where the authorizer cannot list its rules, and reads no more than is allowed', async () => {
    const objects = Array.from({ length: 40 }, (_, index) => namespaceObject(`ns-${index}`));
    const { api, feed, source } = await reader({ objects: [...objects, pod('ns-7', 'cart')], allKinds: true });
    const list: Rule = { verbs: ['list', 'watch'], group: '', resources: ['namespaces'], namespace: null };
    api.rbac.rules = [list, { ...readPods('ns-7'), resources: ['pods', 'events'] }];
    api.rbac.incomplete = true;
    harness.start();
    const isLive = (kind: Kind): boolean => feed.hasState(kind, 'ns-7') && feed.stateOf(kind, 'ns-7').state === 'live';
    await harness.eventually(() => isLive('Pod') && isLive('Event'));
    await harness.idle();
    const scopes = source.reports().filter(({ namespace }) => namespace !== null);
    expect(scopes.map(({ kind, namespace }) => `${kind} ${namespace ?? ''}`).sort()).toEqual([
      'Event ns-7',
      'Pod ns-7',
    ]);
    // One question where there are no pods to read; elsewhere one of each kind.
    const reviews = harness.requests('review', 'selfsubjectaccessreviews');
    expect(reviews.length).toBeLessThan(40 + 2 * Object.keys(kinds).length + 10);
    expect(new Set(reviews.map(({ connection }) => connection)).size).toBeLessThanOrEqual(15);
  });

  it('goes on asking while the server is away, and reads as soon as it is back', async () => {
    const { api, feed, clock } = await reader({ kubeconfig: { namespace: 'shop' } });
    api.rbac.rules = [readPods('shop')];
    const answer = api.fault('F05', { fresh: true, how: 'reset', where: 'review' });
    harness.start();
    const reviews = () => harness.requests('review', 'selfsubjectrulesreviews');
    await harness.passing(() => reviews().length > 14);
    answer();
    const backAt = clock.now();
    await harness.passing(() => feed.hasState('Pod', 'shop'));
    expect(clock.now() - backAt).toBeLessThan(60_000);
    await harness.eventually(() => feed.stateOf('Pod', 'shop').state === 'live');
  });

  it('asks about five namespaces at a time', async () => {
    const { api } = await reader({ objects: Array.from({ length: 40 }, (_, index) => namespaceObject(`ns-${index}`)) });
    api.rbac.rules = [{ verbs: ['list'], group: '', resources: ['namespaces'], namespace: null }];
    harness.start();
    const reviews = () => harness.requests('review', 'selfsubjectrulesreviews');
    await harness.eventually(() => reviews().length === 41);
    await harness.idle();
    // A connection may be free a moment after its answer was read.
    expect(new Set(reviews().map(({ connection }) => connection)).size).toBeLessThanOrEqual(10);
  });

  it.each([
    [99, 0],
    [110, 1],
  ])('says where a cluster has more namespaces than are asked about: %i', async (count, told) => {
    const objects = Array.from({ length: count }, (_, index) => namespaceObject(`ns-${index}`));
    const { api, source } = await reader({ objects });
    const cut = () => source.capabilities().missing.filter(({ what }) => what === 'namespaces beyond the first 100');
    api.rbac.rules = [{ verbs: ['list'], group: '', resources: ['namespaces'], namespace: null }];
    harness.start();
    const reviews = () => harness.requests('review', 'selfsubjectrulesreviews');
    await harness.eventually(() => reviews().length === Math.min(count, 100) + 1);
    await harness.idle();
    expect(cut()).toHaveLength(told);
    for (const { why } of cut()) expect(why).toContain('UNLOOP_NAMESPACES');
    // Where the whole cluster may be read after all, nothing is cut.
    api.rbac.rules = [readPods(null)];
    harness.source.retryNow();
    await harness.eventually(() => harness.feed.stateOf('Pod').state === 'live');
    expect(cut()).toEqual([]);
  });

  it('asks for nothing but the namespaces that the option names', async () => {
    const { api, feed } = await reader({ namespaces: ['shop'], kinds: ['Pod', 'Node'] });
    api.rbac.rules = [readPods('shop')];
    harness.start();
    await harness.eventually(() => feed.hasState('Pod', 'shop') && feed.stateOf('Pod', 'shop').state === 'live');
    expect(feed.picture('Pod')).toEqual([expect.stringMatching(/^shop\/cart@/)]);
    expect(api.requests.filter(({ path }) => path === '/api/v1/pods')).toEqual([]);
  });
});

describe('namespaces that the option names', () => {
  it('are one thing each where their pods may not be read, with one rule for all of it', async () => {
    const { api, source, feed } = await reader({ namespaces: ['shop', 'pay', 'media'], allKinds: true });
    const everything = { verbs: ['get', 'list', 'watch'], group: '*', resources: ['*'] };
    const pods: Rule = { ...readPods('pay'), resources: ['pods'] };
    api.rbac.rules = [{ ...everything, namespace: 'shop' }, pods];
    harness.start();
    await harness.eventually(() => feed.hasState('Pod', 'shop') && feed.stateOf('Pod', 'shop').state === 'live');
    await harness.eventually(() => source.capabilities().missing.some(({ what }) => what === 'logs in pay'));
    await harness.idle();
    const { missing } = source.capabilities();
    const named = missing.filter(({ what }) => / (?:shop|media)$/.test(what));
    expect(named.map(({ what }) => what)).toEqual(['namespace media']);
    expect(named[0]?.why).toMatch(
      /^The account may not list and watch pods in media. Not read either: \d+ other kinds and logs\.$/,
    );
    const resources = named[0]?.permissions.map(({ resource }) => resource) ?? [];
    expect(resources).toEqual(expect.arrayContaining(['pods', 'events', 'deployments', 'pods/log']));
    expect(new Set(named[0]?.permissions.map(({ namespace }) => namespace))).toEqual(new Set(['media']));
    expect(
      missing.map(({ what }) => what),
      'where pods are read, what else is not',
    ).toContain('events in pay');
  });
});

describe('F23 permissions change while we run', () => {
  it('a grant is found, without a restart', async () => {
    const { api, feed } = await reader();
    api.rbac.rules = [];
    harness.start();
    await feed.until(() => feed.hasState('Pod') && feed.stateOf('Pod').state === 'denied');
    await harness.idle();
    api.rbac.rules = [readPods(null)];
    harness.retry();
    await harness.inSync();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', failure: null });
  });

  it('the whole cluster takes over from the namespaces, which are then let go', async () => {
    const { api, feed } = await reader({ kubeconfig: { namespace: 'pay' } });
    api.rbac.rules = [readPods('pay')];
    harness.start();
    await harness.eventually(() => feed.hasState('Pod', 'pay') && feed.stateOf('Pod', 'pay').state === 'live');
    api.rbac.rules = [readPods(null)];
    harness.source.retryNow();
    await harness.inSync();
    await harness.eventually(() => [...api.watches].map(({ namespace }) => namespace).join() === '');
    await harness.eventually(() => api.watches.size === 1);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', objects: 2 });
  });

  it('what was refused stays refused while the API server is away', async () => {
    const { api, feed } = await reader();
    api.rbac.rules = [];
    harness.start();
    await feed.until(() => feed.hasState('Pod') && feed.stateOf('Pod').state === 'denied');
    await harness.idle();
    const { failure, attempts } = feed.stateOf('Pod');
    const comeBack = api.fault('F01');
    harness.retry();
    await harness.failing('Pod', attempts + 1);
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'denied', failure });
    api.rbac.rules = [readPods(null)];
    comeBack();
    await api.back();
    harness.retry();
    await harness.inSync();
    expect(feed.stateOf('Pod')).toMatchObject({ state: 'live', failure: null });
  });

  it('a lost permission is "no longer watched", never a delete', async () => {
    const { api, feed } = await reader();
    await harness.live();
    const from = feed.calls.length;
    api.rbac.rules = [];
    harness.endStreams();
    await feed.until(() => feed.stateOf('Pod').state === 'denied');
    expect(feed.changes(from)).toEqual([]);
    expect(feed.picture('Pod')).toHaveLength(2);
  });
});

describe('pods/log', () => {
  it('is missing by namespace or for the whole cluster, as an access review says', async () => {
    const { api, source } = await reader();
    api.rbac.rules = [readPods(null)];
    await harness.live();
    await harness.eventually(() =>
      source.capabilities().missing.some(({ what }) => what === 'logs in the whole cluster'),
    );
    expect(source.capabilities().missing.find(({ what }) => what.startsWith('logs'))?.permissions).toEqual([
      { verbs: ['get'], group: '', resource: 'pods/log', namespace: null },
    ]);
  });
});

describe('pods/log in the namespaces that are found (F22)', () => {
  const getLogs: Rule = { verbs: ['get'], group: '', resources: ['pods/log'], namespace: 'pay' };
  const missingLogs = () => {
    const { missing } = harness.source.capabilities();
    return missing.map(({ what }) => what).filter((what) => what.startsWith('logs'));
  };
  const reviewed = () => harness.requests('review', 'selfsubjectaccessreviews').filter(({ done }) => done).length;

  it.each([
    [[readPods('pay'), getLogs], []],
    [[readPods('pay')], ['logs in pay']],
  ])('is asked there, and not five minutes later: %#', async (rules, missing) => {
    const { api, feed } = await reader({ kubeconfig: { namespace: 'pay' } });
    api.rbac.rules = rules;
    harness.start();
    await harness.eventually(() => feed.hasState('Pod', 'pay') && feed.stateOf('Pod', 'pay').state === 'live');
    expect(missingLogs()).not.toContain('logs in the whole cluster');
    await harness.eventually(() => reviewed() === 2);
    await harness.idle();
    expect(missingLogs()).toEqual(missing);
  });
});

describe('Secrets and ConfigMaps', () => {
  const secret = {
    kind: 'Secret',
    metadata: { name: 'smtp', namespace: 'shop', managedFields: [] },
    data: { SMTP_PASS: 'Y2FuYXJ5LXNlY3JldA==' },
  };

  it('are not asked for unless it is turned on, and are named as missing', async () => {
    const { api, source } = await reader({
      objects: [secret, pod('shop', 'cart')],
      kinds: ['Pod', 'Secret', 'ConfigMap'],
    });
    await harness.live();
    expect(api.requests.filter(({ path }) => /secrets|configmaps/.test(path))).toEqual([]);
    const { missing } = source.capabilities();
    expect(missing.map(({ what }) => what)).toEqual(['metadata of secrets', 'metadata of configmaps']);
    // What is missing is a setting: a rule that grants the values of all Secrets must not be offered for it.
    expect(missing.map(({ permissions }) => permissions)).toEqual([[], []]);
    for (const { why } of missing) expect(why).toContain('UNLOOP_READ_SECRET_METADATA=true');
  });

  it('are read as metadata alone where it is turned on', async () => {
    const objects = [secret, pod('shop', 'cart')];
    const { api, feed } = await reader({ objects, kinds: ['Pod', 'Secret'], readSecretMetadata: true });
    await harness.live('Secret');
    const asked = api.requests.filter(({ path }) => path.includes('secrets'));
    expect(asked.map(({ verb }) => verb)).toEqual(['list', 'watch']);
    for (const { accept } of asked)
      expect(accept).toMatch(/^application\/json;as=PartialObjectMetadata(List)?;g=meta\.k8s\.io;v=v1$/);
    expect(feed.picture('Secret')).toHaveLength(1);
    api.apply({ ...secret, metadata: { ...secret.metadata, name: 'other' } });
    await harness.inSync('Secret');
    expect(JSON.stringify(feed.object('Secret', 'shop', 'other'))).not.toContain('Y2FuYXJ5');
  });
});

describe('what is sent', () => {
  it('is GET, and questions about our own rights; every kind but Secrets and ConfigMaps is read', async () => {
    const { api, source } = await reader({ allKinds: true });
    await harness.live();
    await harness.eventually(() => api.watches.size === 19);
    await harness.eventually(() => api.requests.some(({ method }) => method !== 'GET'));
    await harness.idle();
    const posts = api.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
    expect(new Set(posts)).toEqual(new Set(['POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews']));
    await harness.eventually(() => source.capabilities().serverVersion !== null);
    expect(source.capabilities().serverVersion).toBe('v1.32.0-fake');
    const counted = source.requests().filter(({ verb }) => verb === 'list');
    expect(counted).toEqual([{ verb: 'list', code: '200', count: 19 }]);
  });

  it('names the cluster by the uid of kube-system', async () => {
    const system = { ...namespaceObject('kube-system'), metadata: { name: 'kube-system', uid: 'the-cluster' } };
    const { api, clock, source } = await reader({ objects: [system, pod('shop', 'cart')] });
    await harness.live();
    await harness.eventually(() => source.clusterId() !== null);
    expect(source.clusterId()).toBe('the-cluster');
    await harness.eventually(() => harness.requests('review', 'selfsubjectaccessreviews').some(({ done }) => done));
    await harness.idle();
    // Built anew behind the same address.
    api.apply({ ...system, metadata: { name: 'kube-system', uid: 'another' } });
    clock.advance(300_001);
    await harness.eventually(() => source.clusterId() === 'another');
  });
});
