/** For the tests of this room: small objects, archives built byte by byte, streams cut anywhere. */
import { gzipSync } from 'node:zlib';
import { defaultLimits, type Limits } from './limits';

export const plainClean = (text: string): string => text;

export function limits(some: Partial<Limits>): Limits {
  return { ...defaultLimits, ...some };
}

/** Hands the bytes out in chunks of `size`. */
export async function* stream(bytes: Uint8Array | string, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const all = typeof bytes === 'string' ? Buffer.from(bytes) : bytes;
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

interface Entry {
  name: string;
  body?: string | Uint8Array;
  type?: string;
  /** Of a link. */
  target?: string;
  prefix?: string;
  size?: string;
  magic?: string;
}

/** One tar entry as it stands in an archive; every field can be made wrong. */
export function tarEntry({
  name,
  body = '',
  type = '0',
  target = '',
  prefix = '',
  size,
  magic = 'ustar\x0000',
}: Entry): Buffer {
  const content = Buffer.from(body);
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(size ?? content.length.toString(8).padStart(11, '0') + '\0', 124, 'latin1');
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(target, 157, 100);
  header.write(magic, 257);
  header.write(prefix, 345, 155);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(sum.toString(8).padStart(6, '0') + '\0 ', 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

export const tarEnd = Buffer.alloc(1024);

export function tarOf(files: Record<string, string>): Buffer {
  return Buffer.concat([...Object.entries(files).map(([name, body]) => tarEntry({ name, body })), tarEnd]);
}

export function tgzOf(files: Record<string, unknown>): Buffer {
  const texts = Object.entries(files).map(([name, body]): [string, string] => [
    name,
    typeof body === 'string' ? body : JSON.stringify(body),
  ]);
  return gzipSync(tarOf(Object.fromEntries(texts)));
}

/** A pod whose only container ended once, as a list serves it: without kind and apiVersion. */
export function podItem(name: string, namespace = 'shop'): Record<string, unknown> {
  return {
    metadata: { name, namespace, uid: `uid-${name}`, creationTimestamp: '2026-11-20T03:00:00Z' },
    spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }] },
    status: {
      phase: 'Running',
      startTime: '2026-11-20T03:00:01Z',
      containerStatuses: [
        {
          name: 'app',
          ready: false,
          restartCount: 3,
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } },
          lastState: {
            terminated: {
              exitCode: 1,
              reason: 'Error',
              startedAt: '2026-11-20T03:11:00Z',
              finishedAt: '2026-11-20T03:12:44Z',
            },
          },
        },
      ],
    },
  };
}

export function pod(name: string, namespace = 'shop'): Record<string, unknown> {
  return { apiVersion: 'v1', kind: 'Pod', ...podItem(name, namespace) };
}

export function list(kind: string, items: unknown[]): Record<string, unknown> {
  return { kind: `${kind}List`, apiVersion: 'v1', metadata: { resourceVersion: '1' }, items };
}

export function eventItem(name: string, lastTimestamp: string): Record<string, unknown> {
  return {
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, creationTimestamp: '2026-11-20T03:00:00Z' },
    involvedObject: { kind: 'Pod', namespace: 'shop', name: 'cart-1', uid: 'uid-cart-1' },
    reason: 'BackOff',
    message: 'Back-off restarting failed container',
    type: 'Warning',
    count: 4,
    firstTimestamp: '2026-11-20T03:01:00Z',
    lastTimestamp,
  };
}
