import { describe, expect, it } from 'vitest';
import { crashing } from '../../testing/crashing';
import { saysOf } from '../../testing/play';

describe('app-error-uncaught', () => {
  it('fires', async () => {
    expect(await saysOf('app-error-uncaught.fires-go', 'app-error-uncaught')).toMatch(/^likely: .*nil map/);
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('app-error-uncaught.near-miss', 'app-error-uncaught')).toBeNull();
  });

  it('needs no event', async () => {
    expect(await saysOf('app-error-uncaught.fires-go', 'app-error-uncaught', { event: 'BackOff' })).toMatch(/^likely/);
  });

  const caught = `Traceback (most recent call last):
  File "/app/parcels.py", line 12, in book
ValueError: no depot in row 7`;
  it.each([
    ['an ordinary code', 1, '', 'app-error-uncaught'],
    ['SIGKILL', 137, '\nINFO booked 100 parcels', 'unknown'],
    ['SIGKILL, nothing said since', 137, '', 'unknown'],
    ['SIGTERM', 143, '\nINFO booked 100 parcels', 'unknown'],
    ['SIGTERM of the shell around it', 143, '', 'app-error-uncaught'],
  ])('takes no exception for the cause of an end that it cannot bring about: %s', async (_, code, after, cause) => {
    expect((await crashing(caught + after, code)).primary?.cause).toBe(cause);
  });

  it('is less sure of what such an exception names', async () => {
    const refused = caught.replace(/ValueError.*/, 'ConnectionRefusedError: [Errno 111] Connection refused');
    expect((await crashing(refused, 1)).primary).toMatchObject({
      cause: 'dependency-unreachable',
      certainty: 'likely',
    });
    expect((await crashing(refused, 137)).primary?.certainty).toBe('possible');
  });
});
