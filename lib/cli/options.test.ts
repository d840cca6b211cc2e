import { describe, expect, it } from 'vitest';
import { readCommand, UsageError } from './options';
import { usage } from './usage';

const read = (line: string, ...files: string[]) =>
  readCommand(line.split(' ').filter(Boolean), (path) => files.includes(path));

describe('the options of the command line', () => {
  it('takes a path, or standard input, as a recording', () => {
    expect(read('diagnose dump.tar.gz')).toMatchObject({
      verb: 'diagnose-recording',
      path: 'dump.tar.gz',
      all: false,
      output: 'text',
    });
    expect(read('diagnose - -o json --status all --as-of 2026-11-21T03:00:00Z')).toEqual({
      verb: 'diagnose-recording',
      path: '-',
      namespaces: [],
      workload: undefined,
      asOf: '2026-11-21T03:00:00Z',
      all: true,
      output: 'json',
    });
  });

  it('takes KIND/NAME as a workload, with kubectl’s short names', () => {
    expect(read('diagnose -n shop deploy/cart')).toMatchObject({
      verb: 'diagnose-cluster',
      namespaces: ['shop'],
      workload: { kind: 'Deployment', name: 'cart' },
    });
    expect(read('diagnose sts/postgres')).toMatchObject({ namespaces: null, workload: { kind: 'StatefulSet' } });
    expect(read('diagnose -n shop Rollout/cart')).toMatchObject({ workload: { kind: 'Rollout', name: 'cart' } });
  });

  it('takes the names that kubectl prints, with the group of the API', () => {
    expect(read('diagnose -n shop deployment.apps/cart')).toMatchObject({
      workload: { kind: 'Deployment', name: 'cart' },
    });
    expect(read('diagnose -n shop rollouts.argoproj.io/cart')).toMatchObject({
      workload: { kind: 'rollout', name: 'cart' },
    });
  });

  it('says what cannot be meant', () => {
    expect(() => read('diagnose dump --context east', 'dump')).toThrow('dump is a recording; --context');
    expect(() => read('diagnose -A -n shop')).toThrow('Give -n or -A, not both');
    expect(() => readCommand(['diagnose', ''], () => false)).toThrow('The argument is empty.');
    expect(() => readCommand(['diagnose', '--context', ''], () => false)).toThrow('--context is empty.');
  });

  it('takes a folder that is there for a recording, even where it looks like a workload', () => {
    expect(read('diagnose deploy/cart', 'deploy/cart')).toMatchObject({ verb: 'diagnose-recording' });
  });

  it('takes one workload, or the namespaces, of a recording', () => {
    const one = { verb: 'diagnose-recording', workload: { kind: 'Deployment', name: 'cart' } };
    expect(read('diagnose dump.tar.gz deploy/cart')).toMatchObject({ ...one, path: 'dump.tar.gz', namespaces: [] });
    expect(read('diagnose dump -n shop deploy/cart', 'dump')).toMatchObject({ ...one, namespaces: ['shop'] });
    expect(read('diagnose - -n shop,pay')).toMatchObject({
      path: '-',
      namespaces: ['shop', 'pay'],
      workload: undefined,
    });
    expect(read('diagnose -n shop deploy/cart', 'deploy/cart')).toMatchObject({ verb: 'diagnose-cluster' });
  });

  it('takes a recording that is not there for one, to be told of the path', () => {
    expect(read('diagnose gone.tar.gz -n shop Deployment/cart')).toMatchObject({
      verb: 'diagnose-recording',
      path: 'gone.tar.gz',
      namespaces: ['shop'],
      workload: { kind: 'Deployment', name: 'cart' },
    });
    expect(() => read('diagnose gone.tar.gz -n shop')).toThrow(
      'gone.tar.gz is no KIND/NAME, such as deployment/cart, and there is no file or folder of that name.',
    );
  });

  it('knows all namespaces, several, and the context’s own', () => {
    expect(read('diagnose -A')).toMatchObject({ namespaces: [] });
    expect(read('diagnose -n shop,pay')).toMatchObject({ namespaces: ['shop', 'pay'] });
    expect(read('diagnose --context prod')).toMatchObject({ namespaces: null, context: 'prod' });
    expect(read('diagnose')).toMatchObject({ verb: 'diagnose-cluster', namespaces: null });
  });

  it.each([
    'diagnos x',
    'diagnose a b c',
    'diagnose dump cart',
    'diagnose dump deploy/cart more',
    'diagnose --context prod deploy/cart more',
    'diagnose --nonsense',
    'diagnose -o yaml x',
    'diagnose --status broken x',
    'diagnose -A deploy/cart',
    'diagnose -n shop cart',
    'diagnose -n shop --as-of 2026-11-21T03:00:00Z',
    'record',
  ])('refuses "%s"', (line) => {
    expect(() => read(line)).toThrow(UsageError);
  });

  it('takes an empty namespace for no wish to see all', () => {
    expect(() => readCommand(['diagnose', '-n', ''], () => false)).toThrow('--namespace names none');
  });

  it('helps under the name it was called by', () => {
    expect(read('')).toEqual({ verb: 'help' });
    expect(read('diagnose --help')).toEqual({ verb: 'help' });
    expect(read('--version')).toEqual({ verb: 'version' });
    expect(usage('kubectl unloop')).toContain('  kubectl unloop diagnose PATH|-');
  });
});
