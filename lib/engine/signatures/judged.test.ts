import { describe, expect, it } from 'vitest';
import { findDecisive } from './decisive';
import { decide, digest } from './testing';

describe('an error that only its form made known', () => {
  it('gets the cause that its words tell, and what they name', () => {
    expect(decide('starting\nFATAL user folder /var/lib/shop is not accessible\n')).toMatchObject({
      cause: 'permission-denied',
      captures: { path: '/var/lib/shop' },
    });
    expect(decide('starting\nERROR the queue at amq.shop.svc:5672 never answered, giving up\n')).toMatchObject({
      cause: 'dependency-unreachable',
      captures: { host: 'amq.shop.svc', port: '5672' },
    });
  });

  it('takes no line number of a stack frame for a port', () => {
    const frame = 'FATAL the seat is already in use at com.acme.Seats.take(Seats.java:211)\n';
    expect(decide(`starting\n${frame}`)?.cause).not.toBe('port-in-use');
    expect(decide('starting\nERROR Main.java:200 the address is in use already: 0.0.0.0:9090\n')).toMatchObject({
      cause: 'port-in-use',
      captures: { port: '9090' },
    });
    expect(decide('starting\nFATAL the listen address :7070 is taken already\n')).toMatchObject({
      cause: 'port-in-use',
      captures: { port: '7070' },
    });
  });

  it('reads the fields of a structured line, not their names', () => {
    const line =
      'time="2024-01-10T12:00:00Z" level=fatal msg="shop stops" error="the trust chain of its certificate is broken"';
    expect(decide(`starting\n${line}\n`)?.cause).toBe('tls-certificate-error');
    expect(decide('starting\nlevel=fatal msg="the shop is closed"\n')?.cause).toBe('app-error-uncaught');
  });

  it('reads the exception at the end of a trace', () => {
    const trace = 'Traceback (most recent call last):\n  File "/app/shop.py", line 3, in <module>\n    main()\n';
    expect(decide(`${trace}ShopError: the tenant rejects these credentials\n`)?.cause).toBe('config-invalid');
    expect(decide(`${trace}TypeError: settings value is not valid\n`)?.cause).toBe('app-error-uncaught');
  });

  it('says how sure the words make it, and never that it is proven', () => {
    const found = findDecisive([digest('starting\nERROR the certificate chain is not valid\n')]);
    expect(found?.judged).toBe('likely');
  });

  it('leaves to a signature what one knows', () => {
    expect(findDecisive([digest('panic: invalid log level: loud\n')])?.judged).toBeUndefined();
  });

  it('is quoted without the names of the fields of its line', () => {
    expect(decide('level=error ts=2026-11-21T03:10:41Z msg="cannot parse parcel 17: unexpected EOF"\n')).toMatchObject({
      cause: 'app-error-uncaught',
      captures: { message: 'cannot parse parcel 17: unexpected EOF' },
    });
  });
});
