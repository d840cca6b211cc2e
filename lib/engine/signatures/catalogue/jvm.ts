/** What the JVM, Spring and common Java and Kotlin libraries say (signals §7.2). */

import type { Signature } from '../signature';

export const jvm: readonly Signature[] = [
  {
    // It asks the database which dialect it speaks; this is all it says when it got no answer.
    id: 'hibernate-dialect-unknown',
    vague: true,
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: ['dialectresolutioninfo', 'unable to determine dialect'],
    pattern:
      /(?<message>Access to DialectResolutionInfo cannot be null|Unable to determine Dialect without JDBC metadata)/,
    example: 'HibernateException: Unable to determine Dialect without JDBC metadata (please set',
    near: 'unable to determine dialect of the shop',
  },
  {
    id: 'jvm-heap',
    cause: 'runtime-heap-exhausted',
    weight: 'error',
    literals: ['outofmemoryerror'],
    pattern:
      /(?:java\.lang\.)?(?<exception>OutOfMemoryError): (?<message>Java heap space|GC overhead limit exceeded|Metaspace|Compressed class space|(?:Cannot reserve \d+ bytes of )?[Dd]irect buffer memory|PermGen space|Requested array size exceeds VM limit|Map failed|Required length exceeds implementation limit|.{0,60}Java heap.{0,40})/,
    example: 'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
    near: 'caught OutOfMemoryError in test',
  },
  {
    // Named like the heap, but clone(2) was refused: a limit of threads, or native memory; see pids-limit.
    id: 'jvm-native-thread',
    cause: 'app-error-uncaught',
    weight: 'error',
    stack: 'jvm',
    literals: ['native thread'],
    pattern:
      /(?:java\.lang\.)?(?<exception>OutOfMemoryError): (?<message>[Uu]nable to create (?:new )?native thread.{0,80})/,
    example: 'Exception in thread "main" java.lang.OutOfMemoryError: unable to create native thread',
    near: 'java.lang.OutOfMemoryError: Java heap space in a native thread',
  },
  {
    id: 'jvm-exits-on-heap',
    cause: 'runtime-heap-exhausted',
    weight: 'fatal',
    literals: ['due to java.lang.outofmemoryerror'],
    pattern: /(?:Terminating|Aborting) due to java\.lang\.(?<exception>OutOfMemoryError): ?(?<message>.{0,100})/,
    example: 'Terminating due to java.lang.OutOfMemoryError: Java heap space',
    near: 'tuning due to java.lang.OutOfMemoryError seen before',
  },
  {
    id: 'jvm-native-memory',
    cause: 'runtime-heap-exhausted',
    weight: 'fatal',
    literals: [
      'insufficient memory for the java runtime environment',
      'could not reserve enough space',
      'os::commit_memory',
      'native memory allocation',
    ],
    pattern:
      /(?<message>There is insufficient memory for the Java Runtime Environment to continue|Could not reserve enough space for (?:the card marking array|\S{1,20}KB object heap|object heap|code cache)|os::commit_memory\(.{1,80}failed; error='[^']{1,60}'|Native memory allocation \(\w+\) failed to (?:allocate|map|reserve).{0,80})/,
    example: '# There is insufficient memory for the Java Runtime Environment to continue.',
    near: 'memory is sufficient for the Java Runtime Environment',
  },
  {
    id: 'jvm-crash-signal',
    cause: 'segfault',
    weight: 'fatal',
    stack: 'indented',
    literals: ['sigsegv (0xb)', 'sigbus (0x7)', 'sigsegv (0x'],
    pattern: /^#? {0,4}(?<signal>SIGSEGV|SIGBUS) \(0x[0-9a-f]{1,4}\) at pc=/,
    example: '#  SIGSEGV (0xb) at pc=0x00007f1e2c0d1a2b, pid=1, tid=7',
    near: '#  SIGFPE (0x8) at pc=0x00007f1e2c0d1a2b, pid=1, tid=7',
  },
  {
    id: 'jvm-crash-illegal-instruction',
    cause: 'illegal-instruction',
    weight: 'fatal',
    literals: ['sigill (0x'],
    pattern: /^#? {0,4}(?<signal>SIGILL) \(0x[0-9a-f]{1,4}\) at pc=/,
    example: '#  SIGILL (0x4) at pc=0x0000ffff8c1d3ba4, pid=1, tid=9',
    near: 'SIGILL handler at pc',
  },
  {
    id: 'jvm-fatal-error',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: ['a fatal error has been detected by the java runtime environment'],
    pattern: /A fatal error has been detected by the Java Runtime Environment/,
    example: '# A fatal error has been detected by the Java Runtime Environment:',
    near: 'no fatal error has been detected',
  },
  {
    // No class can be called so: it is a part of another option, which the shell has split.
    id: 'jvm-class-name-garbled',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['could not find or load main class'],
    pattern: /Could not find or load main class (?<value>(?:[^\sA-Za-z_$]|[A-Za-z_$]\S{0,100}["'=%+(]).{0,100})/,
    example: 'Error: Could not find or load main class +%F_%H-%M-%S).hprof',
    near: 'Error: Could not find or load main class com.example.Main',
  },
  {
    id: 'jvm-jar-missing',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: [
      'unable to access jarfile',
      'could not find or load main class',
      'invalid or corrupt jarfile',
      'no main manifest attribute',
    ],
    pattern:
      /(?:Unable to access jarfile|Could not find or load main class|Invalid or corrupt jarfile|no main manifest attribute, in) (?<file>\S{1,200})/,
    example: 'Error: Unable to access jarfile /app/app.jar',
    near: 'jarfile /app/app.jar loaded',
  },
  {
    id: 'jvm-class-version',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: [
      'unsupportedclassversionerror',
      'unsupported java',
      'class file version',
      'unsupported major.minor version',
      'requires java',
      'java version',
    ],
    pattern:
      /(?:(?<exception>UnsupportedClassVersionError): (?<message>(?<library>[\w/$.]{1,200}) has been compiled.{1,300}|.{1,300})|Unsupported Java(?: version)?(?: detected)?:? \(?(?<version>[\d.]{1,12})|(?:requires|needs) (?:at least )?(?:Java|JDK|JRE)(?: version)? (?<version2>[\d.]{1,10})|Unsupported major\.minor version (?<version3>[\d.]{2,6}))/i,
    example: 'Unsupported Java detected (60.0). Only up to Java 15 is supported.',
    near: 'java version "17.0.2"',
  },
  {
    id: 'jvm-class-missing',
    cause: 'runtime-library-missing',
    weight: 'error',
    literals: [
      'classnotfoundexception',
      'noclassdeffounderror',
      'nosuchmethoderror',
      'unsatisfiedlinkerror',
      'nosuchfielderror',
      'abstractmethoderror',
    ],
    pattern:
      /(?<exception>ClassNotFoundException|NoClassDefFoundError|NoSuchMethodError|NoSuchFieldError|AbstractMethodError|UnsatisfiedLinkError): (?:Could not initialize class )?(?<library>[^\s:]{1,200})/,
    example: 'Caused by: java.lang.ClassNotFoundException: org.postgresql.Driver',
    near: 'catch (ClassNotFoundException e)',
  },
  {
    id: 'jvm-options',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [
      'heap size',
      'unrecognized vm option',
      'unrecognized option: ',
      'improperly specified vm option',
      'conflicting collector combinations',
      'error opening zip file or jar manifest missing',
      'invalid thread stack size',
      'unrecognized jvm option',
    ],
    pattern:
      /(?:Invalid (?<flag>(?:maximum|initial|minimum) heap size|thread stack size): (?<value>\S{1,60})|Initial heap size set to a larger value than the maximum heap size|Unrecognized (?:VM |JVM )?option:? '?(?<flag2>[^\s']{1,100})|Improperly specified VM option '(?<flag3>[^']{1,100})|Conflicting collector combinations|Too small (?:initial|maximum) heap|Error opening zip file or JAR manifest missing ?: ?(?<file>\S{1,200}))/,
    example: 'Invalid maximum heap size: -Xmx2Gi',
    near: 'Maximum heap size: 512M',
  },
  {
    id: 'spring-placeholder',
    cause: 'missing-env-var',
    weight: 'error',
    literals: ['could not resolve placeholder'],
    pattern: /Could not resolve placeholder '(?<variable>[^']{1,120})' in (?:string )?value/,
    example:
      'java.lang.IllegalArgumentException: Could not resolve placeholder \'DB_PASSWORD\' in value "${DB_PASSWORD}"',
    near: 'resolved placeholder in value',
  },
  {
    id: 'spring-datasource',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [
      "'url' attribute is not specified",
      'failed to determine a suitable driver class',
      'failed to determine suitable jdbc url',
    ],
    pattern:
      /(?<message>'url' attribute is not specified|Failed to determine a suitable driver class|Failed to determine suitable jdbc url)/,
    example:
      "Failed to configure a DataSource: 'url' attribute is not specified and no embedded datasource could be configured.",
    near: "the 'url' attribute is specified",
  },
  {
    id: 'spring-binding',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [
      'failed to bind properties under',
      'failed to bind to target',
      'configdata',
      'could not bind properties',
      'config data resource',
    ],
    pattern:
      /(?:Failed to bind properties under '(?<variable>[^']{1,120})'|Could not bind properties to '(?<variable2>[^']{1,120})'|Config data resource '(?<file>[^']{1,200})' (?:via location '[^']{1,200}' )?(?:does not exist|cannot be found))/,
    example: "Failed to bind properties under 'server.port' to java.lang.Integer:",
    near: "bound properties under 'server.port'",
  },
  {
    id: 'spring-port',
    cause: 'port-in-use',
    weight: 'fatal',
    literals: ['was already in use', 'port may already be in use', 'may already be in use'],
    pattern:
      /Port (?<port>\d{1,5}) was already in use|configured to listen on port (?<port2>\d{1,5}) failed to start\. The port may already be in use/,
    example: 'Web server failed to start. Port 8080 was already in use.',
    near: 'port 8080 was free',
  },
  {
    id: 'spring-start-failed',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: ['application failed to start', 'application run failed', 'application startup failed'],
    pattern: /APPLICATION FAILED TO START|Application run failed|Application startup failed/,
    stack: 'jvm',
    example: 'APPLICATION FAILED TO START',
    near: 'application started',
  },
  {
    id: 'hikari-pool',
    vague: true,
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [
      'connection is not available, request timed out',
      'exception during pool initialization',
      'communications link failure',
      'the connection attempt failed',
    ],
    pattern:
      /(?<message>Connection is not available, request timed out after \d+ms|Exception during pool initialization|Communications link failure|The connection attempt failed)/,
    example: 'HikariPool-1 - Connection is not available, request timed out after 30000ms.',
    near: 'HikariPool-1 - Start completed.',
  },
  {
    id: 'jvm-uncaught',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    stack: 'jvm',
    literals: ['exception in thread'],
    pattern: /Exception in thread "(?<thread>[^"]{1,100})" (?<exception>[\w$.]{1,200})(?:: (?<message>.{0,300}))?/,
    example: 'Exception in thread "main" java.lang.IllegalStateException: no handler for order.created',
    near: 'an exception in thread handling',
  },
  {
    id: 'jvm-exception',
    cause: 'app-error-uncaught',
    weight: 'error',
    stack: 'jvm',
    literals: ['exception', 'error', 'throwable'],
    pattern:
      /(?:^|[\s:;])(?<exception>(?:[a-z][\w$]{0,60}\.){1,12}[A-Z][\w$]{0,100}(?:Exception|Error|Throwable|Failure))(?:: (?<message>.{0,300})|$)/,
    context: [{ after: 4, pattern: /^\s+at [\w$.<>/@-]{3,300}\(/ }],
    example: 'java.lang.IllegalStateException: no handler for order.created',
    near: 'see java.lang.IllegalStateException in the docs',
  },
];
