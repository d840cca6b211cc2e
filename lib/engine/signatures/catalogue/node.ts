/** What Node.js, npm, yarn and V8 say (signals §7.3). */

import type { Signature } from '../signature';

export const node: readonly Signature[] = [
  {
    id: 'v8-heap',
    cause: 'runtime-heap-exhausted',
    weight: 'fatal',
    literals: ['javascript heap out of memory', 'fatal javascript oom', 'returned after process out of memory'],
    pattern:
      /(?:FATAL ERROR: )?(?<message>(?:Reached heap limit|Ineffective mark-compacts near heap limit|CALL_AND_RETRY_LAST|NewSpace|Scavenger|MarkCompactCollector|Committing semi space|invalid (?:array|table) |Zone).{0,60}(?:JavaScript heap out of memory|process out of memory))|# Fatal JavaScript OOM in .{1,60}|# API fatal error handler returned after process out of memory|JavaScript heap out of memory/i,
    example: 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    near: 'raise the JavaScript heap when out of memory',
  },
  {
    // V8 writes this on its way out for memory alone; the sentence that follows may be lost with the process.
    id: 'v8-last-gcs',
    cause: 'runtime-heap-exhausted',
    weight: 'fatal',
    literals: ['last few gcs'],
    pattern: /<--- Last few GCs --->/,
    context: [{ after: 40, pattern: /out of memory/i, absent: true }],
    example: '<--- Last few GCs --->',
    near: 'tracing the last few GCs to gc.log',
  },
  {
    id: 'node-worker-out-of-memory',
    cause: 'runtime-heap-exhausted',
    weight: 'error',
    literals: ['err_worker_out_of_memory', 'worker terminated due to reaching memory limit'],
    pattern: /ERR_WORKER_OUT_OF_MEMORY|Worker terminated due to reaching memory limit/,
    example: 'Error [ERR_WORKER_OUT_OF_MEMORY]: Worker terminated due to reaching memory limit: JS heap out of memory',
    near: 'worker is out of memory budget',
  },
  {
    id: 'node-entry-missing',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: ['cannot find module'],
    pattern: /Cannot find module '(?<file>\/[^']{1,200})'$/,
    context: [
      {
        after: 22,
        pattern:
          /node:internal\/modules\/run_main|Module\.runMain|executeUserEntryPoint|internal\/main\/run_main_module|requireStack: \[\]/,
      },
    ],
    example: "Error: Cannot find module '/app/server.js'",
    near: "Error: Cannot find module 'express'",
  },
  {
    // `require` reads settings as it reads code; a file of that name is written for the deployment, not installed.
    id: 'node-settings-file-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['cannot find module'],
    pattern:
      /Cannot find module '(?<file>(?:\.{0,2}\/)(?:[\w.@-]{1,80}\/){0,12}[\w.-]{0,60}?(?:[Cc]onfig|[Ss]ettings|[Ss]ecrets?|[Cc]redentials?|[Ss]ervice-?[Aa]ccount)[\w.-]{0,60}\.(?:json5?|ya?ml))'/,
    example: "Error: Cannot find module '../etc/mail-settings.json'",
    near: "Error: Cannot find module './config'",
  },
  {
    id: 'node-module-missing',
    cause: 'runtime-library-missing',
    weight: 'error',
    literals: [
      'cannot find module',
      'cannot find package',
      'err_module_not_found',
      'module did not self-register',
      'node_module_version',
      'could not locate the bindings file',
      'err_dlopen_failed',
      'prisma client could not locate the query engine',
      'could not load the ',
    ],
    pattern:
      /Cannot find (?:module|package) '(?<library>[^']{1,200})'|Module did not self-register|NODE_MODULE_VERSION (?<version>\d+)|Could not locate the bindings file|(?<message>Prisma Client could not locate the Query Engine for runtime "[^"]{1,60}")|Could not load the "(?<library2>[\w@/-]{1,60})" module/,
    example: "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'fastify' imported from /app/index.js",
    near: "module 'express' was found",
  },
  {
    id: 'node-listen-in-use',
    cause: 'port-in-use',
    weight: 'error',
    literals: ['eaddrinuse', 'is already in use'],
    pattern:
      /listen EADDRINUSE(?:: address already in use)? (?<address>[^\s:]{0,80}|:{2,3}|\[[^\]]{0,40}\]):{1,3}(?<port>\d{1,5})|Port (?<port2>\d{1,5}) is (?:already )?in use/,
    example: 'Error: listen EADDRINUSE: address already in use :::3000',
    near: 'EADDRINUSE is handled',
  },
  {
    id: 'node-listen-denied',
    cause: 'permission-denied',
    weight: 'error',
    literals: ['listen eacces'],
    pattern: /listen EACCES(?:: permission denied)? (?<address>\S{0,80}?):?(?<port>\d{1,5})$/,
    example: 'Error: listen EACCES: permission denied 0.0.0.0:80',
    near: 'listen EACCES handler installed',
  },
  {
    id: 'node-watch-limit',
    cause: 'node-kernel-setting',
    weight: 'error',
    literals: ['file watchers reached', 'emfile'],
    pattern:
      /(?:ENOSPC|EMFILE): (?:System limit for number of file watchers reached|too many open files), watch(?: '(?<path>[^']{0,200})')?/,
    example: "Error: ENOSPC: System limit for number of file watchers reached, watch '/app/src'",
    near: 'ENOSPC: no space left on device, write',
  },
  {
    id: 'npm-missing-script',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: ['missing script', 'command ', 'enoent', 'err_pnpm_no_script', "couldn't find a script"],
    pattern:
      /(?:Missing script: ?"?(?<command>[\w:.-]{1,60})"?|missing script: (?<command2>[\w:.-]{1,60})|error Command "(?<command3>[\w:.-]{1,60})" not found|ERR_PNPM_NO_SCRIPT\S{0,3} {1,3}(?<message>.{1,100})|(?:npm (?:ERR!|error) )(?:enoent )?ENOENT: no such file or directory, open '(?<file>[^']{0,200}package\.json)'|Couldn't find a package\.json file in "(?<file2>[^"]{1,200})")/,
    example: 'npm ERR! Missing script: "start:prod"',
    near: 'npm ERR! code 1',
  },
  {
    id: 'node-bad-option',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['bad option: ', 'is not allowed in node_options'],
    pattern: /node: (?:bad option: (?<flag>\S{1,100})|(?<flag2>\S{1,100}) is not allowed in NODE_OPTIONS)/,
    example: 'node: bad option: --max-old-space=512',
    near: 'bad option: choose again',
  },
  {
    id: 'node-unsupported-engine',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: ['requires node', 'node.js version', 'is incompatible with this module', 'minimum node.js version'],
    pattern:
      /(?:The engine "node" is incompatible with this module\. Expected version "(?<version>[^"]{1,40})"|(?:requires|required) (?:at least )?Node(?:\.js)?(?: version)? (?<version2>[v^>=~\d.]{1,20})|Node\.js version (?<version3>"?[v^>=~\d. ]{1,20}"?) is required)/i,
    example: 'error @angular/cli: The engine "node" is incompatible with this module. Expected version "^18.13.0".',
    near: 'Node.js version v18.1.0',
  },
  {
    id: 'node-module-format',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    bug: true,
    stack: 'node',
    literals: [
      'err_require_esm',
      'cannot use import statement outside a module',
      'require is not defined in es module',
    ],
    pattern:
      /(?<exception>Error \[ERR_REQUIRE_ESM\]|SyntaxError|ReferenceError): (?<message>.{0,40}(?:require\(\) of ES Module|Cannot use import statement outside a module|require is not defined in ES module).{0,200})/,
    example: 'SyntaxError: Cannot use import statement outside a module',
    near: 'docs: Cannot use import statement outside a module',
  },
  {
    id: 'node-unhandled-rejection',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    stack: 'node',
    literals: ['unhandledpromiserejection'],
    pattern: /\[UnhandledPromiseRejection: (?<message>.{0,300})/,
    example:
      '[UnhandledPromiseRejection: This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "boom".] {',
    near: '(node:12) UnhandledPromiseRejectionWarning: Error: boom',
  },
  {
    id: 'node-exception',
    cause: 'app-error-uncaught',
    weight: 'error',
    stack: 'node',
    literals: ['error: ', 'error [', 'exception: '],
    pattern:
      /^(?:\s{0,4}|\[?(?:ERROR|error|FATAL)\]?:? {1,4}|\[Nest\] .{0,80}\] )(?:Uncaught )?(?<exception>[A-Z]\w{0,80}(?:Error|Exception)|Error)(?: \[(?<code>[A-Z_]{2,60})\])?: (?<message>.{0,300})/,
    context: [{ after: 12, pattern: /^\s+at .{1,300}(?::\d+:\d+\)?|<anonymous>\)?|\(native\))(?: \{)?$/ }],
    example: "TypeError: Cannot read properties of undefined (reading 'id')",
    near: 'The TypeError: class documents itself',
  },
  {
    id: 'node-aggregate-error',
    cause: 'app-error-uncaught',
    weight: 'error',
    stack: 'node',
    literals: ['aggregateerror'],
    pattern: /^(?:Uncaught )?(?<exception>AggregateError)(?: \[(?<code>[A-Z_]{2,60})\])?:/,
    example: 'AggregateError: All promises were rejected',
    near: 'new AggregateError(errors)',
  },
  {
    id: 'prisma-unreachable',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: ["can't reach database server at", 'p1001', 'p1002', 'p1017'],
    pattern:
      /Can't reach database server at ["'`]{0,2}(?<host>[\w.-]{1,253})["'`]{0,2}(?::["'`]{0,2}(?<port>\d{1,5}))?|\bP(?:1001|1002|1017)\b/,
    example: "Error: P1001: Can't reach database server at `db`:`5432`",
    near: 'the database server was reached',
  },
];
