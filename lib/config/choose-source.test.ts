import { delimiter } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseSource } from './choose-source';

const nothing = { recording: null, sample: false, kubeconfig: null, contexts: [] };
const home = { HOME: '/home/ada' };
const inCluster = { ...home, KUBERNETES_SERVICE_HOST: '10.96.0.1' };
const token = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const having =
  (...paths: string[]) =>
  (path: string) =>
    paths.includes(path);
const all = () => true;

describe('chooseSource', () => {
  it('takes a named recording before everything else', () => {
    const config = { recording: '/tmp/dump.tar.gz', sample: true, kubeconfig: '/k', contexts: ['prod'] };
    expect(chooseSource(config, { ...inCluster, KUBECONFIG: '/other' }, all)).toEqual({
      kind: 'recording',
      path: '/tmp/dump.tar.gz',
      because: 'named by --recording',
    });
  });

  it('takes the named kubeconfig before KUBECONFIG, even where the file is not there', () => {
    const choice = chooseSource(
      { ...nothing, kubeconfig: '/gone' },
      { ...home, KUBECONFIG: '/other' },
      having('/other'),
    );
    expect(choice).toMatchObject({ kind: 'cluster', kubeconfigs: ['/gone'], because: 'named by --kubeconfig' });
  });

  it('merges the files of KUBECONFIG that exist', () => {
    const env = { ...home, KUBECONFIG: ['/a', '', '/b', '/c'].join(delimiter) };
    expect(chooseSource(nothing, env, having('/a', '/c'))).toMatchObject({
      kind: 'cluster',
      kubeconfigs: ['/a', '/c'],
    });
  });

  it('never falls back to the sample when KUBECONFIG names files that are gone', () => {
    const choice = chooseSource(nothing, { ...home, KUBECONFIG: '/gone' }, having());
    expect(choice).toMatchObject({ kind: 'cluster', kubeconfigs: ['/gone'], because: 'named by KUBECONFIG' });
  });

  it('finds ~/.kube/config and keeps the named context', () => {
    const choice = chooseSource({ ...nothing, contexts: ['prod'] }, inCluster, having('/home/ada/.kube/config', token));
    expect(choice).toMatchObject({ kind: 'cluster', kubeconfigs: ['/home/ada/.kube/config'], contexts: ['prod'] });
  });

  it('takes a named context for an error to show when there is no kubeconfig at all', () => {
    expect(chooseSource({ ...nothing, contexts: ['prod'] }, home, having()).kind).toBe('cluster');
  });

  it('uses the service account inside a cluster', () => {
    const choice = chooseSource(nothing, inCluster, having(token));
    expect(choice).toMatchObject({ kind: 'cluster', inCluster: true, kubeconfigs: [] });
  });

  it('opens the sample only when nothing was named or found', () => {
    expect(chooseSource(nothing, inCluster, having())).toEqual({
      kind: 'sample',
      because: 'no cluster was named or found',
    });
  });

  it('opens the sample when it is asked for, beside a kubeconfig', () => {
    expect(chooseSource({ ...nothing, sample: true }, { ...home, KUBECONFIG: '/a' }, all).kind).toBe('sample');
  });
});
