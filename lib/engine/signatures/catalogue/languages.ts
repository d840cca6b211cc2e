/** What the runtimes of Perl, Deno, R and V8 say, and the settings library of Scala. */

import type { Signature } from '../signature';

export const languages: readonly Signature[] = [
  {
    id: 'perl-module-missing',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: ["can't locate ", "can't load '", ' required--this is only '],
    pattern:
      /(?:Can't locate (?<library>[\w./:-]{1,160}) in @INC\b|Can't locate loadable object for module (?<library2>[\w:]{1,80}) in @INC|Can't load '(?<library3>[^']{1,200})' for module \S| required--this is only (?<version>\S{1,40}))/,
    example:
      "Can't locate Shop/Cart.pm in @INC (you may need to install the Shop::Cart module) (@INC contains: /etc/perl) at /app/run.pl line 3.",
    near: "Can't locate order 12 in the store",
  },
  {
    id: 'perl-script-missing',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: ["can't open perl script"],
    pattern: /Can't open perl script "?(?<command>[^":]{1,200})"?: No such file or directory/,
    example: 'Can\'t open perl script "/app/run.pl": No such file or directory',
    near: "Can't open perl script: no name was given",
  },
  {
    id: 'perl-died',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: [
      "can't call method",
      "can't use ",
      "can't locate object method",
      'undefined subroutine',
      'requires explicit package name',
      ' reference at ',
      'aborted due to compilation errors',
      'compilation failed in require',
      '--compilation aborted',
    ],
    pattern:
      /(?<message>(?:Can't (?:call method|use (?:string|an undefined value)|locate object method)\b.{1,160}|Undefined subroutine \S{1,120} called|Global symbol "[^"]{1,80}" requires explicit package name.{0,80}|Not an? (?:HASH|ARRAY|CODE|SCALAR) reference|BEGIN failed--compilation aborted|Compilation failed in require) at \S{1,200} line \d{1,7}|Execution of \S{1,200} aborted due to compilation errors)/,
    example: 'Can\'t call method "prepare" on an undefined value at /app/lib/Shop.pm line 44.',
    near: "can't use the coupon at checkout line 3",
  },
  {
    id: 'deno-not-allowed',
    cause: 'permission-denied',
    weight: 'fatal',
    literals: ['run again with the --allow-'],
    pattern: /(?<message>(?:[Rr]equires )?\b\w{3,8} access to .{1,200}?, run again with the --allow-\w{2,10} flag)/,
    example:
      'error: Uncaught (in promise) NotCapable: Requires net access to "0.0.0.0:8000", run again with the --allow-net flag',
    near: 'to see more, run again with the --allow-list flag',
  },
  {
    id: 'deno-bare-import',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: ['relative import path '],
    pattern: /Relative import path "(?<library>[^"]{1,200})" not prefixed with/,
    example: 'error: Relative import path "cart" not prefixed with / or ./ or ../',
    near: 'relative import path resolved',
  },
  {
    // CHECK of V8 and of glog: an assertion that was not met.
    id: 'check-failed',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    stack: 'native',
    literals: ['fatal error in ', 'check failed: '],
    pattern: /^(?:# {0,3}|\*{3} )?(?<message>Fatal error in .{0,120}, line \d{1,7}|Check failed: \S.{0,200})/,
    example: '# Fatal error in , line 0',
    near: 'Health check failed: 503',
  },
  {
    id: 'r-package-missing',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: ['there is no package called '],
    pattern: /there is no package called ['"‘“`](?<library>[\w.]{1,80})/,
    example: "Error in library(carts) : there is no package called 'carts'",
    near: 'there is no package called for today',
  },
  {
    id: 'hocon-refused',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['config.configexception$', 'configreaderexception'],
    pattern: /(?<exception>config\.ConfigException\$\w{2,40}|ConfigReaderException)(?:: (?<message>.{0,240}))?/,
    example:
      'com.typesafe.config.ConfigException$UnresolvedSubstitution: application.conf: 12: Could not resolve substitution to a value: ${SHOP_DB}',
    near: 'com.typesafe.config.Config loaded',
  },
  {
    // Lua, OpenResty: the places that it looked in follow, one a line.
    id: 'lua-module-missing',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: ['not found:'],
    pattern: /\bmodule '(?<library>[\w./-]{1,120})' not found:/,
    context: [{ after: 2, pattern: /^\s+no (?:field package\.preload|file )/ }],
    example: "lua: main.lua:3: module 'shop.cart' not found:",
    near: "the module 'cart' was found",
  },
  {
    id: 'julia-package-missing',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: ['not found in current path'],
    pattern: /ArgumentError: Package (?<library>\w{1,80}) not found in current path/,
    example: 'ERROR: LoadError: ArgumentError: Package HTTP not found in current path.',
    near: 'Parcel HTTP not found in current path',
  },
];
