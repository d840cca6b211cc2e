/** What Rust, C and C++ programs, sanitizers, Erlang and Elixir say when they end (signals §7.6). */

import type { Signature } from '../signature';

export const native: readonly Signature[] = [
  {
    // The loader found it, made for another system: the image was built with what lay beside it on another machine.
    id: 'library-of-other-system',
    cause: 'runtime-library-missing',
    weight: 'error',
    literals: ['invalid elf header', 'wrong elf class', 'elf file os abi invalid'],
    pattern:
      /(?:^|[\s:'"])(?<library>[^\s:'"]{1,240})(?<=\.(?:node|so[\d.]{0,12})): (?:invalid ELF header|wrong ELF class\b|ELF file OS ABI invalid)/,
    example: 'Error: /app/node_modules/till/till.node: invalid ELF header',
    near: 'the parser found an invalid ELF header in the upload',
  },
  {
    id: 'rust-allocation',
    cause: 'runtime-heap-exhausted',
    weight: 'fatal',
    literals: ['memory allocation of'],
    pattern: /memory allocation of (?<size>\d+) bytes failed/,
    example: 'memory allocation of 1073741824 bytes failed',
    near: 'memory allocation of the pool',
  },
  {
    id: 'rust-stack-overflow',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    bug: true,
    literals: ['has overflowed its stack', 'fatal runtime error: stack overflow'],
    pattern:
      /(?:thread '(?<thread>[^']{1,100})' (?:\(\d+\) )?(?<message>has overflowed its stack)|fatal runtime error: stack overflow)/,
    example: "thread 'main' has overflowed its stack",
    near: 'the river has overflowed its banks',
  },
  {
    id: 'rust-clap',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [
      'error: unexpected argument',
      'error: the following required arguments',
      'error: invalid value',
      'error: found argument',
      'error: unrecognized subcommand',
      'error: a value is required for',
      'error: the subcommand',
    ],
    pattern:
      /^error: (?<message>unexpected argument '(?<flag>[^']{1,100})' found|the following required arguments were not provided|invalid value '(?<value>[^']{0,100})' for '(?<flag2>[^']{1,100})'.{0,120}|Found argument '(?<flag3>[^']{1,100})'|unrecognized subcommand '(?<flag4>[^']{1,100})'|a value is required for '(?<flag5>[^']{1,100})'|The subcommand '(?<flag6>[^']{1,80})' wasn't recognized)/,
    example: "error: unexpected argument '--prot' found",
    near: 'error: invalid value type',
  },
  {
    // hyper, which most clients of Rust are made of: the connection itself was not had.
    id: 'rust-connect',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: ['error (connect)', '(connect, '],
    pattern:
      /(?<message>(?:client error \(Connect\)|Error\(Connect, )(?!.{0,200}(?:dns error|[Ii]nvalid ?[Cc]ert|certificate)).{0,160})/,
    example:
      'CRD is not queryable; Service(hyper_util::client::legacy::Error(Connect, Custom { kind: TimedOut, error: Elapsed(()) }))',
    near: 'client error (SendRequest)',
  },
  {
    id: 'rust-panic',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    stack: 'rust',
    literals: ['panicked at'],
    pattern:
      /thread '(?<thread>[^']{1,100})'(?: \(\d+\))? panicked at (?:'(?<message>.{0,300}?)', )?(?<place>[\w./<>@-]{1,200}:\d+:\d+)/,
    example: "thread 'main' panicked at 'called `Result::unwrap()` on an `Err` value: ()', src/main.rs:12:34",
    near: 'nobody panicked at the disco',
  },
  {
    // A failed precondition, in debug and in `-Onone` builds, with its place; it ends in a trap, which leaves 132 on x86 and 133 on ARM.
    id: 'swift-fatal-error',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    literals: ['.swift:'],
    pattern: /\.swift:\d{1,7}: (?:Fatal error|Assertion failed|Precondition failed)(?:: (?<message>.{1,300}))?$/,
    example: 'Shelf/Take.swift:31: Fatal error: Index out of range',
    near: 'Shelf/Take.swift:31: warning: unused value',
  },
  {
    id: 'sanitizer-segfault',
    cause: 'segfault',
    weight: 'fatal',
    stack: 'native',
    literals: ['sanitizer: segv', 'sanitizer: bus'],
    pattern: /==\d+==ERROR: \w{1,20}Sanitizer: (?<signal>SEGV|BUS) on (?<message>.{1,120})/,
    example: '==1==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000018 (pc 0x55d0 bp 0x7ffe sp 0x7ffd T0)',
    near: 'AddressSanitizer: SEGV handler installed',
  },
  {
    id: 'sanitizer-report',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    bug: true,
    stack: 'native',
    literals: ['sanitizer: ', 'runtime error: '],
    pattern:
      /(?:==\d+==ERROR|WARNING): (?<exception>\w{1,20}Sanitizer): (?<message>.{1,200})|(?<!\S)(?<place>\S{1,200}:\d+:\d+): runtime error: (?<message2>.{1,160})/,
    example: '==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x602000000010 at pc 0x000000400b9e',
    near: 'hand sanitizer: empty',
  },
  {
    id: 'cpp-bad-alloc',
    cause: 'runtime-heap-exhausted',
    weight: 'fatal',
    literals: ['std::bad_alloc', 'virtual memory exhausted', 'cannot allocate memory', 'malloc failed'],
    pattern:
      /(?:(?<exception>std::bad_alloc)|^(?:\S{1,60}: )?(?<message>virtual memory exhausted|[Cc]annot allocate memory|malloc failed)|(?:fork|mmap|malloc|calloc|realloc|exec|clone)\b.{0,60}?(?<message2>[Cc]annot allocate memory|ENOMEM))/,
    example: "terminate called after throwing an instance of 'std::bad_alloc'",
    near: 'catch (std::bad_exception)',
  },
  {
    id: 'cpp-terminate',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    stack: 'indented',
    literals: ['terminate called', 'terminating with uncaught exception', 'pure virtual method called', 'libc++abi'],
    pattern:
      /(?:terminate called after throwing an instance of '(?<exception>[^']{1,160})'|terminating (?:with|due to) uncaught exception of type (?<exception2>[^:]{1,160}): (?<message>.{0,200})|terminate called without an active exception|(?<message2>pure virtual method called))/,
    example: "terminate called after throwing an instance of 'std::runtime_error'",
    near: 'terminate called by the operator',
  },
  {
    id: 'database-abort',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    literals: ['got signal 6'],
    pattern: /(?<message>\b(?:mysqld|mariadbd) got signal 6)\b/,
    example: '240112 12:29:59 [ERROR] mariadbd got signal 6 ;',
    near: 'mariadbd got signal 60',
  },
  {
    id: 'glibc-abort',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    bug: true,
    literals: [
      'free(): ',
      'malloc(): ',
      'double free or corruption',
      'corrupted size vs. prev_size',
      'munmap_chunk(): ',
      'stack smashing detected',
      'buffer overflow detected',
      'malloc_consolidate(): ',
      'corrupted double-linked list',
      'assertion ',
    ],
    pattern:
      /(?<message>(?:free|malloc|realloc|munmap_chunk|malloc_consolidate)\(\): (?:invalid|corrupted|unaligned|memory|mismatching|unsorted|smallbin|largebin|double)[\w ()-]{1,60}|double free or corruption.{0,20}|corrupted (?:size vs\. prev_size|double-linked list).{0,20}|\*\*\* (?:stack smashing|buffer overflow) detected \*\*\*.{0,40}|Assertion [`'].{1,160}?' failed)/,
    example: 'free(): invalid pointer',
    near: 'malloc(): 12 bytes',
  },
  {
    id: 'native-crash-report',
    cause: 'segfault',
    weight: 'fatal',
    stack: 'native',
    literals: [
      'caught signal 11',
      'signal 11 (sigsegv)',
      'received signal 11',
      'received signal sigsegv',
      'fatal signal 11',
      'sigsegv received',
      'caught segmentation fault',
      'got signal: 11',
      'crashed by signal: 11',
      '(sigsegv)',
      'segfault at',
      'mysqld got signal 11',
      'mariadbd got signal 11',
      'caught sigsegv',
      'caught signal 7',
    ],
    pattern:
      /(?:(?:[Cc]aught|[Rr]eceived|[Gg]ot|[Ff]atal|[Cc]rashed by)(?: a)?:? [Ss]ignal:? ?(?<signal>11|7|SIGSEGV|SIGBUS)|[Cc]aught (?<signal2>[Ss]egmentation [Ff]ault|SIGSEGV)|segfault at [0-9a-f]{1,16} ip|(?<signal3>SIGSEGV) received)/,
    example: '1:M 12 Jan 2024 12:29:59.483 # Redis 7.0.4 crashed by signal: 11, si_code: 1',
    near: 'caught signal 15',
  },
  {
    id: 'native-illegal-instruction',
    cause: 'illegal-instruction',
    weight: 'fatal',
    literals: [
      'caught signal 4',
      'signal 4 (sigill)',
      'received signal sigill',
      'got signal 4 ',
      'fatal signal 4',
      'the tensorflow library was compiled to use',
      'qemu: uncaught target signal 4',
    ],
    pattern:
      /(?:(?:[Cc]aught|[Rr]eceived|[Gg]ot|[Ff]atal)(?: a)? signal:? (?<signal>4\b|SIGILL)|The TensorFlow library was compiled to use (?<library>\S{1,20}) instructions, but these aren't available|qemu: uncaught target signal 4)/,
    example: "The TensorFlow library was compiled to use AVX instructions, but these aren't available on your machine.",
    near: 'caught signal 42',
  },
  {
    id: 'beam-allocation',
    cause: 'runtime-heap-exhausted',
    weight: 'fatal',
    literals: ['_alloc: cannot'],
    pattern:
      /(?<message>(?:eheap|binary|ets|ll|std|driver|temp|sl|fix)_alloc: Cannot (?:re)?allocate (?<size>\d+) bytes of memory)/,
    example: 'eheap_alloc: Cannot allocate 1781763260 bytes of memory (of type "heap").',
    near: 'eheap_alloc: 12 carriers',
  },
  {
    id: 'beam-port',
    cause: 'port-in-use',
    weight: 'error',
    literals: ['eaddrinuse', 'address already in use'],
    pattern:
      /(?:Failed to start Ranch listener .{1,120}? for reason :eaddrinuse|:eaddrinuse\b|\{?(?:error|listen_error),? ?eaddrinuse|\(EADDRINUSE)/,
    example:
      '[error] Failed to start Ranch listener ShopWeb.Endpoint.HTTP in :ranch_tcp:listen([port: 4000]) for reason :eaddrinuse (address already in use)',
    near: 'the atom eaddrinuse is known',
  },
  {
    id: 'beam-boot',
    cause: 'app-error-uncaught',
    weight: 'error',
    stack: 'beam',
    literals: [
      'init terminating in do_boot',
      'runtime terminating during boot',
      'application_start_failure',
      'could not start application',
      'kernel pid terminated',
      'crash dump is being written',
    ],
    pattern:
      /(?:(?<message>init terminating in do_boot|Runtime terminating during boot).{0,160}|application_start_failure,\s?(?<library>\w{1,60})|Could not start application (?<library2>\w{1,60}): (?<message2>.{0,200})|Kernel pid terminated(?: \((?<process>\w{1,60})\)(?<message3>.{0,120})|",))/,
    example: '** (Mix) Could not start application shop: Shop.Application.start(:normal, []) returned an error',
    near: 'runtime booted',
  },
  {
    id: 'elixir-exception',
    cause: 'app-error-uncaught',
    weight: 'error',
    stack: 'beam',
    literals: ['** (', 'terminating'],
    pattern:
      /(?:^|\s)\*\* \((?<exception>[A-Z][\w.]{1,100}|exit|throw|EXIT from #PID<[\d.]{1,20}>)\) (?<message>.{0,300})/,
    example: '** (UndefinedFunctionError) function Shop.Repo.all/1 is undefined (module Shop.Repo is not available)',
    near: '** (note below)',
  },
  {
    id: 'signal-segv-named',
    cause: 'segfault',
    weight: 'fatal',
    literals: ['sigsegv', 'sigbus'],
    pattern:
      /\b(?:[Uu]nhandled|[Cc]aught|[Rr]eceived|[Tt]erminated by|[Kk]illed by|[Dd]ied (?:from|with)|[Cc]rashed with)(?: fatal)?(?: signal)?:? \(?(?<signal>SIGSEGV|SIGBUS)\b/,
    example: 'Unhandled signal: SIGSEGV',
    near: '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x7c6056]',
  },
  {
    id: 'cpu-lacks-feature',
    cause: 'illegal-instruction',
    weight: 'error',
    literals: ['avx', 'sse4', 'x86-64-v', 'popcnt', 'bmi2'],
    pattern:
      /(?<message>\b(?:CPU|[Pp]rocessor)s?\b(?: \w{1,20}){0,3} (?:does(?: not|n't) (?:support|have)|lacks?|without)(?: support for)?(?: the)? (?<feature>AVX\w{0,8}|SSE4[\w.]{0,4}|x86-64-v\d|POPCNT|BMI2)(?!.{0,100}(?:fall|slow|disabl|instead))|\b(?:AVX\w{0,8}|SSE4[\w.]{0,4}|x86-64-v\d|POPCNT|BMI2)\b.{0,60}?,? which (?:this|your|the) (?:CPU|processor) does(?: not|n't) support)/,
    example: 'This program needs a CPU with AVX2, which this CPU does not support',
    near: 'the CPU does not support AVX2, falling back to SSE',
  },
  {
    id: 'emulator-without-loader',
    cause: 'exec-format-error',
    weight: 'fatal',
    literals: ['rosetta error: ', 'qemu-'],
    pattern:
      /(?<message>rosetta error: failed to open elf at \S{1,120}|qemu-\w{2,12}(?:-static)?: Could not open '\/lib\w{0,8}\/ld-[^']{1,60}')/,
    example: "qemu-x86_64: Could not open '/lib64/ld-linux-x86-64.so.2': No such file or directory",
    near: "qemu-img: Could not open '/data/disk.img'",
  },
  {
    id: 'library-relocation',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: ['relocation error: '],
    pattern:
      /relocation error: (?<file>\S{1,200}): symbol (?<symbol>\S{1,120}),? .{0,80}not defined in file (?<library>\S{1,120})/,
    example:
      '/app/cart: relocation error: /lib/libpthread.so.0: symbol h_errno, version GLIBC_PRIVATE not defined in file libc.so.6 with link time reference',
    near: 'relocation error: the shop has not moved yet',
  },
  {
    // A loader that goes by base name (ctypes wrappers, JNA) names the library without its suffix.
    id: 'library-base-name',
    cause: 'runtime-library-missing',
    weight: 'error',
    literals: ['shared library ', 'native library '],
    pattern:
      /(?:[Ss]hared|[Nn]ative) library (?:with base name )?['"`(](?<library>[^'"`()]{1,120})['"`)] (?:was |could )?not (?:be )?found/,
    example: "FileNotFoundError: Shared library with base name 'whisper' not found",
    near: "Shared library 'whisper' loaded",
  },
  {
    id: 'library-not-found-said',
    cause: 'runtime-library-missing',
    weight: 'error',
    literals: [' lib', 'load library'],
    pattern:
      /\b(?:ImportError|OSError|LoadError|Error|error|ERROR|FATAL|fatal)\b.{0,80}?(?:failed to find|cannot load|could not load|unable to load|could not find|cannot find|not find) (?:the )?(?:(?:shared |native )?library:? ["'`](?<library>[\w.+-]{2,80})|["'`]?(?<library2>lib(?!rar)[a-z][\w+-]{1,60}(?:\.so[\d.]{0,12})?)["'`]?(?![\w/]))/,
    example: 'ImportError: failed to find libmagic.  Check your installation',
    near: 'error: could not find library cards of the reader',
  },
  {
    // The part that belongs to the node: an image brings the library, never the driver.
    id: 'gpu-driver-too-old',
    vague: true,
    cause: 'runtime-library-missing',
    weight: 'error',
    literals: ['driver'],
    pattern:
      /(?:\b(?:built for|built with|compiled for|requires?|needs?) (?:an? |the )?(?<library>(?:NVIDIA|CUDA|AMD|ROCm|GPU)(?: GPU)? [Dd]rivers?)\b.{0,40}?\d{1,4}(?:\.\d{1,4}){0,3}(?:\+| or (?:later|newer|higher|above)|, but)|\b(?<library2>(?:NVIDIA|CUDA|AMD|ROCm|GPU)(?: GPU)? [Dd]river)(?: version)?\b.{0,40}? (?:too old|insufficient|older than|not supported|incompatible)\b)/,
    example: 'ERROR: This shop was built for NVIDIA Driver Release 510.47 or newer, but',
    near: 'found NVIDIA Driver Release 510.47',
  },
  {
    // A frame of a native trace: the program ended itself with SIGABRT.
    id: 'native-abort-frame',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: ['# abort in ', '# std::terminate', 'abort (', 'std::terminate ('],
    pattern:
      /^\s*(?:\d{1,3}# (?<message>abort|std::terminate\(\)) in \S|#\d{1,3} +(?:0x[0-9a-f]{4,16} in )?(?<message2>(?:__GI_)?abort|std::terminate) ?\()/,
    example: ' 2# abort in /usr/lib/x86_64-linux-gnu/libc.so.6',
    near: 'abort in 5 s',
  },
];
