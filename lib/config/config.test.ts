import { describe, expect, it } from 'vitest';
import { ConfigError, isLoopback, loadConfig, type Environment, type Options } from './config';

const home = { HOME: '/home/ada' };

function problemsOf(env: Environment, options?: Options): readonly string[] {
  try {
    loadConfig({ ...home, ...env }, options, '/work');
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadConfig', () => {
  it('has a default for everything', () => {
    expect(loadConfig(home, {}, '/work')).toEqual({
      recording: null,
      sample: false,
      kubeconfig: null,
      contexts: [],
      namespaces: [],
      host: '127.0.0.1',
      port: 3000,
      allowAnonymous: false,
      publicUrl: null,
      dataDir: '/home/ada/.local/state/unloop',
      databaseUrl: 'file:/home/ada/.local/state/unloop/unloop.db',
      shareMaxDays: 30,
      shareLimit: 1000,
      sharePreviews: true,
      readSecretMetadata: false,
      streamedLists: false,
      prometheus: {
        on: true,
        url: null,
        tokenFile: null,
        username: null,
        passwordFile: null,
        caFile: null,
        certFile: null,
        keyFile: null,
        tenant: null,
        viaApiServer: false,
      },
      notes: [],
    });
  });

  it('keeps its files under XDG_STATE_HOME, and under UNLOOP_DATA before that', () => {
    expect(loadConfig({ ...home, XDG_STATE_HOME: '/state' }, {}).dataDir).toBe('/state/unloop');
    expect(loadConfig({ ...home, XDG_STATE_HOME: 'relative' }, {}).dataDir).toBe('/home/ada/.local/state/unloop');
    const config = loadConfig({ ...home, XDG_STATE_HOME: '/state', UNLOOP_DATA: 'data' }, {}, '/work');
    expect(config).toMatchObject({ dataDir: '/work/data', databaseUrl: 'file:/work/data/unloop.db' });
  });

  it('makes paths absolute from the folder it is given', () => {
    const env = { ...home, UNLOOP_RECORDING: 'dumps/one.tar.gz', UNLOOP_DATABASE_URL: 'file:here.db' };
    expect(loadConfig(env, {}, '/work')).toMatchObject({
      recording: '/work/dumps/one.tar.gz',
      databaseUrl: 'file:/work/here.db',
    });
    expect(loadConfig({ ...home, UNLOOP_DATABASE_URL: 'file:///var/here.db' }, {}).databaseUrl).toBe(
      'file:/var/here.db',
    );
  });

  it('takes relative paths from where npm was called', () => {
    expect(loadConfig({ ...home, INIT_CWD: '/dumps' }, { recording: 'one.yaml' }).recording).toBe('/dumps/one.yaml');
  });

  it('names every bad setting with its option, its value and the remedy', () => {
    const problems = problemsOf({ UNLOOP_PORT: '70000', UNLOOP_SAMPLE: 'maybe', UNLOOP_SHARE_MAX_DAYS: '0' });
    expect(problems).toEqual([
      'UNLOOP_SAMPLE (--sample) is "maybe": say true or false.',
      'UNLOOP_PORT (--port) is "70000": use a whole number from 1 to 65535.',
      'UNLOOP_SHARE_MAX_DAYS is "0": use a whole number from 1 to 365.',
    ]);
  });

  it('never repeats a database address, which may hold a password', () => {
    const [problem, ...others] = problemsOf({ UNLOOP_DATABASE_URL: 'mysql://ada:hunter2@db/x' });
    expect(others).toEqual([]);
    expect(problem).toContain('UNLOOP_DATABASE_URL cannot be used');
    expect(problem).not.toContain('hunter2');
  });

  it('never repeats the address of Prometheus, and sends credentials only to one that is named', () => {
    const [problem, ...others] = problemsOf({ UNLOOP_PROMETHEUS_URL: 'http://ada:hunter2@prometheus:9090' });
    expect(others).toEqual([]);
    expect(problem).toContain('UNLOOP_PROMETHEUS_URL cannot be used');
    expect(problem).not.toContain('hunter2');
    expect(problemsOf({ UNLOOP_PROMETHEUS_TOKEN_FILE: '/token' })[0]).toContain('needs UNLOOP_PROMETHEUS_URL');
    const url = { UNLOOP_PROMETHEUS_URL: 'https://mimir.example/prometheus/' };
    expect(problemsOf({ ...url, UNLOOP_PROMETHEUS_USERNAME: 'ada' })[0]).toContain('go together');
    expect(
      loadConfig({ ...home, ...url, UNLOOP_PROMETHEUS_TOKEN_FILE: 'token' }, {}, '/work').prometheus,
    ).toMatchObject({ url: 'https://mimir.example/prometheus', tokenFile: '/work/token' });
    expect(loadConfig({ ...home, UNLOOP_PROMETHEUS_URL: 'off' }, {}).prometheus).toMatchObject({
      on: false,
      url: null,
    });
  });

  it('refuses to listen beyond this machine without being told, and says why', () => {
    const [problem] = problemsOf({ UNLOOP_HOST: '0.0.0.0' });
    expect(problem).toContain('no sign-in yet');
    expect(problem).toContain('UNLOOP_ALLOW_ANONYMOUS=true');
    expect(problemsOf({ UNLOOP_HOST: '0.0.0.0', UNLOOP_ALLOW_ANONYMOUS: 'TRUE' })).toEqual([]);
    expect(problemsOf({ UNLOOP_HOST: '::1' })).toEqual([]);
  });

  it('reports a refused host beside other mistakes', () => {
    expect(problemsOf({ UNLOOP_HOST: '::', UNLOOP_PORT: 'x' })).toHaveLength(2);
  });

  it('reads namespaces as a list and refuses what cannot be one', () => {
    expect(loadConfig({ ...home, UNLOOP_NAMESPACES: 'shop, payments,,shop' }, {}).namespaces).toEqual([
      'shop',
      'payments',
    ]);
    expect(problemsOf({ UNLOOP_NAMESPACES: 'shop;rm' })).toHaveLength(1);
  });

  it.each(['ftp://x', 'https://x/path', 'https://u:p@x', 'https://x?a=1', 'x'])(
    'refuses %s as a public address',
    (url) => {
      expect(problemsOf({ UNLOOP_PUBLIC_URL: url })).toHaveLength(1);
    },
  );

  it('drops the slash at the end of the public address', () => {
    expect(loadConfig({ ...home, UNLOOP_PUBLIC_URL: 'https://unloop.example.com/' }, {}).publicUrl).toBe(
      'https://unloop.example.com',
    );
  });

  it('lets an option win over the environment', () => {
    expect(loadConfig({ ...home, UNLOOP_PORT: '4000' }, { port: '5000' }).port).toBe(5000);
  });

  it('takes several contexts, once each, and all of them', () => {
    expect(loadConfig({ ...home, UNLOOP_CONTEXT: 'prod, staging,prod' }).contexts).toEqual(['prod', 'staging']);
    expect(loadConfig(home, { contexts: 'prod,*' }).contexts).toEqual(['*']);
    expect(loadConfig(home).contexts).toEqual([]);
  });

  it('puts aside the sources of the environment when an option names one', () => {
    const env = { ...home, UNLOOP_RECORDING: '/old.tar.gz', UNLOOP_CONTEXT: 'old', UNLOOP_PORT: '4000' };
    expect(loadConfig(env, { kubeconfig: '/new' })).toMatchObject({
      recording: null,
      contexts: [],
      kubeconfig: '/new',
      port: 4000,
    });
  });

  it('takes the options of the start script from UNLOOP_OPTIONS', () => {
    expect(loadConfig({ ...home, UNLOOP_OPTIONS: '{"port":"5000"}' }).port).toBe(5000);
    expect(problemsOf({ UNLOOP_OPTIONS: '{"nonsense":"1"}' })).toHaveLength(1);
    expect(problemsOf({ UNLOOP_OPTIONS: '{' })).toHaveLength(1);
  });

  it('ignores what the kubelet sets for a Service called unloop', () => {
    const env = {
      ...home,
      UNLOOP_PORT: 'tcp://10.0.0.9:3000',
      UNLOOP_PORT_3000_TCP: 'tcp://10.0.0.9:3000',
      UNLOOP_SERVICE_HOST: '10.0.0.9',
    };
    expect(loadConfig(env, {})).toMatchObject({ port: 3000, notes: [] });
  });

  it('says when a variable is no setting', () => {
    expect(loadConfig({ ...home, UNLOOP_ALLOW_ANONYMOS: 'true' }, {}).notes).toEqual([
      'UNLOOP_ALLOW_ANONYMOS is set, but there is no such setting.',
    ]);
  });

  it('reads an empty variable as one that is not set', () => {
    expect(loadConfig({ ...home, UNLOOP_PORT: '', UNLOOP_RECORDING: ' ' }, {})).toMatchObject({
      port: 3000,
      recording: null,
    });
  });
});

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost', '::ffff:127.0.0.1'])('%s is this machine', (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  it.each(['0.0.0.0', '::', '10.0.0.1', '127.evil.example', 'unloop.example.com'])('%s is not', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});
