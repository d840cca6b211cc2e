import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import type { Snapshot } from '../../../model/snapshot';
import { diagnose } from '../../run';
import { snapshotOf } from '../../scenarios/replay';
import { deployment, diagnoseObjects, podName, podOf, terminated } from '../../testing/build';
import { crashing } from '../../testing/crashing';
import { readScenario } from '../../testing/play';

describe('dependency-unreachable', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('fatal: dial tcp 10.43.61.9:5432: connect: connection refused', 1);
    expect(primary).toMatchObject({ cause: 'dependency-unreachable', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('10.43.61.9:5432');
  });

  it.each([
    ['fatal: redis://cache.shop:6379: i/o timeout', 'cache.shop:6379'],
    ['ERROR 14:07:12 read tcp 10.1.0.7:41234->10.96.0.1:443: read: connection reset by peer', '10.96.0.1:443'],
    ['{"level":"fatal","msg":"connection refused","addr":"db.shop:5432"}', 'db.shop:5432'],
    ['FATAL: could not connect to database at db:5432: connection refused', 'db:5432'],
    ['level=warning msg="waiting for db:5432: connection refused" attempt=3', 'db:5432'],
    ['fatal: lost at 14:07:12 ECONNRESET', 'what it depends on'],
    ['fatal: dial.go:120: ECONNRESET', 'what it depends on'],
  ])('names the address in: %s', async (line, address) => {
    const { primary } = await crashing(line, 1);
    expect(primary?.cause).toBe('dependency-unreachable');
    expect(primary && plainHeadline(primary.headline)).toContain(`cannot reach ${address}`);
  });

  it('gives the words of the program where they name nobody', async () => {
    const { primary } = await crashing('fatal: ping: driver: bad connection', 1);
    expect(primary && plainHeadline(primary.headline)).toBe(
      'Container app cannot reach what it depends on: driver: bad connection',
    );
  });

  it.each([
    ['pq: sorry, too many clients already', 'sorry, too many clients already'],
    ['ERROR 1040 (HY000): Too many connections', 'Too many connections'],
    ['ERR max number of clients reached', 'max number of clients reached'],
  ])('says that a server which answered has no connection left: %s', async (line, words) => {
    const { primary, remedies } = await crashing(`fatal: ${line}`, 1);
    expect(primary?.cause).toBe('dependency-unreachable');
    expect(primary && plainHeadline(primary.headline)).toBe(
      `Container app is turned away by what it depends on: ${words}`,
    );
    expect(remedies[0]?.id).toBe('free-connections');
  });

  it('does not say that a connection was refused where the program only says that it waits', async () => {
    const { primary } = await crashing('waiting for db.shop:5432\n'.repeat(20));
    expect(primary && plainHeadline(primary.headline)).toBe('Container app waits for db.shop:5432');
    expect(primary?.claims[0]?.text).toBe(
      'Its log says that it waits for `db.shop:5432`, and not what its attempts met.',
    );
  });

  it('is not said by a script whose tool does not know its options', async () => {
    const usage = "nc: invalid option -- 'z'\nUsage: nc [OPTIONS] HOST PORT  - connect\n\t-e PROG\tRun PROG";
    const { primary } = await crashing(`${usage}\nwaiting for db:5432\n`.repeat(5));
    expect(primary?.cause).toBe('config-invalid');
    expect(primary && plainHeadline(primary.headline)).toContain("nc: invalid option -- 'z'");
  });

  const service = (ports: number[], clusterIP = '10.96.76.95') => ({
    kind: 'Service',
    metadata: { name: 'db', namespace: 'test' },
    spec: { type: 'ClusterIP', clusterIP, selector: { app: 'db' }, ports: ports.map((port) => ({ port })) },
  });
  const slice = {
    kind: 'EndpointSlice',
    metadata: { name: 'db-1', namespace: 'test', labels: { 'kubernetes.io/service-name': 'db' } },
    endpoints: [{ addresses: ['10.1.0.9'], conditions: { ready: true } }],
  };
  const dials = (line: string, objects: Parameters<typeof diagnoseObjects>[0]) => {
    const status = {
      name: 'main',
      ready: false,
      restartCount: 4,
      state: terminated(1, 1),
      lastState: terminated(1, 3),
    };
    const pod = podOf({ status: { phase: 'Running', containerStatuses: [status] } });
    const logs = { [`${podName}/main`]: { current: `starting\n${line}\n` } };
    return diagnoseObjects([...deployment(), pod, ...objects], { logs });
  };
  const wrongPort =
    '{"level":"fatal","msg":"giving up","addr":"db.test.svc:9999","error":"dial tcp 10.96.76.95:9999: connect: connection refused"}';

  it('says that the Service does not serve the port, and blames nothing that is ready', async () => {
    const { primary, remedies, evidence } = await dials(wrongPort, [service([80]), slice]);
    expect(primary && plainHeadline(primary.headline)).toBe(
      'Container main cannot reach db.test.svc:9999: its Service serves port 80 only',
    );
    const claim = primary?.claims.find(({ text }) => text.includes('serves'));
    expect(claim?.text).toBe('Service `test/db` serves port 80; the program dials 9999.');
    expect(claim?.evidence.map((n) => evidence[n])).toMatchObject([
      { object: 'Service test/db', fields: [{ path: 'spec.ports[0].port', value: '80' }] },
    ]);
    expect(remedies.map(({ id }) => id)).toEqual(expect.arrayContaining(['describe-object', 'mend-port']));
    expect(remedies.map(({ why }) => why).join(' ')).not.toContain('mend that first');
  });
  it('leaves a port of pods behind a headless Service alone', async () => {
    const { remedies } = await dials(wrongPort.replace('10.96.76.95', '10.1.0.9'), [service([80], 'None'), slice]);
    expect(remedies.map(({ id }) => id)).not.toContain('mend-port');
  });
  it('names the Service of a bare number', async () => {
    const { primary, remedies } = await dials("nc: can't connect to remote host (10.96.76.95): Connection refused", [
      service([5432]),
    ]);
    expect(primary && plainHeadline(primary.headline)).toBe(
      'Container main cannot reach 10.96.76.95, which is Service test/db and selects no pod',
    );
    expect(remedies[0]?.id).toBe('show-selected');
  });
  const refused = '{"level":"fatal","msg":"dial tcp: connection refused","addr":"db.test.svc:5432"}';
  it('says that the Service selects no pod, with its selector, and how to see that', async () => {
    const db = service([5432]);
    const labelled = { ...db, spec: { ...db.spec, selector: { 'app.example/name': 'db', tier: 'store' } } };
    const { primary, remedies, evidence } = await dials(refused, [labelled]);
    expect(primary && plainHeadline(primary.headline)).toMatch(/: its Service selects no pod$/);
    const claim = primary?.claims.find(({ text }) => text.startsWith('Service `test/db` selects no pod'));
    expect(claim?.evidence.map((n) => evidence[n])).toMatchObject([
      {
        object: 'Service test/db',
        fields: [
          { path: 'spec.selector["app.example/name"]', value: 'db' },
          { path: 'spec.selector.tier', value: 'store' },
        ],
      },
      { text: '0 ready endpoints; no workload matches its selector' },
    ]);
    expect(remedies[0]?.command).toBe('kubectl -n test get pods -l app.example/name=db,tier=store');
    expect(remedies[1]?.id).toBe('mend-selector');
  });
  const store = (replicas: number) => ({
    kind: 'StatefulSet',
    metadata: { name: 'db', namespace: 'test' },
    spec: { replicas, template: { metadata: { labels: { app: 'db' } }, spec: { containers: [{ name: 'db' }] } } },
  });
  it('shows a broken workload behind the Service first, then the pods with their readiness', async () => {
    const { primary, remedies } = await dials(refused, [service([5432]), store(1)]);
    expect(primary && plainHeadline(primary.headline)).not.toContain('selects no pod');
    expect(remedies.map(({ id }) => id).slice(0, 2)).toEqual(['show-workload', 'show-selected']);
    expect(remedies[1]?.why).toMatch(/^READY tells/);
  });
  it('shows whole endpoints of a Service without a selector', async () => {
    const db = service([5432]);
    const { primary, remedies } = await dials(refused, [{ ...db, spec: { ...db.spec, selector: {} } }]);
    expect(primary && plainHeadline(primary.headline)).not.toContain('selects no pod');
    expect(remedies[0]?.command).toBe('kubectl -n test get endpointslices -l kubernetes.io/service-name=db -o yaml');
  });

  describe('where not all was read', () => {
    const told = async (more: Partial<Snapshot>) => {
      const scenario = readScenario('dependency-unreachable.fires-timeout');
      const log = { previous: 'Error: connect ECONNREFUSED 203.0.113.40:443\n' };
      const snapshot = await snapshotOf({ ...scenario, logs: { 'export-feed-m8zrw/export': log } });
      const { primary, evidence } = diagnose({ ...snapshot, neighbours: [], ...more }).diagnosis;
      const claim = primary?.claims.at(-1);
      return [claim?.text, ...(claim?.evidence ?? []).map((n) => evidence[n])];
    };
    it.each([
      ['all', /^The address is no Service of this cluster/, /no Service of the cluster has the address/],
      ['some', /none of the Services that were read/, /none that was read has the address/],
      ['none', /^Whether .* is not known: Services were not read\.$/, /^Services were not read$/],
    ] as const)(
      'claims that no Service has the address as far as Services were read: %s',
      async (servicesRead, text, quoted) => {
        const [claim, evidence] = await told({ servicesRead });
        expect(claim).toMatch(text);
        expect(evidence).toMatchObject({ kind: 'absence', text: expect.stringMatching(quoted) });
      },
    );
    const service = { namespace: 'test', name: 'db', ports: [443], headless: false, selector: { app: 'db' } };
    const workload = { namespace: 'test', kind: 'StatefulSet', name: 'db' };
    it.each([
      [0, /has nothing ready behind it/, 'endpoints not read; behind it StatefulSet test/db, 0 of 1 ready'],
      [
        1,
        /is not known: its EndpointSlices were not read/,
        'endpoints not read; behind it StatefulSet test/db, 1 of 1 ready',
      ],
    ])('does not call a Service empty whose endpoints were not read: %i of 1 ready', async (ready, text, quoted) => {
      const neighbour = { via: '203.0.113.40:443', service: { ...service, readyEndpoints: null }, workload };
      const [claim, evidence] = await told({ neighbours: [{ ...neighbour, ready, desired: 1 }] });
      expect(claim).toMatch(text);
      expect(evidence).toMatchObject({ text: quoted });
    });
  });
  it('never quotes words of its own as an address', async () => {
    const { primary } = await crashing('fatal: dial.go:120: ECONNRESET', 1);
    expect(primary?.headline.at(-1)).toBe('what it depends on');
    expect(JSON.stringify(primary)).not.toContain('`what it depends on`');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing(
      'fatal: dial tcp: lookup mail-out.post.svc on 10.43.0.10:53: no such host',
    );
    expect(primary?.cause).toBe('dns-failure');
    expect(contributing.map((finding) => finding.cause)).not.toContain('dependency-unreachable');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
