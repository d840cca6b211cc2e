/** What Ruby and PHP programs say (signals §7.6). */

import type { Signature } from '../signature';

export const scripting: readonly Signature[] = [
  {
    id: 'ruby-gem-missing',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: [
      'could not find ',
      'bundler::gemnotfound',
      'cannot load such file',
      'your ruby version is',
      'gem::missingspecerror',
      'you have already activated',
      'command `bundle',
      'activating bundler',
    ],
    pattern:
      /(?:Could not find (?<library>[\w.-]{1,80}(?:-[\d.]{1,20})?)(?:, .{0,120})? in (?:any of the sources|locally installed gems|rubygems|cached)|GemNotFound|cannot load such file -- (?<library2>\S{1,200})|Your Ruby version is (?<version>[\d.]{1,12}), but your Gemfile specified|Gem::MissingSpec\w{0,10}|Could not find gem '(?<library3>[^']{1,80})'|Could not find '(?<library4>[^']{1,80})' \([^)]{1,40}\)(?: required by .{1,120}| among \d{1,5} total gem)|Activating (?<library5>bundler) .{1,40} failed)/,
    example: 'Could not find rails-7.0.4 in any of the sources',
    near: 'could not find the answer in any of the books',
  },
  {
    id: 'ruby-credentials-key',
    cause: 'missing-env-var',
    weight: 'fatal',
    literals: [
      'missing `secret_key_base`',
      'missing encryption key',
      'rails_master_key',
      'invalidmessage',
      'key not found: ',
    ],
    pattern:
      /(?:Missing `(?<variable>secret_key_base)`|Missing encryption key to decrypt file with|\bENV\["?(?<variable2>RAILS_MASTER_KEY)"?\]|(?<exception>MessageEncryptor::InvalidMessage)|KeyError\W.{0,20}key not found: "(?<variable3>[A-Z][A-Z0-9_]{1,80})"|key not found: "(?<variable4>[A-Z][A-Z0-9]*_[A-Z0-9_]{1,80})")/,
    example:
      "ArgumentError: Missing `secret_key_base` for 'production' environment, set this string with `bin/rails credentials:edit`",
    near: 'Missing `layout` for page',
  },
  {
    id: 'ruby-database',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'nodatabaseerror',
      'databaseconfigurationerror',
      'adapternotspecified',
      'adapternotfound',
      'is not set up for',
    ],
    pattern:
      /(?<exception>(?:ActiveRecord::)?(?:NoDatabaseError|DatabaseConfigurationError|AdapterNotSpecified|AdapterNotFound))(?:: (?<message>.{0,200}))?/,
    example: 'ActiveRecord::NoDatabaseError: We could not find your database: shop_production.',
    near: 'ActiveRecord::Base',
  },
  {
    id: 'ruby-connection',
    vague: true,
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [
      'pg::connectionbad',
      'mysql2::error::connectionerror',
      'redis::cannotconnecterror',
      'redisclient::cannotconnecterror',
      'connectionnotestablished',
      'errno::econnrefused',
      'bunny::tcpconnectionfailed',
      'errno::ehostunreach',
      'errno::etimedout',
      'net::opentimeout',
    ],
    pattern:
      /(?<exception>PG::ConnectionBad|Mysql2::Error::ConnectionError|Redis(?:Client)?::CannotConnectError|ActiveRecord::ConnectionNotEstablished|Errno::E(?:CONNREFUSED|HOSTUNREACH|TIMEDOUT)|Bunny::TCPConnectionFailed\w{0,20}|Net::OpenTimeout)(?:: (?<message>.{0,200}))?/,
    example: 'Redis::CannotConnectError: Error connecting to Redis on redis:6379 (Errno::ECONNREFUSED)',
    near: 'Redis::Client connected',
  },
  {
    id: 'ruby-memory',
    cause: 'runtime-heap-exhausted',
    weight: 'fatal',
    literals: ['nomemoryerror', 'failed to allocate memory'],
    pattern:
      /(?:failed to allocate memory \((?<exception>NoMemoryError)\)|^\[FATAL\] (?<message>failed to allocate memory))/,
    example: '[FATAL] failed to allocate memory',
    near: 'memory failed to allocate in test',
  },
  {
    id: 'ruby-bug',
    cause: 'segfault',
    weight: 'fatal',
    stack: 'indented',
    literals: ['[bug] segmentation fault', '[bug] bus error'],
    pattern: /\[BUG\] (?<signal>Segmentation fault|Bus Error)/,
    example: '/app/lib/image.rb:12: [BUG] Segmentation fault at 0x0000000000000018',
    near: '[BUG] tracker opened',
  },
  {
    id: 'ruby-uncaught',
    cause: 'app-error-uncaught',
    weight: 'error',
    stack: 'ruby',
    literals: [
      ':in `',
      ":in '",
      'failed to load command',
      '(most recent call last)',
      'rails aborted!',
      'rake aborted!',
    ],
    pattern:
      /^(?:(?:\S{1,200}:\d{1,6}:in [`'][^']{1,120}'): (?<message>.{0,300}?) ?\((?<exception>[A-Z][\w:]{1,100})\)|bundler: failed to load command: (?<command>\S{1,100})|(?:rails|rake) aborted!)/,
    example: "/app/config/boot.rb:4:in `require': boom (RuntimeError)",
    near: "\tfrom /app/config/boot.rb:4:in `require'",
  },
  {
    id: 'php-memory-limit',
    cause: 'runtime-heap-exhausted',
    weight: 'fatal',
    literals: ['allowed memory size of'],
    pattern: /Allowed memory size of (?<limit>\d+) bytes exhausted(?: \(tried to allocate (?<size>\d+) bytes\))?/,
    example:
      'PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /app/index.php on line 12',
    near: 'allowed memory size of 128 MB',
  },
  {
    id: 'php-app-key',
    cause: 'missing-env-var',
    weight: 'error',
    literals: [
      'no application encryption key has been specified',
      'missingappkeyexception',
      'environment variable not found',
      'environmentnotfoundexception',
      'unsupported cipher or incorrect key length',
    ],
    pattern:
      /(?:No application encryption key has been specified|MissingAppKeyException|Environment variable not found: "(?<variable>[A-Z][A-Z0-9_]{1,80})")/,
    example: 'RuntimeException: No application encryption key has been specified.',
    near: 'the application encryption key was rotated',
  },
  {
    id: 'php-autoload',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: [
      'vendor/autoload.php',
      'could not find driver',
      'call to undefined function',
      'requires the ext-',
      'requires ext-',
      'requires php',
      'your composer dependencies require',
      'the requested php extension',
      'unable to load dynamic library',
      ' not found in /',
    ],
    pattern:
      /(?:Failed opening required '(?<file>[^']{1,200}vendor\/autoload\.php)'|vendor\/autoload\.php\)?: [Ff]ailed to open stream|(?<message>could not find driver)|Your Composer dependencies require a PHP version "?(?<version>[^"]{1,30})|requires? (?:the )?(?:PHP )?(?<library>ext-\w{1,40})|Unable to load dynamic library '(?<library2>[^']{1,120})'|[Cc]lass ["'](?<library3>Redis|RedisCluster|Memcached|Imagick|SoapClient|PDO|mysqli|ZipArchive|DOMDocument|NumberFormatter|IntlDateFormatter|Collator|Normalizer|AMQPConnection|XMLWriter|SimpleXMLElement|MongoDB\\Driver\\Manager)["'] not found|Call to undefined function (?<symbol>(?:mb|curl|imagecreate|bcmul|pg|mysqli|pcntl|simplexml|gzip|json|openssl|sodium|intl|ldap|socket|iconv|ctype|apcu)_?\w{0,40})\(\))/,
    example: 'PHP Fatal error:  Uncaught PDOException: could not find driver in /app/db.php:12',
    near: 'the driver could find the road',
  },
  {
    id: 'php-database',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [
      'sqlstate[hy000]',
      'sqlstate[08006]',
      'sqlstate[08001]',
      'error establishing a database connection',
      'php_network_getaddresses',
    ],
    pattern:
      /SQLSTATE\[(?:HY000|08006|08001|08004)\](?: \[\d+\])? (?<message>Connection refused|Operation timed out|Connection timed out|.{0,80}server has gone away|could not connect to server|connection to server.{0,200}(?:refused|timeout)|Host is unreachable|No route to host|Too many connections)|Error establishing a database connection/,
    example: 'PDOException: SQLSTATE[HY000] [2002] Connection refused',
    near: 'PDOException: SQLSTATE[HY000] [1045] wrong password',
  },
  {
    id: 'php-uncaught',
    cause: 'app-error-uncaught',
    weight: 'error',
    stack: 'php',
    literals: ['fatal error: ', 'parse error: ', 'php fatal error', 'php parse error'],
    pattern:
      /(?:PHP )?(?:Fatal|Parse|Core|Compile) error: {1,2}(?:Uncaught (?<exception>[\w\\]{1,160})(?:\([^)]{0,60}\))?: )?(?<message>.{0,300})/,
    example: 'PHP Fatal error:  Uncaught LogicException: no cart in /app/src/Cart.php:41',
    near: 'a fatal error was avoided',
  },
];
