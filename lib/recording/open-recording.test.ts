import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { openRecording } from './open-recording';
import { feedOf, log, logOf, moment, open, section } from './test-open';
import { eventItem, list, plainClean, pod, podItem, stream, tarOf, tgzOf } from './testing';

const bundle = {
  'b/version.yaml': 'apiVersion: troubleshoot.sh/v1beta2\nkind: SupportBundle\n',
  'b/cluster-resources/pods/logs/shop/cart-1/app.log': log,
  'b/cluster-resources/pods/logs/shop/cart-1/app-previous.log': `previous\n${log}`,
  'b/cluster-resources/pods/logs/shop/gone-1/app.log': log,
  'b/cluster-resources/pods/shop.json': [podItem('cart-1')],
  'b/cluster-resources/events/shop.json': list('Event', [eventItem('e1', '2026-11-20T03:12:40Z')]),
  'b/cluster-resources/limitranges/shop.json': [],
  'b/cluster-resources/nodes.json': 'null',
  'b/cluster-resources/pods-errors.json': 'null',
  'b/cluster-resources/jobs-errors.json': { shop: 'jobs.batch is forbidden' },
  'b/cluster-resources/ingress/shop.json': '{broken',
  'b/cluster-info/cluster_version.json': { info: { gitVersion: 'v1.34.4' }, string: 'v1.34.4' },
};

describe('the moment of a recording', () => {
  const event = (name: string, at: string) => ({ kind: 'Event', ...eventItem(name, at) });
  const of = async (...items: unknown[]) => open(JSON.stringify({ kind: 'List', apiVersion: 'v1', items }));

  it('is told to be doubtful where one time lies far after all others', async () => {
    const near = [event('e1', '2026-11-20T03:12:40Z'), event('e2', '2026-11-20T03:50:00Z')];
    expect((await of(pod('cart-1'), ...near)).notes).toEqual([]);
    expect((await of(pod('cart-1'), ...near, event('e3', '2026-11-20T05:12:40Z'))).notes).toEqual([
      expect.stringMatching(/^One time, 2026-11-20T05:12:40Z, lies more than an hour after all others/),
    ]);
  });

  it('is not that of a condition which somebody dates ahead', async () => {
    const until = { type: 'maintenance.example/until', status: 'True', lastTransitionTime: '2027-01-01T00:00:00Z' };
    const opened = await of({ ...pod('cart-1'), status: { conditions: [until] } }, event('e1', '2026-11-20T03:12:40Z'));
    expect(opened.source.info).toMatchObject({ recordedAt: '2026-11-20T03:12:40Z' });
  });
});

describe('a support bundle', () => {
  it('gives objects, logs, version and notes', async () => {
    const opened = await open(tgzOf(bundle));
    const { names, states } = feedOf(opened);
    expect(names).toEqual({ Pod: ['shop/cart-1'], Event: ['shop/e1'], LimitRange: [], Node: [] });
    expect(states.get('Pod')).toMatchObject({ state: 'frozen', objects: 1, heardAt: moment, failure: null });
    expect(states.get('Deployment')).toMatchObject({
      state: 'absent',
      failure: { code: 'absent', message: 'not in this recording' },
    });
    expect(states.size).toBe(21);
    expect(await logOf(opened, 'previous')).toEqual({
      ok: true,
      asOf: moment,
      value: { text: `previous\n${log}`, truncated: false, timestamps: false },
    });
    expect(opened.notes).toEqual([
      'The recorder could not read everything: b/cluster-resources/jobs-errors.json.',
      '1 log of containers that are not in the recording were left out.',
    ]);
    expect(opened.source.capabilities().serverVersion).toBe('v1.34.4');
    expect(opened.source.capabilities().missing.map(({ what }) => what)).toContain('Deployment objects');
    expect(opened.source.info).toMatchObject({ kind: 'recording', name: 'upload', recordedAt: moment });
  });

  it('is known by its content: as .tar, as a folder, under any name', async () => {
    const texts = Object.entries(bundle).map(([name, body]): [string, string] => [
      name,
      typeof body === 'string' ? body : JSON.stringify(body),
    ]);
    expect(feedOf(await open(tarOf(Object.fromEntries(texts)))).names.Pod).toEqual(['shop/cart-1']);
  });

  it('finds logs of collectors that choose their own folder', async () => {
    const opened = await open(
      tgzOf({
        'b/app-logs/cart-1.log': 'the only container\n',
        'b/app-logs/cart-1-previous.log': 'before\n',
        'b/cluster-resources/pods/shop.json': [podItem('cart-1')],
      }),
    );
    expect(await logOf(opened, 'current')).toMatchObject({ value: { text: 'the only container\n' } });
    expect(await logOf(opened, 'previous')).toMatchObject({ value: { text: 'before\n' } });
  });

  it('has no log where the error of the kubelet lies in its place', async () => {
    const gone = `unable to retrieve container logs for containerd://${'0a'.repeat(32)}`;
    const place = (name: string): string => `b/cluster-resources/pods/logs/shop/cart-1/${name}.log`;
    const opened = await open(
      tgzOf({ ...bundle, [place('app')]: `${gone}\nafter that\n`, [place('app-previous')]: `${gone}\n` }),
    );
    expect(await logOf(opened, 'previous')).toEqual({
      ok: false,
      failure: { code: 'absent', message: 'The node has removed the log of this instance.' },
    });
    expect(opened.source.capabilities().missing.map(({ what }) => what)).toContain('logs of earlier runs');
    // A program that passes such a line on wrote more than that.
    expect(await logOf(opened, 'current')).toMatchObject({ ok: true });
  });

  it('makes EndpointSlices of Endpoints, where there are none', async () => {
    const endpoints = {
      metadata: { name: 'cart', namespace: 'shop' },
      subsets: [
        { ports: [{ name: 'http', port: 80 }], notReadyAddresses: [{ ip: '10.0.0.1', targetRef: { name: 'cart-1' } }] },
      ],
    };
    const opened = await open(
      tgzOf({
        'b/cluster-resources/pods/shop.json': [podItem('cart-1')],
        'b/cluster-resources/endpoints/shop.json': [endpoints],
      }),
    );
    expect(feedOf(opened).names.EndpointSlice).toEqual(['shop/cart']);
  });
});

const forged = `==== END logs for container app of pod shop/cart-1 ====\n${JSON.stringify(pod('forged'))}\n`;

describe('kubectl cluster-info dump', () => {
  const files = {
    'dump/nodes.json': list('Node', [{ metadata: { name: 'node-1' } }]),
    'dump/shop/pods.json': list('Pod', [podItem('cart-1')]),
    'dump/shop/events.json': list('Event', [eventItem('e1', moment)]),
    'dump/shop/replication-controllers.json': list('ReplicationController', []),
    'dump/shop/cart-1/logs.txt': section('app', log) + section('app', forged),
  };

  it('is read from an archive, and a log cannot add objects', async () => {
    const opened = await open(tgzOf({ ...files, 'dump/shop/cart-1/logs.txt': section('app', forged) }));
    const { names } = feedOf(opened);
    expect(names).toMatchObject({ Pod: ['shop/cart-1'], Node: ['/node-1'], ReplicationController: [] });
    expect(opened.source.capabilities().missing.map(({ what }) => what)).toContain('logs of earlier runs');
  });

  it('has no log where the dump says that it was refused', async () => {
    const refused = section('app', 'Request log error: container "app" is waiting to start\n');
    const opened = await open(tgzOf({ ...files, 'dump/shop/cart-1/logs.txt': refused }));
    expect(await logOf(opened, 'current')).toMatchObject({
      ok: false,
      failure: { code: 'absent', message: expect.stringMatching(/is waiting to start$/) },
    });
    expect(opened.source.capabilities().missing.map(({ what }) => what)).toContain('logs');
  });

  it('is read as one printed stream', async () => {
    const documents = [
      list('Node', [{ metadata: { name: 'node-1' } }]),
      list('Event', []),
      list('Pod', [podItem('cart-1')]),
    ];
    const text = documents.map((document) => `${JSON.stringify(document, null, 4)}\n`).join('') + section('app', log);
    for (const body of [text, gzipSync(text), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
      const opened = await open(body);
      expect(feedOf(opened).names).toEqual({ Node: ['/node-1'], Event: [], Pod: ['shop/cart-1'] });
      expect(await logOf(opened, 'current')).toMatchObject({ ok: true, value: { text: log } });
    }
  });
});

describe('our own layout', () => {
  it('is read with ./ in front, and with its own moment', async () => {
    const opened = await open(
      tgzOf({
        './meta.json': {
          format: 'unloop-recording/1',
          recordedAt: '2026-11-20T04:00:00Z',
          version: { gitVersion: 'v1.33.0' },
        },
        './objects/pods.json': list('Pod', [podItem('cart-1')]),
        './objects/leases.json': list('Lease', [{ metadata: { name: 'l' } }]),
        './logs/shop/cart-1/app.previous.log': log,
        './logs/shop/cart-1/app.error.txt': '{"kind":"Status"}',
      }),
    );
    expect(opened.asOf).toBe('2026-11-20T04:00:00Z');
    expect(await logOf(opened, 'previous')).toMatchObject({ ok: true });
    expect(opened.notes).toEqual([
      'Not used: 1 Lease.',
      'The recorder could not read everything: logs/shop/cart-1/app.error.txt.',
    ]);
  });
});

describe('kubectl get', () => {
  it('keeps the newer of two writes of one object, in whatever order they stand, and the last where that is not told', async () => {
    const written = (resourceVersion: string | undefined, phase: string): Record<string, unknown> => ({
      ...pod('cart-1'),
      metadata: { name: 'cart-1', namespace: 'shop', uid: 'uid-cart-1', resourceVersion },
      status: { phase },
    });
    const phaseOf = async (...items: unknown[]) => {
      const { source } = await open(JSON.stringify({ kind: 'List', apiVersion: 'v1', items }));
      const phases: unknown[] = [];
      source.start({
        replace: (_kind, _namespace, objects) =>
          phases.push(
            ...objects.map((object) => ('status' in object && 'phase' in object.status ? object.status.phase : null)),
          ),
        upsert: () => undefined,
        remove: () => undefined,
        state: () => undefined,
      });
      return phases;
    };
    expect(await phaseOf(written('1000', 'Running'), written('999', 'Pending'))).toEqual(['Running']);
    expect(await phaseOf(written('999', 'Pending'), written('1000', 'Running'))).toEqual(['Running']);
    expect(await phaseOf(written('1000', 'Running'), written(undefined, 'Pending'))).toEqual(['Pending']);
  });

  const other = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'cart', namespace: 'shop' }, spec: {} };
  const foreign = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'k' } };
  const sorted = { apiVersion: 'v1', items: [pod('cart-1'), other, foreign], kind: 'List', metadata: {} };

  it.each([
    ['-o json', JSON.stringify(sorted, null, 4)],
    ['-o yaml', stringify(sorted, { indentSeq: false })],
    ['several YAML documents', sorted.items.map((item) => stringify(item)).join('---\n')],
    ['NDJSON', sorted.items.map((item) => JSON.stringify(item)).join('\n')],
    ['a bare array', JSON.stringify(sorted.items)],
  ])('%s', async (_name, text) => {
    for (const body of [text, gzipSync(text)]) {
      const opened = await open(body);
      expect(feedOf(opened).names).toEqual({ Pod: ['shop/cart-1'], Deployment: ['shop/cart'] });
      expect(opened.notes).toEqual(['Not used: 1 Service.']);
    }
  });

  it('takes one object, and a typed list that says its kind last', async () => {
    expect(feedOf(await open(stringify(pod('one')))).names).toEqual({ Pod: ['shop/one'] });
    expect(feedOf(await open(JSON.stringify({ items: [podItem('two')], kind: 'PodList' }))).names).toEqual({
      Pod: ['shop/two'],
    });
  });

  it('keeps of Secrets and ConfigMaps only key names', async () => {
    const config = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'shop' },
      data: { KEY: 'v4lue' },
    };
    const secret = { ...config, kind: 'Secret', data: { TOKEN: 'v4lue' }, stringData: { PASS: 'v4lue' } };
    const opened = await open(JSON.stringify([pod('cart-1'), config, secret]));
    const seen: unknown[] = [];
    opened.source.start({
      replace: (_kind, _namespace, objects) => seen.push(...objects),
      upsert: () => undefined,
      remove: () => undefined,
      state: () => undefined,
    });
    expect(JSON.stringify(seen)).toContain('TOKEN');
    expect(JSON.stringify(seen)).not.toContain('v4lue');
  });
});

describe('the moment of a recording', () => {
  it('is the newest time of status, events and logs, to the end of its second', async () => {
    const stamped = '2026-11-20T03:12:50.123456789Z fatal\n';
    const files = { ...bundle, 'b/cluster-resources/pods/logs/shop/cart-1/app.log': stamped };
    expect((await open(tgzOf(files))).asOf).toBe('2026-11-20T03:12:51Z');
    const events = list('Event', [eventItem('e1', '2026-11-20T03:13:10Z')]);
    expect((await open(tgzOf({ ...files, 'b/cluster-resources/events/shop.json': events }))).asOf).toBe(
      '2026-11-20T03:13:10Z',
    );
  });

  it('counts the heartbeat of a node', async () => {
    const node = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n' },
      status: { conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: '2026-11-20T03:20:00Z' }] },
    };
    expect((await open(JSON.stringify([pod('cart-1'), node]))).asOf).toBe('2026-11-20T03:20:00Z');
  });

  it('is no time of a schedule, a certificate, a deletion ahead, or a program whose clock is wrong', async () => {
    const dying = {
      ...pod('cart-1'),
      metadata: { ...Object(podItem('cart-1').metadata), deletionTimestamp: '2030-01-01T00:00:00Z' },
    };
    const cron = {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'c', namespace: 'shop' },
      status: { lastScheduleTime: '2030-01-01T00:00:00Z' },
    };
    const certificate = {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'c' },
      status: { renewalTime: '2030-01-01T00:00:00Z', lastTransitionTime: '2030-01-01T00:00:00Z' },
    };
    const opened = await open(
      tgzOf({
        'objects/pods.json': list('Pod', [dying]),
        'objects/cronjobs.json': { kind: 'CronJobList', items: [cron] },
        'objects/certificates.json': { kind: 'CertificateList', items: [certificate] },
        'logs/shop/cart-1/app.log': '2099-01-01T00:00:00Z future\n',
      }),
    );
    expect(opened.asOf).toBe(moment);
  });

  it('is what the caller says, which has to be a time', async () => {
    expect((await open(tgzOf(bundle), {}, '2026-11-21T00:00:00Z')).asOf).toBe('2026-11-21T00:00:00Z');
    await expect(open(tgzOf(bundle), {}, 'yesterday')).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('falls back to when objects were made, then to the present', async () => {
    const bare = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', creationTimestamp: '2026-11-20T01:00:00Z' } };
    expect((await open(JSON.stringify(bare))).asOf).toBe('2026-11-20T01:00:00Z');
    const timeless = await open(JSON.stringify({ ...bare, metadata: { name: 'p' } }));
    expect(timeless.notes).toEqual(['Nothing in the recording has a time; the present is taken for its moment.']);
  });
});

describe('logs', () => {
  it('are the tail that is asked for, of the pod that is asked for', async () => {
    const opened = await open(tgzOf(bundle));
    expect(await logOf(opened, 'current', { tailLines: 1 })).toMatchObject({
      value: { text: 'fatal: no SMTP_HOST\n', truncated: true },
    });
    expect(await logOf(opened, 'current', { limitBytes: 25 })).toMatchObject({
      value: { text: 'fatal: no SMTP_HOST\n', truncated: true },
    });
    const other = await logOf(opened, 'current', { podUid: 'another' });
    expect(other).toMatchObject({
      ok: false,
      failure: { code: 'absent', message: 'The log of app in cart-1 is not in this recording.' },
    });
  });

  it('are kept by their end, and together within their room', async () => {
    const long = `${'x'.repeat(99)}\n`.repeat(50);
    const files = {
      'objects/pods.json': list('Pod', [podItem('cart-1'), podItem('cart-2')]),
      'logs/shop/cart-1/app.log': long,
      'logs/shop/cart-2/app.log': long,
    };
    const cut = await open(tgzOf(files), { logBytes: 1024, logLines: 2000 });
    expect(await logOf(cut, 'current')).toMatchObject({
      value: { text: `${'x'.repeat(99)}\n`.repeat(10), truncated: true },
    });
    expect(cut.notes).toEqual(['Of 2 logs only the end was kept: 2000 lines, 1 KiB.']);
    const full = await open(tgzOf(files), { logStoreBytes: 100 });
    expect(full.notes).toEqual(['1 log found no room and were left out.']);
  });

  it('are redacted before they are kept, with the objects and the name', async () => {
    const opened = await openRecording(
      {
        name: 'S3CRET.tgz',
        body: stream(tgzOf({ ...bundle, 'b/cluster-resources/pods/logs/shop/cart-1/app.log': 'S3CRET\n' })),
      },
      { clean: (text) => text.replaceAll('S3CRET', '«redacted»') },
    );
    expect(await logOf(opened, 'current')).toMatchObject({ value: { text: '«redacted»\n' } });
    expect(opened.source.info.name).toBe('«redacted».tgz');
  });
});

describe('a path', () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  it('may be a folder: links in it are not followed', async () => {
    const root = await mkdtemp(join(tmpdir(), 'unloop-recording-'));
    folders.push(root);
    const write = async (name: string, body: unknown): Promise<void> => {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), typeof body === 'string' ? body : JSON.stringify(body));
    };
    await write('shop/pods.json', list('Pod', [podItem('cart-1')]));
    await write('shop/cart-1/logs.txt', section('app', log));
    await symlink('/etc/passwd', join(root, 'shop', 'events.json'));
    const opened = await openRecording({ path: root }, { clean: plainClean });
    expect(feedOf(opened).names).toEqual({ Pod: ['shop/cart-1'] });
    expect(await logOf(opened, 'current')).toMatchObject({ value: { text: log } });
    expect(opened.notes).toEqual(['1 link in the archive not followed.']);
    expect(opened.source.info.location).toBe(root);
  });

  it('that is not there is said', async () => {
    await expect(openRecording({ path: '/no/such/file' }, { clean: plainClean })).rejects.toMatchObject({
      code: 'unprocessable',
      detail: '/no/such/file is not there.',
    });
  });
});
