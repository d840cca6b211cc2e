/** What shells, entrypoints, the loader and the kernel's exec say (signals §7.8, §1.4). */

import type { Signature } from '../signature';

export const shell: readonly Signature[] = [
  {
    // An entrypoint makes its script executable before it runs it.
    id: 'script-not-there',
    cause: 'command-not-found',
    weight: 'error',
    literals: ['cannot access ', '.sh: no such file'],
    pattern:
      /^chmod: (?:cannot access ["'`‘]?(?<command>[\w./@-]{1,200}\.(?:sh|bash|py|pl|rb))["'`’]?|(?<command2>[\w./@-]{1,200}\.(?:sh|bash|py|pl|rb))): No such file or directory/,
    example: "chmod: cannot access './wait-for-shop.sh': No such file or directory",
    near: "chmod: cannot access '/srv/shop/data': No such file or directory",
  },
  {
    // nslookup tells of each name that it tries with the search list; the first is nearest to what was asked for.
    id: 'nslookup-not-found',
    cause: 'dns-failure',
    weight: 'error',
    literals: ['nxdomain', 'servfail', 'non-existent domain'],
    pattern: /(?:can't|cannot) find (?<host>[\w.-]{1,253}): (?:NXDOMAIN|SERVFAIL|Non-existent domain)/,
    context: [{ before: 3, pattern: /(?:can't|cannot) find \S{1,253}: (?:NXDOMAIN|SERVFAIL)/, absent: true }],
    example: "** server can't find db.shop.svc.cluster.local: NXDOMAIN",
    near: "** server can't find db.shop.svc.cluster.local: REFUSED",
  },
  {
    // Erlang's port mapper, asked for a peer.
    id: 'epmd-nxdomain',
    cause: 'dns-failure',
    weight: 'error',
    literals: ['nxdomain'],
    pattern: /epmd error for host "?(?<host>[\w.-]{1,253})"?: nxdomain/,
    example: 'ERROR: epmd error for host queue-1.queues: nxdomain (non-existing domain)',
    near: 'epmd error for host queue-1.queues: timeout',
  },
  {
    // ssh's own check of a private key; of its five lines this one names the file and the mode.
    id: 'private-key-too-open',
    cause: 'permission-denied',
    weight: 'fatal',
    literals: ['are too open'],
    pattern: /Permissions (?<mode>0?\d{3}) for ["']?(?<path>\/[^"'\s]{1,250})["']? are (?<tooOpen>too open)/,
    example: "Permissions 0644 for '/etc/ssh/ssh_host_rsa_key' are too open.",
    near: 'Permissions for the bucket are too open',
  },
  {
    id: 'exec-format',
    cause: 'exec-format-error',
    weight: 'fatal',
    literals: ['exec format error'],
    pattern:
      /(?:exec (?<file>\/\S{1,200}): |exec user process caused:? "?|exec container process(?: \(missing dynamic library\?\))? `(?<file2>[^`]{1,200})`: |(?<![\w./-])(?<file4>\/[\w./-]{1,200}): cannot execute binary file: |cannot execute binary file: |(?<!\S)(?<file3>\/\S{1,200}): )?exec format error/i,
    example: 'exec /app/transcoder: exec format error',
    near: 'exec of format plugin: error',
  },
  {
    id: 'exec-cannot-execute-binary',
    cause: 'exec-format-error',
    weight: 'fatal',
    literals: ['cannot execute binary file'],
    pattern: /(?<![\w./-])(?<file>\/?[\w./-]{1,200}): cannot execute binary file/,
    example: '/entrypoint.sh: line 3: /app/server: cannot execute binary file',
    near: 'cannot execute binary: file transfer',
  },
  {
    // The kernel found the file, and not the interpreter of its first line, or a binary's loader (signals §7.8 sh-3).
    id: 'shell-interpreter-missing',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: ['cannot execute: required file not found', 'bad interpreter'],
    pattern:
      /(?<![\w./-])(?<file>\/?[\w./-]{1,200}): cannot execute: required file not found|(?<![\w./-])(?<file2>\/?[\w./-]{1,200}): (?<interpreter>\/[\w./-]{1,100})(?: \S{1,40})?: bad interpreter: No such file or directory/,
    example: '/entrypoint.sh: line 3: /app/report.sh: /usr/bin/fish: bad interpreter: No such file or directory',
    near: 'sh: /app/report.sh: /usr/bin/fish: bad interpreter: Permission denied',
  },
  {
    // A name that ends with the CR of a Windows line end: nothing of it is there, and the kernel knew every format (signals §7.8 sh-5).
    id: 'crlf-interpreter',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: ['command not found', 'bad interpreter', 'no such file or directory'],
    pattern:
      /(?:\$'\\r': command not found|(?<![\w./-])(?<command>\/[\w./-]{1,100})\^M: bad interpreter|env: ['‘](?<command2>[\w-]{1,60})\\r['’]: No such file)/,
    example: 'env: ‘bash\\r’: No such file or directory',
    near: '/bin/bash: bad interpreter: No such file or directory',
  },
  {
    id: 'exec-permission-denied',
    cause: 'permission-denied',
    weight: 'fatal',
    literals: ['permission denied', 'exists but it is not executable'],
    pattern:
      /^(?:exec (?<file>\/\S{1,200}): permission denied|.{0,60}exec user process caused:? "?permission denied|exec container process `(?<file2>[^`]{1,200})`: Permission denied|the path `(?<file3>[^`]{1,300})` exists but it is not executable)/,
    example: 'standard_init_linux.go:228: exec user process caused: permission denied',
    near: 'open /app/x: permission denied',
  },
  {
    id: 'exec-not-found',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: ['no such file or directory'],
    pattern:
      /^(?:exec (?<file>\/\S{1,200}): no such file or directory|.{0,60}exec user process caused:? "?no such file or directory|exec container process(?: \(missing dynamic library\?\))? `(?<file2>[^`]{1,200})`: No such file or directory)/,
    example: 'exec /app/start.sh: no such file or directory',
    near: 'open /app/start.sh: no such file or directory',
  },
  {
    id: 'exec-not-in-path',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: ['executable file not found in', 'executable file `'],
    // What a runtime of its own answers to a program that starts containers is about those.
    pattern:
      /(?:exec: "?(?<command>[^":]{0,120})"?: executable file not found in (?:\$|%)?PATH|executable file `(?<command2>[^`]{1,120})` not found)(?<!(?:OCI runtime|starting container process|start container process).{0,400})/,
    example: 'exec: "gunicorn": executable file not found in $PATH',
    near: 'no executable file not found in cache',
  },
  {
    // A script that asks whether something is up by a tool that does not know its options waits for ever.
    id: 'wait-tool-usage',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['invalid option --', 'unrecognized option', 'unknown option', 'usage: nc'],
    pattern:
      /^(?<message>(?:nc|ncat|netcat|curl|wget|nslookup|getent|pg_isready|mysqladmin|redis-cli): (?:invalid|unrecognized|unknown) option.{0,80}|[Uu]sage: (?:nc|ncat|netcat) .{0,120})/,
    example: "nc: invalid option -- 'z'",
    near: 'the usage: nc is a tool',
    context: [
      {
        after: 40,
        pattern: /\b(?:[Ww]ait(?:ing)? (?:for|on|until)|[Ss]leeping|not (?:yet )?(?:ready|available|up))\b/,
      },
    ],
  },
  {
    id: 'shell-not-found',
    cause: 'command-not-found',
    weight: 'error',
    literals: [': not found', 'command not found'],
    pattern:
      /^(?:\S{0,120}\/)?(?:(?:ba|da|a|z|k|c)?sh|[\w.-]{1,60}\.sh|docker-entrypoint\S{0,30}|\/\S{1,120}): (?:\d{1,5}: |line \d{1,5}: |\d{1,5}: \S{1,100}: )?(?:eval: |exec: )?(?:line \d{1,5}: )?(?<command>[^\s:]{1,200}): (?:command )?not found$/,
    example: '/bin/sh: 1: gunicorn: not found',
    near: 'sh: page /index.html not found',
  },
  {
    // A script that ends in `exec "$@"` with nothing to run, or behind a prompt that has no line end.
    id: 'shell-exec-not-found',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: [': not found'],
    pattern: /(?:^|\s)\/[\w./-]{1,120}: (?:line )?\d{1,5}: exec: (?<command>[^\s:]{0,200}): not found$/,
    example: 'New password: /entrypoint.sh: line 12: exec: : not found',
    near: 'the job /entrypoint.sh: exec: step 3 not found',
  },
  {
    // zsh, bundler and just put the command last.
    id: 'command-not-found-last',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: ['command not found: '],
    pattern: /^(?:zsh|bundler|just|make)(?:: line \d{1,5}|:\d{1,5})?: command not found: (?<command>\S{1,200})$/,
    example: 'bundler: command not found: sidekiq',
    near: 'help: command not found: see the manual for others',
  },
  {
    id: 'loader-library-unloadable',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: ['could not load ', 'unable to load ', 'failed to load ', 'cannot load '],
    pattern:
      /(?:[Cc]ould not|[Uu]nable to|[Ff]ailed to|[Cc]annot) load (?:the )?(?:(?:native|shared|dynamic) library:? ["']?(?<library>[\w.+/-]{2,120})|(?<library2>[A-Z][A-Z0-9.+-]{2,30}|lib[\w.+-]{2,60}) (?:shared |dynamic )?library\b)/,
    example: '2021/08/27 23:03:50 Failed to initialize NVML: could not load NVML library.',
    near: 'could not load the library of songs',
  },
  {
    // The rules on the node use a match or target whose plug-in (libxt_*.so) the iptables in the image lacks.
    id: 'iptables-extension-missing',
    cause: 'runtime-library-missing',
    weight: 'error',
    literals: ["can't find library for ", "couldn't load match ", "couldn't load target "],
    pattern: /(?:Can't find library for|Couldn't load) (?:match|target) [`'](?<library>[\w-]{1,40})'/,
    example: "iptables v1.8.7 (legacy): Couldn't load match `geoip':No such file or directory",
    near: "Can't find library for the match of today",
  },
  {
    // What a script that sets up a pod's redirection ends with; iptables-restore names the line in its input instead.
    id: 'iptables-refuses',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: ['iptables', 'ip6tables'],
    pattern:
      /^ip6?tables(?:-\w{1,10}){0,2}(?: v[\d.]{1,12}(?: \(\w{1,10}\))?)?: (?<message>(?:No chain\/target\/match by that name|Chain already exists|Bad rule|Index of .{1,40}|Set \S{1,80} doesn't exist|Resource temporarily unavailable|Invalid argument|host\/network .{1,120} not found|unknown option .{1,60}|line \d{1,6} failed).{0,80})/,
    example: 'iptables: No chain/target/match by that name.',
    near: 'iptables v1.8.7 (nf_tables): chain PREROUTING, policy ACCEPT',
  },
  {
    id: 'shell-cannot-open',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: ["can't open", 'cannot open', ': no such file or directory'],
    pattern:
      /^(?:\S{0,100}\/)?(?:(?:ba|da|a|z|k)?sh|env|exec|nohup|tini|dumb-init|su-exec|gosu|nice|timeout|xargs|catatonit)(?:\[\d+\])?: (?:\d{1,5}: |line \d{1,5}: )?(?:exec: )?(?:0: )?(?:can't open|cannot open|Can't open|can't execute|failed to run command|exec)? ?['‘"]?(?<file>[^\s'’":]{1,200})['’"]?: (?:No such file(?: or directory)?|not found)/,
    example: '/bin/sh: 0: cannot open /app/start.sh: No such file',
    near: 'cat: /app/start.sh: No such file or directory',
  },
  {
    // A command or a file that is read: which of them tells the exit code (127: a command).
    id: 'shell-no-such-file',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: [': no such file or directory'],
    pattern:
      /^\S{1,160}: (?:line )?\d{1,5}: (?<message>(?:cannot open |can't open )?(?<file>[\w.-]{0,60}\/[\w./@-]{1,200}): No such file or directory)$/,
    example: '/entrypoint.sh: line 12: /opt/tools/fill: No such file or directory',
    near: '/entrypoint.sh: line 12: cd: /srv: No such file or directory',
  },
  {
    id: 'shell-permission-denied',
    cause: 'permission-denied',
    weight: 'error',
    literals: ['permission denied', 'cannot create', "can't create"],
    pattern:
      /^(?:\S{0,120}\/)?(?:(?:ba|da|a|z|k)?sh|[\w.-]{1,60}\.sh|docker-entrypoint\S{0,30}|\/\S{1,120}): (?:\d{1,5}: |line \d{1,5}: )?(?:exec: )?(?:can't create |cannot create )?(?<file>[^\s:]{1,200}): (?:cannot execute: )?Permission denied/,
    example: '/bin/sh: 1: /app/run.sh: Permission denied',
    near: 'sh: login: access granted, permission denied for guests',
  },
  {
    id: 'shell-unset-variable',
    cause: 'missing-env-var',
    weight: 'fatal',
    literals: ['unbound variable', 'parameter not set', 'parameter null or not set'],
    pattern: /(?<!\w)(?<variable>[A-Za-z_]\w{0,80}): (?:unbound variable|parameter (?:null or )?not set)/,
    example: '/entrypoint.sh: line 7: DATABASE_URL: unbound variable',
    near: 'theorem with one unbound variable x',
  },
  {
    id: 'shell-syntax',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    literals: [
      'syntax error near unexpected token',
      'syntax error: ',
      'illegal option',
      'unexpected end of file',
      '[[: not found',
      'bad substitution',
    ],
    pattern:
      /(?:sh|bash|(?<!\S)\/\S{1,120}): (?:\d{1,5}: |line \d{1,5}: )?(?:\d{1,5}: )?(?<message>syntax error.{0,100}|Syntax error: .{0,100}|set: Illegal option .{0,40}|\[\[: not found|Bad substitution)/,
    example: '/entrypoint.sh: 12: Syntax error: "(" unexpected',
    near: 'SQL: syntax error: at or near SELECT',
  },
  {
    id: 'loader-shared-library',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: [
      'error while loading shared libraries',
      'error loading shared library',
      'cannot open shared object file',
      'unable to load shared library',
      'image not found',
    ],
    pattern:
      /(?:error while loading shared libraries: (?<library>[^\s:]{1,200})|Error loading shared library (?<library2>[^\s:]{1,200})|(?<![\w./+-])(?<library3>[\w./+-]{1,200}\.so[\w.]{0,30}): cannot open shared object file|Unable to load shared library '(?<library4>[^']{1,200})')/,
    example:
      '/app/converter: error while loading shared libraries: libpqlite.so.5: cannot open shared object file: No such file or directory',
    // TensorFlow and onnxruntime try the libraries of a GPU, say so, and go on with the CPU.
    context: [
      {
        after: 12,
        pattern:
          /Ignore above cud\w+ dlerror|Skipping registering GPU devices|Failed to create \w{3,12}ExecutionProvider/,
        absent: true,
      },
    ],
    near: 'loading shared libraries: done',
  },
  {
    id: 'loader-symbol',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: ['error relocating', 'symbol lookup error', 'undefined symbol'],
    pattern:
      /(?:Error relocating (?<library>[^\s:]{1,200}): (?<symbol>[^\s:]{1,200}): symbol not found|symbol lookup error: (?<library2>[^\s:]{1,200}): undefined symbol: (?<symbol2>[^\s,]{1,200})|(?<![\w./+-])(?<library3>[\w./+-]{1,200}\.so[\w.]{0,30}): undefined symbol: (?<symbol3>[^\s,]{1,200}))/,
    example: 'Error relocating /app/server: __snprintf_chk: symbol not found',
    near: 'undefined symbol table',
  },
  {
    id: 'loader-glibc-version',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: ['glibc_', 'glibcxx_', 'cxxabi_', 'openssl_', 'gcc_'],
    pattern:
      /(?:(?<!\S)(?<library>\/\S{1,200}): )?version [`'"‘]?(?<version>(?:GLIBC|GLIBCXX|CXXABI|OPENSSL|GCC)_[\w.]{1,20})['"’]? not found/,
    example:
      "/boring-registry: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.32' not found (required by /boring-registry)",
    near: 'built with GLIBC_2.32',
  },
  {
    id: 'shell-segfault',
    cause: 'segfault',
    weight: 'fatal',
    literals: ['segmentation fault', 'bus error'],
    pattern: /(?:^|: |\s)(?<signal>Segmentation fault|Bus error)(?: {1,8}\(core dumped\))?(?:$|\s{1,10}\S)/,
    example: '/entrypoint.sh: line 12:    17 Segmentation fault      (core dumped) /app/server',
    near: 'handler for Segmentation faults installed',
  },
  {
    id: 'shell-illegal-instruction',
    cause: 'illegal-instruction',
    weight: 'fatal',
    literals: ['illegal instruction'],
    pattern: /(?:^|: |\s)(?<signal>Illegal instruction)(?: {1,8}\(core dumped\))?(?:$|\s{1,10}\S)/i,
    example:
      '/opt/bitnami/scripts/libos.sh: line 336:    41 Illegal instruction     (core dumped) "$@" > /dev/null 2>&1',
    near: 'emulating illegal instructions: no',
  },
  {
    id: 'setuid-refused',
    cause: 'permission-denied',
    weight: 'fatal',
    literals: ['operation not permitted', 'permission denied', 'failed to set groups'],
    // The second is gosu's own.
    pattern:
      /(?<![a-z])(?<command>su-exec|gosu|setpriv|chpst|s6-setuidgid|s6-applyuidgid|setuidgid|runuser|su|setgid|setuid|setgroups|initgroups|setresuid|setresgid)(?:\([^)]{0,60}\){1,3})?:? .{0,80}?(?:Operation not permitted|[Pp]ermission denied)|failed switching to "(?<user>[\w:.-]{1,80})": operation not permitted/i,
    example: 'su-exec: setgroups(1000): Operation not permitted',
    near: 'mount: operation not permitted',
  },
  {
    id: 'chown-refused',
    cause: 'permission-denied',
    weight: 'error',
    literals: ['chown', 'chmod'],
    pattern: /(?:chown|chmod|chgrp)\b.{0,140}?(?:Operation not permitted|Permission denied)/i,
    names: 'path',
    example: "chown: changing ownership of '/var/lib/postgresql/data': Operation not permitted",
    near: 'chown: changed ownership of /data',
  },
  {
    id: 'mkdir-refused',
    cause: 'permission-denied',
    weight: 'error',
    literals: [
      'cannot create directory',
      "can't create directory",
      'cannot touch',
      'cannot remove',
      "can't remove",
      'cannot open',
      'cannot create regular file',
      'cannot access',
      'cannot move',
      'cannot create symbolic link',
      'cannot create',
    ],
    pattern:
      /\b(?:mkdir|touch|rm|cp|mv|ln|cat|install|tee|sed|find|ls): (?:cannot|can't) (?:create|remove|touch|open|access|move|stat)\b.{0,300}?: Permission denied/,
    names: 'path',
    example: 'mkdir: cannot create directory ‘/var/lib/postgresql/data/pgdata’: Permission denied',
    near: 'mkdir: cannot create directory ‘/data’: File exists',
  },
  {
    id: 'tini-exec',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: ['fatal tini', 'failed to execute', '[dumb-init] '],
    pattern:
      /\[FATAL tini \(\d+\)\] exec (?<command>\S{1,250}) failed: No such file or directory|nsenter: failed to execute (?<command2>\S{1,120}): No such file or directory|^\[dumb-init\] (?<command3>\S{1,250}): No such file or directory/,
    example: '[FATAL tini (7)] exec /docker-entrypoint.sh failed: No such file or directory',
    near: '[FATAL tini (7)] exec /entrypoint.sh failed: Permission denied',
  },
];
