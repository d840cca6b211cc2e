import { describe, expect, it } from 'vitest';
import { judgeWords } from './judge-words';
import { wordFamilies } from './vocabulary';

describe('judgeWords', () => {
  it.each([
    ['missing-env-var', 'the shop needs some environment variables that were not provided'],
    ['config-invalid', 'shop settings refused: the locale option has an unsupported value'],
    ['config-invalid', 'the tenant rejects our credentials: wrong password'],
    ['dependency-unreachable', 'the cart database never answered, giving up: no response from upstream'],
    ['dns-failure', 'nameserver gave nothing: the hostname of the cart was not resolved'],
    ['tls-certificate-error', 'the issuer chain of the shop certificate is not trusted'],
    ['permission-denied', 'the folder /data/shop is not writable by this user'],
    ['rbac-forbidden', 'the service account is not authorized in this api group'],
    ['runtime-library-missing', 'the python package shoplib is not installed'],
    ['command-not-found', 'the executable shopctl cannot be found'],
    ['port-in-use', 'the listen port of the shop is already taken'],
    ['db-migration-failing', 'shop schema version is behind: pending migrations'],
    ['disk-full-or-evicted', 'the disk of the shop is full'],
    ['stale-lock-file', 'lock of the shop is held by another instance'],
    ['runtime-heap-exhausted', 'the heap of the shop is exhausted'],
    ['node-kernel-setting', 'the inotify limit of this machine is too low'],
    ['read-only-filesystem', 'the volume of the shop is mounted read-only'],
    ['leader-election-lost', 'lost the lease, no longer leader'],
  ])('%s: %s', (cause, sentence) => {
    expect(judgeWords(sentence)?.cause).toBe(cause);
  });

  it.each([
    'panic: invalid timeout: must be greater than zero',
    'storage.path should be an absolute path',
    'replica count must be odd',
    'retention must be one of 1d, 7d, 30d',
    "'workers' expected to be an integer, got 'four'",
    'only one of [token, tokenFile] may be set',
    'region "eu-west-9" is not a valid region',
    'cannot parse "10 minutes" as duration',
    'fatal: could not determine the cluster domain; set --cluster-domain',
    'No backends configured',
    'the partition controller does not support option foo',
  ])('takes what a value has to be for a word on the configuration: %s', (sentence) => {
    expect(judgeWords(sentence)?.cause).toBe('config-invalid');
  });

  it('takes what the goods of a shop have to be for no word on the configuration', () => {
    expect(judgeWords('Exception: quantity must be positive')).toBeNull();
    expect(judgeWords('ValueError: k must be between 1 and 9')).toBeNull();
    expect(judgeWords('index must be less than 10')).toBeNull();
  });

  it('looks for the reason before a value that stands last, and not before a reason in many words', () => {
    expect(judgeWords('Unsupported authentication mode: oidcx')?.cause).toBe('config-invalid');
    expect(judgeWords('invalid CIDR address: 10.0.0.0/33')?.cause).toBe('config-invalid');
    expect(judgeWords('Unsupported authentication mode: the till ran over and stopped')).toBeNull();
  });

  it('takes what a file system says of a call for no word on the arguments of a program', () => {
    const failed = 'Error starting the shop: failed to start the ledger: open /var/lib/shop/ledger.db: ';
    expect(judgeWords(`${failed}invalid argument`)).toBeNull();
    expect(judgeWords('Till CLI: run: open link: create: operation not supported')).toBeNull();
    expect(judgeWords('Error starting the shop: invalid argument --ledger')?.cause).toBe('config-invalid');
  });

  it('takes the upgrade of a release or of a connection for no word on a schema, that of a database for one', () => {
    for (const other of [
      'Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress',
      'Error: UPGRADE FAILED: pre-upgrade hooks failed: 1 error occurred:',
      'the upgrade of the till failed',
    ])
      expect(judgeWords(other)?.cause).not.toBe('db-migration-failing');
    for (const schema of ['database upgrade failed', 'could not upgrade the database', 'DB downgrade aborted'])
      expect(judgeWords(schema)?.cause).toBe('db-migration-failing');
  });

  it('takes what a parser says of any text for no word on the configuration', () => {
    expect(judgeWords('cannot parse parcel 17: unexpected end of JSON input')).toBeNull();
    expect(judgeWords('cannot parse the configuration: unexpected end of JSON input')?.cause).toBe('config-invalid');
  });

  it('takes what a program closed itself for no word on what it depends on', () => {
    for (const closed of ['sweeper ended: queue closed', 'work queue is closed', 'serve: listener closed.'])
      expect(judgeWords(closed)).toBeNull();
    expect(judgeWords('serving the shop: http: Server closed')).toBeNull();
    expect(judgeWords('accept tcp [::]:8080: use of closed network connection')).toBeNull();
    for (const closed of [
      'the queue was closed by the broker',
      'database connection closed',
      'the server closed the connection',
    ])
      expect(judgeWords(closed)?.cause).toBe('dependency-unreachable');
  });

  it('takes no word for a key store alone for a matter of certificates', () => {
    expect(judgeWords("cannot unseal: keystore value for 'shop' already exists")?.cause).not.toBe(
      'tls-certificate-error',
    );
  });

  it.each([
    'TypeError: Cannot read properties of undefined (reading "map")',
    'Cannot invoke "String.length()" because "name" is null',
    'assertion failed: basket.total == sum',
    'index out of range [5] with length 3',
    'Object reference not set to an instance of an object.',
    'called `Option::unwrap()` on a `None` value',
    'undefined method `name` for nil:NilClass',
    'fatal: order 4711 has no line items, refusing to continue',
    'payment amount mismatch for invoice 881',
    'batch failed after 3 of 10 records were processed',
    'parcel list: unexpected column count 7, expected 8',
    'something went wrong, see above',
    'queue limit reached, exiting',
    'rate limit exceeded for tenant 12',
    'all goroutines are asleep - deadlock!',
    'relay: upstream handshake failed',
    'the server could not start',
    '',
  ])('leaves alone what tells of no family: %s', (sentence) => {
    expect(judgeWords(sentence)).toBeNull();
  });

  it('weighs what is wrapped more than its wrapper', () => {
    expect(judgeWords('invalid configuration: cannot read settings: connection refused by upstream')?.cause).toBe(
      'dependency-unreachable',
    );
  });

  it('takes no guess of the program for a statement', () => {
    const hint = 'some environment variables that were not provided';
    expect(judgeWords(`the shop stopped - ${hint}`)?.cause).toBe('missing-env-var');
    expect(judgeWords(`the shop stopped - this may be due to ${hint}`)).toBeNull();
    expect(judgeWords(`the shop stopped, e.g. ${hint}`)).toBeNull();
  });

  it('does not choose between two families that are told equally well', () => {
    expect(judgeWords('the certificate is invalid and the database is unreachable')).toBeNull();
  });

  it('is surer of a line that says it twice', () => {
    expect(judgeWords('the server certificate has expired')?.certainty).toBe('likely');
    expect(judgeWords('bad parameter')?.certainty).toBe('possible');
  });

  it('reads a long hostile line in time', () => {
    const words = wordFamilies.map(({ about }) => Object.values(about).join(' ').replaceAll('*', 'x')).join(' ');
    const before = process.cpuUsage();
    for (let round = 0; round < 20; round += 1) {
      judgeWords(words);
      judgeWords('a_'.repeat(100_000));
      judgeWords('A_'.repeat(100_000));
      judgeWords('.'.repeat(100_000));
    }
    const { user } = process.cpuUsage(before);
    expect(user / 80_000).toBeLessThan(20);
  });
});
