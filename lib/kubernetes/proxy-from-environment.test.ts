import { describe, expect, it } from 'vitest';
import { proxyFromEnvironment } from './proxy-from-environment';

const server = 'https://api.prod.example.org:6443';

describe('proxyFromEnvironment', () => {
  it('is HTTPS_PROXY, in either case, with or without a scheme', () => {
    expect(proxyFromEnvironment(server, { HTTPS_PROXY: 'http://proxy:3128' })).toBe('http://proxy:3128');
    expect(proxyFromEnvironment(server, { https_proxy: 'proxy:3128' })).toBe('http://proxy:3128');
    expect(proxyFromEnvironment(server, { HTTP_PROXY: 'http://proxy:3128' })).toBeUndefined();
    expect(proxyFromEnvironment(server, {})).toBeUndefined();
  });

  it.each(['https://127.0.0.1:6443', 'https://localhost:6443', 'https://[::1]:6443'])(
    'never stands before %s',
    (address) => {
      expect(proxyFromEnvironment(address, { HTTPS_PROXY: 'http://proxy:3128' })).toBeUndefined();
    },
  );

  it.each([
    ['*', server],
    ['other.org, example.org', server],
    ['.prod.example.org', server],
    ['*.example.org', server],
    ['api.prod.example.org:6443', server],
    ['10.0.0.0/8', 'https://10.96.0.1'],
    ['10.96.0.1', 'https://10.96.0.1'],
    ['fd00::/8', 'https://[fd00::1]:6443'],
  ])('is not used where NO_PROXY says %s, for %s', (exceptions, address) => {
    expect(proxyFromEnvironment(address, { HTTPS_PROXY: 'http://proxy', NO_PROXY: exceptions })).toBeUndefined();
  });

  it.each([
    ['ample.org', server],
    ['.api.prod.example.org', server],
    ['api.prod.example.org:443', server],
    ['10.0.0.0/8', 'https://11.0.0.1'],
    ['', server],
  ])('is used where NO_PROXY says %s, for %s', (exceptions, address) => {
    expect(proxyFromEnvironment(address, { HTTPS_PROXY: 'http://proxy', NO_PROXY: exceptions })).toBe('http://proxy');
  });
});
