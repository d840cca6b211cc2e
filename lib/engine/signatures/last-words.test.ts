import { describe, expect, it } from 'vitest';
import { findDecisive } from './decisive';
import { decide, digest } from './testing';

describe('last words', () => {
  it.each([
    '[migrations] started\n[migrations] no migrations found\nusermod: no changes\n',
    '[custom-init] No custom files found, skipping...\n[ls.io-init] done.\n',
    'npm error Lifecycle script `start` failed with error:\nnpm error code 1\nnpm error path /app\nnpm error command failed\nnpm error command sh -c node main.js\n',
    'npm ERR! Failed at the shop@1.0.0 start script.\nnpm ERR! This is probably not a problem with npm. There is likely additional logging output above.\n',
  ])('are none where nothing failed, or only a wrapper says that something did: %s', (log) => {
    expect(decide(log)).toBeNull();
  });

  it.each([
    'Error: no migrations found in /srv/shop',
    'no custom authenticator could be found',
    'no price list found',
    'skipping the parcel failed',
    'npm error the parcel broke',
  ])('are a complaint: %s', (sentence) => {
    expect(decide(`starting the shop\n${sentence}\n`)?.cause).toBe('app-error-uncaught');
  });

  it.each([
    [
      'level=error msg="belt 4 is torn"\nlevel=error msg="server stopped: context canceled"\nlevel=error msg="sorter" err="operation was canceled"\nlevel=error msg="http: Server closed"\n',
      1,
    ],
    ['level=error msg="server stopped: context canceled"\n', 1],
    ['level=info msg="belt 4 runs"\nlevel=error msg="server stopped: context canceled"\n', 2],
    ['level=error msg="sorter: context canceled"\nlevel=error msg="belt 4 is torn"\n', 2],
  ])('are what ended the program, not what its parts say that were cancelled: %s', (log, line) => {
    expect(decide(log)).toMatchObject({ cause: 'app-error-uncaught', line });
  });

  it('are those of the program before what npm says of its script', () => {
    expect(
      decide('cannot open the shop\nnpm error path /app\nnpm error command failed\nnpm error command sh -c shop\n'),
    ).toMatchObject({ cause: 'app-error-uncaught', line: 1 });
  });

  const rows = (count: number): string =>
    Array.from({ length: count }, (_, n) => `row ${n} has value ${3 * n}\n`).join('');
  const indented = rows(8).replaceAll('row', '  row');
  const help = `Usage:
  ledgerd serve [flags]

Flags:
  -h, --help            help for serve
      --listen string   address to listen on (default ":8080")

Global Flags:
      --log-level string   log level (default "info")

Use "ledgerd [command] --help" for more information about a command.
`;
  const lock = `
Error message: ConditionalCheckFailedException: The conditional request failed
Lock Info:
  Path:      shop-tf/prod.tfstate
  Operation: OperationTypeApply

Terraform acquires a state lock to protect the state from being written
by multiple users at the same time. Please resolve the issue above and try
again. For most commands, you can disable locking with the "-lock=false"
flag, but this is not recommended.
`;
  const boxed = (text: string): string => `╷\n${text.replace(/^/gm, '│ ')}\n╵\n`;

  it.each([
    ['Error: the ledger is not balanced', rows(3), 'app-error-uncaught'],
    ['Error: the ledger is not balanced', rows(9), 'app-error-uncaught'],
    ['Error: the ledger is not balanced', `\n${indented}`, 'app-error-uncaught'],
    ['Error: the ledger is not balanced', help, 'app-error-uncaught'],
    [
      'Error: the ledger is not balanced',
      `{\n  "shards": [\n    { "id": 0 }\n  ],\n  "node": "a"\n}\n`,
      'app-error-uncaught',
    ],
    [
      "Missing required option: '--db=<db>'",
      `Usage: ledger [-h] --db=<db>\n      --db=<db>   Database URL\n${indented}`,
      'config-invalid',
    ],
    ['Error: Error acquiring the state lock', lock, 'stale-lock-file'],
    [
      'Error: Unsupported block type',
      '\n  on /etc/shop/agent.hcl line 3:\n   3: shop.scrape "x" {\n\nNo such block.\n',
      'app-error-uncaught',
    ],
  ])('are the error that an explanation follows to the end: %s, %s', (error, explanation, cause) => {
    expect(decide(`reading the ledger\n${error}\n${explanation}`)).toMatchObject({ cause, line: 2, quoted: error });
  });

  it('are what stands in the box that Terraform draws', () => {
    expect(
      decide(`Initializing the backend...\n${boxed(`Error: Error acquiring the state lock\n${lock}`)}`),
    ).toMatchObject({
      cause: 'stale-lock-file',
      line: 3,
      captures: { message: 'Error: Error acquiring the state lock' },
    });
  });

  it.each([
    ['sentences without end', rows(20)],
    ['work', 'INFO 12 rows imported\nINFO 13 rows imported\nthe rows are here\nand there\n'],
    ['work without a level', 'saved 12 rows\nsaved 13 rows\nsaved 14 rows\nsaved 15 rows\n'],
    ['lines with a time', '10:09:57 round 1\n10:09:58 round 2\n10:09:59 round 3\n10:10:00 round 4\n'],
    ['a start', 'Listening on :8080\nrow 1\nrow 2\nrow 3\n'],
    ['something that begins', 'Watching the ledger\nrow 1\nrow 2\nrow 3\n'],
    ['a signal', 'row 1\nrow 2\nreceived signal SIGTERM\nrow 3\nrow 4\nrow 5\n'],
  ])('are no error that was lived through: behind it %s', (_, later) => {
    expect(decide(`Error: the cache is not available\n${later}`)).toBeNull();
  });

  it('are no error that was said some time before the end', () => {
    const at = (seconds: number): string => `2026-11-21T09:00:${String(seconds).padStart(2, '0')}Z `;
    const log = (pause: number): string =>
      ['Error: the cache is not available', 'row 1', 'row 2', 'row 3', 'row 4']
        .map((line, n) => `${at(n === 0 ? 0 : pause)}${line}\n`)
        .join('');
    const read = (pause: number) => findDecisive([digest(log(pause), { timestamps: true })])?.hit.cause;
    expect(read(1)).toBe('app-error-uncaught');
    expect(read(6)).toBe(undefined);
  });
});
