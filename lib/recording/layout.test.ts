import { describe, expect, it } from 'vitest';
import { placeOf } from './layout';

const objects = (kind: string | null, namespace: string | null, certain = true) => ({
  is: 'objects',
  hint: { kind, namespace },
  certain,
});

describe('placeOf', () => {
  it.each([
    ['b/cluster-resources/pods/shop.json', objects('Pod', 'shop')],
    ['cluster-resources/nodes.json', objects('Node', null)],
    ['b/cluster-resources/pvcs/shop.json', objects('PersistentVolumeClaim', 'shop')],
    ['b/cluster-resources/pvs.json', objects('PersistentVolume', null)],
    ['b/cluster-resources/resource-quota/shop.json', objects('ResourceQuota', 'shop')],
    ['b/cluster-resources/endpoints/shop.json', objects('Endpoints', 'shop')],
    ['b/cluster-resources/configmaps/shop.json', objects('ConfigMap', 'shop')],
    ['b/cluster-resources/ingress/shop.json', { is: 'other' }],
    ['b/cluster-resources/custom-resources/certificates.cert-manager.io/shop.json', { is: 'other' }],
    ['b/cluster-resources/image-pull-secrets/shop/regcred.json', { is: 'other' }],
    ['b/cluster-resources/pods-errors.json', { is: 'errors' }],
    ['b/cluster-resources/pods/logs/shop/cart-1/app-logs-errors.log', { is: 'errors' }],
    ['objects/limitranges.json', objects('LimitRange', null)],
    ['objects/leases.json', objects(null, null, false)],
    ['dump/shop/pods.json', objects('Pod', 'shop')],
    ['dump/shop/replication-controllers.yaml', objects('ReplicationController', 'shop')],
    ['nodes.json', objects('Node', null)],
    ['b/version.yaml', objects(null, null, false)],
    ['b/secrets/shop/db.json', objects(null, null, false)],
    ['dump/shop/cart-1/logs.txt', { is: 'log-sections', namespace: 'shop', pod: 'cart-1' }],
    ['b/cluster-info/cluster_version.json', { is: 'meta' }],
    ['logs/shop/cart-1/app.previous.error.txt', { is: 'errors' }],
    ['b/inner.tar.gz', { is: 'archive' }],
    ['readme.md', { is: 'other' }],
  ])('%s', (path, place) => {
    expect(placeOf(path)).toEqual(place);
  });

  it('reads a log by its place, the surest reading first', () => {
    expect(placeOf('b/cluster-resources/pods/logs/shop/cart-1/app-previous.log')).toEqual({
      is: 'log',
      readings: [{ namespace: 'shop', pod: 'cart-1', stem: 'app-previous' }],
    });
    expect(placeOf('logs/shop/cart-1/app.log')).toMatchObject({
      readings: [
        { namespace: 'shop', pod: 'cart-1', stem: 'app' },
        { namespace: null, pod: 'cart-1', stem: 'app' },
        { namespace: null, pod: 'app', stem: null },
      ],
    });
  });
});
