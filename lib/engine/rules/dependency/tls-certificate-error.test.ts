import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('tls-certificate-error', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('Error: unable to get local issuer certificate', 1);
    expect(primary).toMatchObject({ cause: 'tls-certificate-error', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('issuer');
  });

  it.each([
    [
      'Caused by: javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
      'unable to find valid certification path to requested target',
    ],
    [
      '[ERROR] auth.handler: error authenticating: error="Put \\"https://vault:8200\\": x509: certificate is valid for 127.0.0.1, not 10.0.0.5" backoff=1.25',
      'certificate is valid for 127.0.0.1, not 10.0.0.5',
    ],
  ])('quotes the reason alone: %s', async (line, reason) => {
    const { primary } = await crashing(line, 1);
    expect(primary?.cause).toBe('tls-certificate-error');
    expect(primary && plainHeadline(primary.headline)).toMatch(new RegExp(`: ${reason}$`));
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('fatal: dial tcp 10.43.61.9:5432: connect: connection refused');
    expect(primary?.cause).toBe('dependency-unreachable');
    expect(contributing.map((finding) => finding.cause)).not.toContain('tls-certificate-error');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
