import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('dns-failure', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('fatal: dial tcp: lookup mail-out.post.svc on 10.43.0.10:53: no such host', 1);
    expect(primary).toMatchObject({ cause: 'dns-failure', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('mail-out.post.svc');
  });

  it.each([
    ['mail-out.post.svc.cluster.local', 'kubectl -n post get services'],
    ['mail-out', 'kubectl -n parcel get services'],
  ])('looks for the Service in the namespace that its name tells: %s', async (host, command) => {
    const { remedies } = await crashing(`fatal: dial tcp: lookup ${host} on 10.43.0.10:53: no such host`, 1);
    expect(JSON.stringify(remedies.find(({ id }) => id === 'list-objects'))).toContain(command);
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('fatal: dial tcp 10.43.61.9:5432: connect: connection refused');
    expect(primary?.cause).toBe('dependency-unreachable');
    expect(contributing.map((finding) => finding.cause)).not.toContain('dns-failure');
  });

  it.each([
    ['psycopg2.OperationalError: connection to server at "db", port 5432 failed: Connection refused', 'was resolved'],
    ['Error: connect ECONNREFUSED 10.43.61.9:5432', 'no name was left to resolve'],
  ])('is ruled out by a connection that was tried, to a name or to an address: %s', async (line, words) => {
    const { ruledOut } = await crashing(line);
    expect(ruledOut.find(({ cause }) => cause === 'dns-failure')?.because).toContain(words);
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
