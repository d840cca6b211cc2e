import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('config-invalid', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('Error: unknown flag: --metrics-adress', 1);
    expect(primary).toMatchObject({ cause: 'config-invalid', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('metrics-adress');
  });

  it.each([
    'FATAL:  password authentication failed for user "ledger"',
    'level=fatal msg="cannot start" err="pq: password authentication failed for user \\"ledger\\""',
  ])('quotes with both of their marks: %s', async (line) => {
    const { primary } = await crashing(line);
    expect(primary && plainHeadline(primary.headline)).toMatch(/password authentication failed for user "ledger"$/);
  });

  it.each([
    ['FATAL:  password authentication failed for user "ledger"', true],
    ['redis.exceptions.AuthenticationError: Authentication required', true],
    ['Error: unknown flag: --metrics-adress', false],
    ['yaml: line 401: mapping values are not allowed in this context', false],
  ])('tells a service that refuses it from a value that it refuses: %s', async (line, byService) => {
    const { primary, remedies } = await crashing(line);
    expect(primary?.cause).toBe('config-invalid');
    expect((primary ? plainHeadline(primary.headline) : '').includes('is refused access by a service')).toBe(byService);
    expect(remedies.some(({ id }) => id === 'mend-credentials')).toBe(byService);
  });

  const login = (answer: string): string =>
    `[ERROR] agent.auth.handler: error authenticating:\n  error=\n  | Error making API request.\n  | \n  | URL: PUT https://vault:8200/v1/auth/kubernetes/login\n${answer}\n   backoff=1s`;

  it.each([
    [
      'over several lines',
      login('  | Code: 403. Errors:\n  | \n  | * permission denied'),
      'permission denied \\(403\\)',
    ],
    ['without one', login('  | Code: 403. Errors:'), 'Code: 403. Errors:.*'],
    [
      'escaped',
      'error authenticating: error="Error making API request.\\n\\nCode: 403. Errors:\\n\\n* permission denied" backoff=1s',
      'permission denied \\(403\\)',
    ],
    [
      'with what the role lacks',
      login('  | Code: 403. Errors:\n  | \n  | * service account name not authorized'),
      'service account name not authorized',
    ],
  ])('quotes the reason of Vault for its refusal: %s', async (_, said, reason) => {
    const { primary } = await crashing(said);
    expect(primary?.cause).toBe('config-invalid');
    expect(primary && plainHeadline(primary.headline)).toMatch(new RegExp(`: ${reason}$`));
  });

  it('takes a file that may not be opened for no refusal of a service', async () => {
    expect((await crashing('open /vault/token: permission denied')).primary?.cause).toBe('permission-denied');
  });

  it.each([
    'metrics: listen tcp 192.0.2.31:7070: bind: cannot assign requested address',
    'nginx: [emerg] bind() to 192.0.2.31:7070 failed (99: Address not available)',
    "OSError: [Errno 99] error while attempting to bind on address ('192.0.2.31', 7070): cannot assign requested address",
    'Error: listen EADDRNOTAVAIL: address not available 192.0.2.31:7070',
    '(99)Cannot assign requested address: AH00072: make_sock: could not bind to address 192.0.2.31:7070',
  ])('fires on an address to listen on that is not there: %s', async (line) => {
    const { primary } = await crashing(`starting\n${line}`);
    expect(primary).toMatchObject({ cause: 'config-invalid', certainty: 'likely' });
    expect(JSON.stringify(primary?.claims)).toContain('192.0.2.31');
  });

  it.each([
    'Get "http://192.0.2.31/": dial tcp 192.0.2.31:80: connect: cannot assign requested address',
    'dial tcp 192.0.2.7:0->192.0.2.31:80: bind: cannot assign requested address',
    'java.net.BindException: Cannot assign requested address (connect failed)',
  ])('says nothing of a connection that gets no address or port of its own: %s', async (line) => {
    const { primary } = await crashing(`starting\n${line}`);
    expect(primary?.cause).toBe('app-error-uncaught');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('/opt/run.sh: line 12: LABEL_URL: unbound variable');
    expect(primary?.cause).toBe('missing-env-var');
    expect(contributing.map((finding) => finding.cause)).not.toContain('config-invalid');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
