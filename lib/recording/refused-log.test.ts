import { describe, expect, it } from 'vitest';
import { refusedLog } from './refused-log';

const pod = 'cart-6d5f-abcde';
const kubelet = `Get "https://192.0.2.7:10250/containerLogs/shop/${pod}/app?previous=true"`;

describe('an error in place of a log', () => {
  it.each([
    `Request log error: container "app" in pod "${pod}" is waiting to start: ContainerCreating`,
    'Create log request error: the server could not find the requested resource',
    `Error from server: ${kubelet}: dial tcp 192.0.2.7:10250: i/o timeout`,
    `Error from server (InternalError): ${kubelet}: x509: certificate has expired or is not yet valid`,
    `Error from server (Forbidden): pods "${pod}" is forbidden: User "bob" cannot get resource "pods/log" in API group "" in the namespace "shop"`,
    `Error from server (Forbidden): Forbidden (user=kube-apiserver, verb=get, resource=nodes, subresource=proxy) ( pods/log ${pod})`,
    `Error from server (BadRequest): previous terminated container "app" in pod "${pod}" not found`,
    `Error from server (BadRequest): container "app" in pod "${pod}" is waiting to start: trying and failing to pull image`,
    `Error from server (BadRequest): container proxy is not valid for pod ${pod}`,
    `error: a container name must be specified for pod ${pod}, choose one of: [app proxy]`,
    `Defaulted container "app" out of: app, proxy\nError from server (BadRequest): container "app" in pod "${pod}" is terminated`,
  ])('is known: %s', (text) => {
    expect(refusedLog(`${text}\n`, pod)).toEqual({ code: 'absent', message: expect.stringContaining('an error: ') });
  });

  it.each([
    ['the log of another pod', 'pods "web-0" is forbidden: User "x" cannot get resource "pods/log" in API group ""'],
    ['its own pod', `pods "${pod}" is forbidden: User "x" cannot patch resource "pods" in API group ""`],
    ['a pod of a longer name', `previous terminated container "app" in pod "${pod}-2" not found`],
    ['another object', 'deployments.apps "cart" not found'],
  ])('is not what a kubectl within the container says of %s', (_, said) => {
    expect(refusedLog(`Error from server (Forbidden): ${said}\n`, pod)).toBeNull();
  });

  it('is not a line among others, nor one of a program', () => {
    const line = `Error from server: ${kubelet}: dial tcp 192.0.2.7:10250: i/o timeout`;
    expect(refusedLog(`collecting\n${line}\n`, pod)).toBeNull();
    expect(refusedLog(`panic: ${kubelet}: EOF`, pod)).toBeNull();
    expect(refusedLog('', pod)).toBeNull();
  });
});
