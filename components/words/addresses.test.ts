import { describe, expect, it } from 'vitest';
import { boardPath, withCluster, workloadPath } from './addresses';

describe('withCluster', () => {
  const arn = 'arn:aws:eks:us-west-2:0:cluster/a b';
  const read = (path: string) => new URL(path, 'http://unloop').searchParams.get('cluster');

  it('leaves the address alone where only one is watched', () => {
    expect(withCluster('/w/shop/Pod/a?pod=b', null)).toBe('/w/shop/Pod/a?pod=b');
  });

  it('adds the cluster to what the address says already', () => {
    expect(withCluster(workloadPath({ namespace: 'shop', kind: 'Pod', name: 'a' }), 'east')).toBe(
      '/w/shop/Pod/a?cluster=east',
    );
    expect(withCluster(boardPath('', { q: 'a b' }), 'east')).toBe('/?q=a+b&cluster=east');
    expect(withCluster('?window=1h', 'east')).toBe('?window=1h&cluster=east');
    expect(withCluster('?cluster=west', 'east')).toBe('?cluster=east');
    expect(read(withCluster('/', arn))).toBe(arn);
  });
});
