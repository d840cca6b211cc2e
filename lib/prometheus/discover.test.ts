import { describe, expect, it } from 'vitest';
import type { Service } from '../model/kubernetes';
import { discover, isRefused } from './discover';
import { scopeOf } from './scope';

/** Only what discovery reads. */
function aService(namespace: string, name: string, spec: Partial<Service['spec']> = {}, labels = {}): Service {
  const ports = [{ name: 'web', port: 9090, targetPort: 9090, protocol: 'TCP' }];
  return {
    kind: 'Service',
    metadata: { namespace, name, labels },
    spec: { type: 'ClusterIP', clusterIP: '10.96.0.9', externalName: null, selector: {}, ports, ...spec },
  } as Service;
}

describe('finding Prometheus', () => {
  it.each([
    [aService('monitoring', 'prometheus-k8s'), 'http://10.96.0.9:9090'],
    [
      aService('monitoring', 'prometheus-operated', { clusterIP: 'None' }),
      'http://prometheus-operated.monitoring.svc:9090',
    ],
    [
      aService('mimir', 'mimir-query-frontend', {
        ports: [{ name: 'http-metrics', port: 8080, targetPort: 8080, protocol: 'TCP' }],
      }),
      'http://10.96.0.9:8080/prometheus',
    ],
    [aService('vm', 'x', {}, { 'app.kubernetes.io/name': 'vmselect' }), 'http://10.96.0.9:9090/select/0/prometheus'],
    [
      aService('monitoring', 'release-prometheus-server', {
        ports: [{ name: 'http', port: 80, targetPort: 9090, protocol: 'TCP' }],
      }),
      'http://10.96.0.9:80',
    ],
  ])('%# at its address', (service, url) => {
    expect(discover([service])?.url).toBe(url);
  });

  it('takes the one where installations are before one that anybody could have made', () => {
    const found = discover([aService('shop', 'thanos-query'), aService('monitoring', 'prometheus-k8s')]);
    expect(found?.foundBy).toBe('Service monitoring/prometheus-k8s');
  });

  it('takes no alertmanager, no address outside the cluster, none of this machine and none of a metadata service', () => {
    const refused = [
      aService('monitoring', 'prometheus-alertmanager'),
      aService('monitoring', 'prometheus', { type: 'ExternalName', externalName: 'evil.example', clusterIP: null }),
      aService('monitoring', 'prometheus', { clusterIP: '169.254.169.254' }),
      aService('monitoring', 'prometheus', { clusterIP: '127.0.0.1' }),
    ];
    for (const service of refused) expect(discover([service])).toBeNull();
    for (const ip of ['169.254.1.1', 'fe80::1', '::1', '::ffff:169.254.169.254', 'fd00:ec2::254'])
      expect(isRefused(ip)).toBe(true);
    for (const ip of ['10.0.0.1', 'fd12::1']) expect(isRefused(ip)).toBe(false);
  });

  it('puts nothing into a query that is no name', () => {
    const ref = { namespace: 'shop', kind: 'Deployment', name: 'cart.v2' };
    const { pods } = scopeOf([{ ref, pods: ['cart.v2-abc12-x2v4k', 'odd', '"} or up{x="'] }], []);
    expect(pods).toEqual(['cart[.]v2-[a-z0-9]{1,10}-[a-z0-9]{5}', 'odd']);
  });
});
