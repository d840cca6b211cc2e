import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingKeys, settings } from '../lib/config/settings';
import { hashSources } from './build.mjs';
import { parsePage, renderCatalogue } from './generate-catalogue.mjs';
import { whyInstall } from './install.mjs';
import { describe as describeSource, requireFreePort, whyNotOpened } from './launch.mjs';
import { withLock } from './lock.mjs';
import { addMissing, missingOptional } from './lock-platforms.mjs';
import { nodeVersionProblem } from './node-version.mjs';
import { help, optionKeys, parseOptions } from './options.mjs';
import { printable } from './steps.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'unloop-scripts-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the check of Node', () => {
  it.each(['v20.19.0', 'v20.20.2', 'v22.1.0', 'v100.0.0'])('takes %s', (version) => {
    expect(nodeVersionProblem(version)).toBeNull();
  });
  it.each(['v18.20.0', 'v20.18.3', 'v19.99.0'])('refuses %s and says what is needed', (version) => {
    expect(nodeVersionProblem(version)).toContain(`needs Node 20.19 or newer; this is ${version}`);
  });
});

describe('the options of npm start', () => {
  it('are the settings that have an option, and all are in the help', () => {
    const known = settingKeys.flatMap((key) => (settings[key].option === null ? [] : [[settings[key].option, key]]));
    expect(optionKeys).toEqual(Object.fromEntries(known));
    for (const name of Object.keys(optionKeys)) expect(help).toContain(`--${name} `);
  });

  it('are read as text by the key of the configuration', () => {
    const args = ['--port', '4000', '--sample', '--namespace', 'shop', '--namespace', 'payments'];
    expect(parseOptions(args, {})).toEqual({
      options: { port: '4000', sample: 'true', namespaces: 'shop,payments' },
    });
  });

  it('refuse what npm left over, with the right line', () => {
    // npm start --recording dump.tar.gz
    expect(() => parseOptions(['dump.tar.gz'], { npm_config_recording: 'true' })).toThrow(
      'npm start -- --recording dump.tar.gz',
    );
    // npm start --port=4000
    expect(() => parseOptions([], { npm_config_port: '4000' })).toThrow('npm start -- --port 4000');
    expect(() => parseOptions(['x'], {})).toThrow('"x" is not an option');
    expect(() => parseOptions(['--colour'], {})).toThrow("Unknown option '--colour'.");
  });
});

describe('what is printed at the start', () => {
  it('has typed paths and contexts cleaned', () => {
    const clean = (text: string): string => `<${text}>`;
    const because = 'the option --recording';
    expect(describeSource({ kind: 'recording', path: 'a.json', because }, clean)).toBe(
      'the recording <a.json> (the option --recording).',
    );
    const cluster = { kind: 'cluster', inCluster: false, kubeconfigs: ['k1', 'k2'], contexts: ['c'], because };
    expect(describeSource(cluster, clean)).toBe('the cluster of <k1>, <k2>, context <c> (the option --recording).');
  });

  it('holds nothing that a terminal acts on', () => {
    expect(printable('no "\u001b[2J\u0007x\u202e\u009b" here\n\tnext')).toBe('no "x" here\n\tnext');
  });
});

describe('the packages', () => {
  function write(lock: object, installed: object | null): void {
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: lock }));
    if (installed === null) return;
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
  }

  it('are installed where there are none', () => {
    write({ 'node_modules/a': { version: '1.0.0' } }, null);
    expect(whyInstall(folder)).toBe('they are not there yet');
  });

  it('are installed again where one changed or is missing', () => {
    write({ 'node_modules/a': { version: '2.0.0' } }, { 'node_modules/a': { version: '1.0.0' } });
    expect(whyInstall(folder)).toBe('a changed');
    write({ 'node_modules/@x/b': { version: '2.0.0' } }, {});
    expect(whyInstall(folder)).toBe('@x/b is missing');
  });

  it('are left alone where they fit, whatever other platforms would need', () => {
    const a = { 'node_modules/a': { version: '1.0.0' } };
    write({ '': {}, ...a, 'node_modules/b-darwin': { version: '1.0.0', optional: true } }, a);
    expect(whyInstall(folder)).toBeNull();
  });
});

describe('the lock', () => {
  it('names the packages of every platform (else: npm run lock)', () => {
    const lock: { packages: Record<string, object> } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    expect(missingOptional(lock.packages).map(([name]) => name)).toEqual([]);
  });

  it('gets back what npm left out, with its platform', () => {
    const optionalDependencies = {
      '@x/a-linux-arm-gnueabihf': '1.0.0',
      '@x/a-wasm32-wasi': '1.0.0',
      '@x/a-win32-x64': '1.0.0',
    };
    const packages = { '': {}, 'node_modules/@x/a': { version: '1.0.0', optionalDependencies } };
    const there = { 'node_modules/@x/a-win32-x64': { version: '1.0.0', integrity: 'kept' } };
    expect(addMissing({ packages: { ...packages, ...there } }).packages).toEqual({
      ...packages,
      ...there,
      'node_modules/@x/a-linux-arm-gnueabihf': { version: '1.0.0', cpu: ['arm'], os: ['linux'], optional: true },
      'node_modules/@x/a-wasm32-wasi': { version: '1.0.0', cpu: ['wasm32'], optional: true },
    });
  });
});

describe('the hash of the sources', () => {
  it('changes with a source, and not with a test or what is generated', async () => {
    mkdirSync(join(folder, 'lib/store/generated'), { recursive: true });
    writeFileSync(join(folder, 'lib/a.ts'), '1');
    const before = await hashSources(folder);
    writeFileSync(join(folder, 'lib/a.test.ts'), '1');
    writeFileSync(join(folder, 'lib/b.generated.ts'), '1');
    writeFileSync(join(folder, 'lib/store/generated/c.ts'), '1');
    expect(await hashSources(folder)).toBe(before);
    writeFileSync(join(folder, 'lib/a.ts'), '2');
    expect(await hashSources(folder)).not.toBe(before);
  });
});

describe('the lock of a start', () => {
  it('lets one work at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = () =>
      withLock(
        async () => {
          inside += 1;
          most = Math.max(most, inside);
          await new Promise((resolve) => setImmediate(resolve));
          inside -= 1;
        },
        { folder },
      );
    await Promise.all([work(), work(), work()]);
    expect(most).toBe(1);
  });

  it('is not waited for without end', async () => {
    const second = () => withLock(() => Promise.resolve(), { folder, giveUpMs: 0 });
    const said = `Another start of Unloop in this folder (process ${process.pid}) has not finished`;
    await withLock(() => expect(second()).rejects.toThrow(said), { folder });
  });

  it('is given up by a work that fails', async () => {
    await expect(withLock(() => Promise.reject(new Error('no')), { folder })).rejects.toThrow('no');
    expect(await withLock(() => Promise.resolve('next'), { folder })).toBe('next');
  });
});

describe('a source that is named', () => {
  const recording = { source: { kind: 'recording' }, kinds: ['Pod'] };
  const cluster = { source: { kind: 'cluster' }, kinds: ['Pod'] };
  const why = 'shop.yaml is not there. Check the path.';
  it.each([
    [
      'recording',
      [
        { ...recording, state: 'connecting' },
        { ...recording, state: 'failed', why },
      ],
      why,
    ],
    [
      'recording',
      [
        { ...recording, state: 'connecting' },
        { ...recording, state: 'frozen' },
      ],
      null,
    ],
    [
      'kubeconfig',
      [
        { ...cluster, state: 'connecting' },
        { ...cluster, state: 'failed', why, failure: { code: 'not-configured' } },
      ],
      why,
    ],
    ['cluster that is away', [{ ...cluster, state: 'failed', why, failure: { code: 'unreachable' } }], null],
    ['cluster that is read', [{ ...cluster, state: 'connecting', kinds: ['Pod', 'Event'] }], null],
  ])('is waited for until it is open or cannot be: %s', async (_what, answers, expected) => {
    const left = [...answers];
    const server = createHttpServer((_request, response) => {
      const { kinds, ...freshness } = (left.length > 1 ? left.shift() : left[0]) ?? recording;
      response.end(JSON.stringify({ freshness, kinds }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await whyNotOpened('127.0.0.1', port)).toBe(expected);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a taken port', () => {
  it('is said with another one to use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(requireFreePort({ host: '127.0.0.1', port })).rejects.toThrow(
      new RegExp(`127\\.0\\.0\\.1:${port} is taken[^]*npm start -- --port ${port + 1}`),
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(requireFreePort({ host: '127.0.0.1', port })).resolves.toBeUndefined();
  });

  it('is told from an address that is not ours', async () => {
    await expect(requireFreePort({ host: '192.0.2.1', port: 3000 })).rejects.toThrow('no address of this machine');
  });
});

describe('the generated catalogue', () => {
  it('is what `npm run generate` writes, from pages that are complete', async () => {
    const { registry, catalogue, problems } = await renderCatalogue();
    expect(problems).toEqual([]);
    expect(readFileSync('lib/engine/registry.generated.ts', 'utf8')).toBe(registry);
    expect(readFileSync('lib/engine/catalogue.generated.ts', 'utf8')).toBe(catalogue);
  });
});

describe('a page of a cause', () => {
  const page = (meaning: string) =>
    `# A title\n\n## Meaning\n${meaning}\n## Evidence\nb\n## Not to be confused with\nc\n## What to do\nd\n## Sources\ne\n`;

  it('becomes a title and five sections of HTML', () => {
    const { title, sections } = parsePage(page('One `code` word.\n\n```\n## no heading\n```'));
    expect(title).toBe('A title');
    expect(Object.keys(sections)).toEqual(['meaning', 'evidence', 'confusedWith', 'whatToDo', 'sources']);
    expect(sections.meaning).toContain('<p>One <code>code</code> word.</p>');
    expect(sections.meaning).toContain('## no heading');
  });

  it('is refused while it is a stub', () => {
    expect(() => parsePage(page('Fill in: what happened.'))).toThrow('still says "Fill in"');
  });

  it('never lets raw HTML or a script address through', () => {
    const { sections } = parsePage(page('<img src=x onerror=alert(1)> [x](javascript:alert(1))'));
    expect(sections.meaning).not.toContain('<img');
    expect(sections.meaning).not.toContain('javascript:');
  });

  it('is refused with another heading, twice the same, or an empty one', () => {
    expect(() => parsePage(page('a').replace('## Sources', '## Links'))).toThrow('"Links"');
    expect(() => parsePage(page('a').replace('## Sources', '## Meaning'))).toThrow('twice');
    expect(() => parsePage(page(''))).toThrow('nothing under Meaning');
  });
});

describe('the start script', () => {
  it('says what is wrong and ends with 1', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/start.mjs', 'x'], { encoding: 'utf8' });
    expect({ status, stderr: stderr.trim() }).toEqual({
      status: 1,
      stderr: '"x" is not an option. Options stand after two dashes:\n\n  npm start -- --recording x',
    });
  });
});

describe('the README', () => {
  it('has every setting, with its default', () => {
    const text = readFileSync('README.md', 'utf8');
    for (const key of settingKeys) expect(text).toContain(`| \`${settings[key].name}\` |`);
  });
});
