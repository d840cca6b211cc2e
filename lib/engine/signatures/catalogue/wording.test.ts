import { describe, expect, it } from 'vitest';
import { decide } from '../testing';

/** One sentence as the last word of a program that started. */
function causeOf(sentence: string): string | null {
  return decide(`starting the shop\n${sentence}\n`)?.cause ?? null;
}

/** Python's words for modules that import each other. */
const circle = '(most likely due to a circular import)';

describe('the words of any program', () => {
  it.each([
    ['missing-env-var', 'ValueError: Missing SHOP_TOKEN', 'SHOP_TOKEN'],
    ['missing-env-var', 'Missing environmental variable: SHOP_TOKEN', 'SHOP_TOKEN'],
    ['missing-env-var', 'Error: Missing SHOP_TOKEN environment variable', 'SHOP_TOKEN'],
    ['missing-env-var', 'Missing SHOP_TOKEN or SHOP_SECRET in .env', 'SHOP_TOKEN'],
    ['missing-env-var', 'IllegalStateException: Environment variable SHOP_TOKEN is null or empty', 'SHOP_TOKEN'],
    ['missing-env-var', 'Environment variable not defined: SHOP_TOKEN', 'SHOP_TOKEN'],
    ['missing-env-var', 'Error: no shop key provided. Set SHOP_TOKEN or pass --token', 'SHOP_TOKEN'],
    ['missing-env-var', 'missing required -db (or env SHOP_DB_URL)', 'SHOP_DB_URL'],
  ])('%s: %s', (cause, sentence, variable) => {
    const found = decide(`starting the shop\n${sentence}\n`);
    expect(found?.cause).toBe(cause);
    expect(found?.captures['variable']).toBe(variable);
  });

  it.each([
    ['missing-env-var', 'Error: Missing shop environment variables'],
    ['config-invalid', 'panic: invalid log level: loud'],
    ['config-invalid', '{"level":"fatal","msg":"unknown log level loud"}'],
    ['config-invalid', 'FileNotFoundError: Configuration file not found: conf/shop.yaml'],
    ['config-invalid', 'No config file found. Exiting.'],
    ['config-invalid', 'Error: Could not open configuration file. Aborting'],
    ['config-invalid', 'Error: unsupported storage type "drawer"'],
    ['config-invalid', 'Invalid timezone: Mars/Phobos'],
    ['config-invalid', 'Error: Either "clientId" or "connection" must be provided'],
    ['config-invalid', 'Error: Failed to parse /etc/shop.toml: expected `=`'],
    ['config-invalid', 'panic: cannot parse `postgres://a:b@c:port/d`: failed to parse as URL'],
    ['config-invalid', 'listen tcp: lookup tcp/80a: unknown port'],
    ['config-invalid', 'Error: SHOP_SECRET is still the example placeholder'],
    ['config-invalid', 'shop: error: --port: expected a valid 64 bit int but got "web"'],
    ['config-invalid', 'panic: stat /.kube/config: no such file or directory'],
    ['config-invalid', 'ERROR: The variable SHOP_CA_SUM is set but no certificate is at https://shop.example/ca'],
    ['config-invalid', 'error: please specify the ledger to serve with --ledger'],
    ['config-invalid', 'Please point the shop to a price list\n  to load the lists with -p [DIR|FILE].'],
    [
      'config-invalid',
      'Reading ledger credentials file "/etc/ledger.json"\ninvalid character \'S\' looking for beginning of value',
    ],
    ['config-invalid', 'error: Ledger connection failed: 28P01 undefined'],
    ['dependency-unreachable', 'SQLSTATE[08006] [7] ledger'],
    ['config-invalid', 'fatal: could not load prices: unexpected status code: 403 Forbidden'],
    ['config-invalid', 'ERROR getToken Error: Unauthorized'],
    ['app-error-uncaught', ' 0# 0x000055F47681BC19 in shop\n 2# abort in /usr/lib/libc.so.6\n 3# main in shop'],
    ['app-error-uncaught', 'panic: inbound failed: Transport endpoint is not connected (os error 107)'],
    ['config-invalid', 'configuration error: overriding value "tcp://10.4.0.2:8080" from SHOP_PORT'],
    ['config-invalid', 'System.InvalidOperationException: Shop:Key is not configured'],
    ['config-invalid', 'Error: shopAudiences must be set'],
    ['config-invalid', 'Error: SHOP_KEY must be at least 32 characters'],
    ['config-invalid', 'System.InvalidOperationException: Jwt configuration missing'],
    ['config-invalid', 'panic: no store and SHOP_STORE=true'],
    ['app-error-uncaught', 'Error: the name must be at least 3 characters'],
    ['config-invalid', 'Error parsing command line arguments: Invalid parameter -shop'],
    ['runtime-library-missing', "OSError: cannot load library 'libgobject-2.0-0'"],
    ['dependency-unreachable', 'curl: (22) The requested URL returned error: 503'],
    ['app-error-uncaught', 'curl: (22) The requested URL returned error: 404'],
    ['db-migration-failing', 'database schema is not up to date'],
    ['node-kernel-setting', "mount: /mnt: unknown filesystem type 'ceph'."],
    ['missing-env-var', 'ERROR - SHOP_TOKEN missing'],
    ['db-migration-failing', 'FATAL failed to migrate: please upgrade to version 3 first'],
    ['dependency-unreachable', 'panic: failed to connect database'],
    ['dependency-unreachable', 'Exception: Cannot connect to amqp://rabbit:5672'],
    ['dependency-unreachable', 'ERROR: MySQL is unreachable'],
    ['dependency-unreachable', 'Waiting for PostgreSQL... timed out'],
    ['config-invalid', 'FATAL: input schema version 3 not supported'],
    ['db-migration-failing', 'FATAL: schema version 3 not supported'],
    ['db-migration-failing', 'FATAL: shop database schema version 3 not supported'],
    ['db-migration-failing', 'database schema version 7 is newer than this build (latest known version 5)'],
    ['db-migration-failing', 'level=fatal msg="running db migrations: no schema has been selected to create in"'],
    ['db-migration-failing', 'failed to auto migrate: column "x" contains null values'],
    ['oom-child-process', 'npm ERR! signal SIGKILL'],
    ['oom-child-process', 'error Command failed with signal "SIGKILL".'],
    ['command-not-found', './start.sh: line 3: ./bin/shop: No such file or directory'],
    ['command-not-found', 'Could not open input file: artisan'],
    ['tls-certificate-error', 'Post https://shop.test/: remote error: tls: access denied'],
    ['stale-lock-file', 'Unable to lock database: resource temporarily unavailable'],
    ['port-in-use', 'Error: bind to 0.0.0.0:80 failed: port already taken'],
    ['config-invalid', "Error: Cannot find module '../etc/shop-settings.json'"],
    ['runtime-library-missing', "Error: Cannot find module './config'"],
    ['runtime-library-missing', "Error: Cannot find module '../data/prices.json'"],
    [
      'app-error-uncaught',
      `ImportError: cannot import name 'Order' from partially initialized module 'shop.x' ${circle}`,
    ],
    [
      'app-error-uncaught',
      `ImportError: cannot import name 'Order' from partially initialized module 'shop.x' ${circle} (/app/shop/x.py)`,
    ],
    ['app-error-uncaught', `AttributeError: partially initialized module 'shop.x' has no attribute 'Order' ${circle}`],
    [
      'runtime-library-missing',
      `ImportError: cannot import name 'Fish' from partially initialized module 'fish' ${circle} (/srv/venv/lib64/python3.9/site-packages/fish/__init__.py)`,
    ],
    ['app-error-uncaught', "ImportError: cannot import name 'Order' from 'shop.x' (/app/shop/x.py)"],
    [
      'runtime-library-missing',
      "ImportError: cannot import name 'Fish' from 'fish' (/usr/lib/python3/dist-packages/fish.py)",
    ],
    ['runtime-library-missing', "ImportError: cannot import name 'Fish' from 'fish' (unknown location)"],
    [
      'app-error-uncaught',
      "ImportError: cannot import name 'choice' from 'random' (consider renaming '/app/random.py' since it has the same name as the standard library module named 'random')",
    ],
    ['missing-env-var', 'Error: LEDGER_URL is not configured. Coming from 2.x? Read the guide.'],
    ['missing-env-var', 'Error: LEDGER_URL has to be set'],
    ['dns-failure', 'LedgerWriteError: [210] Host not found: ledger-0.ledger.shop.svc.cluster.local (ledger-0:9000)'],
    ['dns-failure', 'std::exception: resolve: Host not found (authoritative)'],
    ['dns-failure', 'System.Net.Sockets.SocketException (0xFFFDFFFF): No such device or address'],
    ['dns-failure', 'HttpRequestException: Resource temporarily unavailable (prices.shop.svc.cluster.local:80)'],
    ['permission-denied', 'RuntimeError: Unable to write in the "ledger" directory (/srv/shop/var/ledger).'],
    ['permission-denied', 'Error: Failed to create temporary folder: /srv/shop/tmp in /srv/shop/boot.php on line 4'],
    ['permission-denied', 'Exception: The /srv/shop/cache directory must be present and writable.'],
    ['permission-denied', 'java.io.IOException: Mkdirs failed to create file:/srv/shop/log (exists=false)'],
    ['disk-full-or-evicted', 'Error: could not create directory /srv/shop: No space left on device'],
    ['config-invalid', 'TypeError: BadgeStrategy requires a clientID option'],
    ['config-invalid', 'Error: No API token provided'],
    ['app-error-uncaught', 'Error: No session token provided'],
    ['app-error-uncaught', 'TypeError: the shop requires a basket'],
    ['config-invalid', 'Error: mac verify failure'],
    ['config-invalid', 'CryptographicException: The badge cannot be read with the provided password'],
    ['app-error-uncaught', '{"Kernel pid terminated",'],
    ['runtime-library-missing', 'ERROR: the shop needs a CUDA driver 12.4 or later'],
    ['runtime-library-missing', 'RuntimeError: the GPU driver version 440 is too old for the shop'],
    ['app-error-uncaught', 'Error: open /var/lib/shop/ledger.db: invalid argument'],
  ])('%s: %s', (cause, sentence) => {
    expect(causeOf(sentence)).toBe(cause);
  });
});

describe('what only sounds like it', () => {
  it.each([
    'Invalid log level, falling back to info',
    'No config file found, using the defaults',
    '[WARN] the configuration file is missing, creating it',
    'all environment variables are set',
    'npm error signal SIGTERM',
    'Error: could not create directory /srv/shop: File exists',
    'System.IO.IOException: No such device or address : /dev/ttyUSB0',
  ])('%s', (sentence) => {
    expect(['app-error-uncaught', null]).toContain(causeOf(sentence));
  });

  it('gives way to the reason that stands beside it', () => {
    expect(
      causeOf('panic: failed to connect database: FATAL: password authentication failed for user "shop"'),
    ).not.toBe('dependency-unreachable');
    expect(causeOf('Could not open configuration file: open /etc/shop.yaml: permission denied')).toBe(
      'permission-denied',
    );
  });
});
