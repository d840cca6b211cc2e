import { describe, expect, it } from 'vitest';

import { createPicture } from '../cluster/picture';
import { formatAddress, parseAddress, resolveService } from './address';
import { feed, start } from './testing';

describe('an address', () => {
  it.each([
    ['postgres:5432', 'postgres:5432'],
    ['10.96.0.12', '10.96.0.12'],
    ['http://user@API.shop:80/x?y', 'api.shop:80'],
    ['[fd00::1]:53', '[fd00::1]:53'],
    ['db.shop.svc.cluster.local.', 'db.shop.svc.cluster.local'],
  ])('%s is %s', (text, expected) => {
    const address = parseAddress(text);
    expect(address === null ? null : formatAddress(address)).toBe(expected);
  });

  it.each(['localhost:80', '127.0.0.1', '0.0.0.0:8080', ':8443', '[::]:80', 'two words', ''])('%s is none', (text) => {
    expect(parseAddress(text)).toBeNull();
  });
});

describe('a host', () => {
  const picture = createPicture({ now: () => start });
  feed(picture, 'Service', 'db', { spec: { clusterIP: '10.96.0.12' } });
  feed(picture, 'Service', 'db', { metadata: { namespace: 'other' } });

  it.each([
    ['db', 'shop'],
    ['db.shop', 'shop'],
    ['db.other', 'other'],
    ['db.other.svc', 'other'],
    ['db.other.svc.cluster.local', 'other'],
    ['db-0.db.other.svc.cluster.local', 'other'],
    ['db-0.db', 'shop'],
    ['10.96.0.12', 'shop'],
  ])('%s is the Service in %s', (host, namespace) => {
    expect(resolveService(picture, host, 'shop')?.metadata).toMatchObject({ name: 'db', namespace });
  });

  it.each(['db.example.com', 'cache', 'db.nowhere.svc', '10.96.0.13', 'a.b.c.d'])('%s is none', (host) => {
    expect(resolveService(picture, host, 'shop')).toBeNull();
  });
});
