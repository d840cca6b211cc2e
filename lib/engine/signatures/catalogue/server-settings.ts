/** Settings that servers, launchers and libraries of command lines refuse in words of their own: etcd, Keycloak, PHP-FPM, MinIO, what starts a JVM, Node's files of JSON. */

import type { Signature } from '../signature';

export const serverSettings: readonly Signature[] = [
  {
    id: 'minio-not-writable',
    cause: 'permission-denied',
    weight: 'fatal',
    literals: ['write to the backend'],
    pattern: /(?<message>Unable to write to the backend)/,
    example: 'FATAL Unable to initialize backend: Unable to write to the backend',
    near: 'able to write to the backend again',
  },
  {
    id: 'etcd-own-name-missing',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['in the initial cluster configuration'],
    pattern: /(?<message>couldn't find local name "(?<option>[\w.-]{0,253})" in the initial cluster configuration)/,
    example:
      'error setting up initial cluster: couldn\'t find local name "etcd-7" in the initial cluster configuration',
    near: 'found local name "etcd-7" in the initial cluster configuration',
  },
  {
    id: 'keycloak-no-key',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['key material not provided'],
    pattern: /(?<message>Key material not provided to setup HTTPS)/,
    example: 'ERROR: Key material not provided to setup HTTPS. Please configure your keys/certificates',
    near: 'key material provided to setup HTTPS',
  },
  {
    id: 'php-fpm-as-root',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['please specify user and group other than root'],
    pattern: /(?<message>\[pool [\w.-]{1,60}\] please specify user and group other than root)/,
    example: 'ERROR: [pool shop] please specify user and group other than root',
    near: 'please specify a user and a group',
  },
  {
    // gradlew, mvnw, Tomcat and other start scripts of the JVM.
    id: 'java-home-wrong',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ['java_home'],
    pattern:
      /(?<message>JAVA_HOME (?:is set to an invalid directory|(?:environment variable )?is (?:not defined correctly|invalid|set incorrectly)|does not point to (?:a|the) (?:JDK|JRE|Java)).{0,200})/,
    example: 'ERROR: JAVA_HOME is set to an invalid directory: /usr/lib/jvm/java-8',
    near: 'JAVA_HOME is set to /usr/lib/jvm/java-8',
  },
  {
    // Node's require() of a file of JSON puts its path before what the parser says.
    id: 'node-json-file-broken',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['.json: '],
    pattern:
      /SyntaxError: (?<file>\/(?!\S{0,300}node_modules)[^\s:]{1,300}\.json): (?<message>(?:Unexpected|Expected|Bad|Unterminated|No number|Exponent) .{1,160})/,
    example: 'SyntaxError: /srv/shop/settings.json: Unexpected token ] in JSON at position 41',
    near: 'SyntaxError: /srv/node_modules/shop/package.json: Unexpected token ] in JSON at position 41',
  },
  {
    // Longhorn's manager takes each image by a flag, and names the first that it was not given.
    id: 'option-required',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: [': require ', ': requires ', ': required '],
    pattern:
      /\b(?:[Ee]rror|[Ff]ailed|fatal|FATAL)\b.{0,80}: (?<message>require[sd]? (?:flag |option )?(?:--)?(?<option>[a-z][a-z0-9]{0,30}(?:-[a-z0-9]{1,30}){1,5}))["']?$/,
    example: 'time="2024-05-12T14:27:21Z" level=fatal msg="Error starting manager: require engine-image"',
    near: 'Error starting manager: require two nodes',
  },
  {
    // robfig/cron, of which half of all schedules in Go are read.
    id: 'cron-fields',
    cause: 'config-invalid',
    weight: 'error',
    literals: [' fields, found '],
    pattern: /(?<message>expected (?:exactly )?\d(?: (?:to|or) \d)? fields, found \d{1,3}.{0,120})/,
    example: 'panic: expected exactly 5 fields, found 4: [0 3 * *]',
    near: 'expected 5 fields in the row',
  },
  {
    // cobra, of most command lines in Go.
    id: 'cobra-arguments',
    cause: 'config-invalid',
    weight: 'error',
    literals: [' arg(s), '],
    pattern:
      /(?<message>(?:accepts|requires) (?:between |at most |at least )?\d{1,3}(?: and \d{1,3})? arg\(s\), (?:only )?received \d{1,3})/,
    example: 'Error: accepts 1 arg(s), received 0',
    near: 'received 2 arg(s), as it should',
  },
  {
    // Of an option by name; what a caller sent is a field or a parameter.
    id: 'option-value-invalid',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['invalid value '],
    pattern:
      /(?<message>\b[Ii]nvalid value(?: (?:["'`][^"'`]{0,60}["'`]|\S{1,60}))? (?:for|of) (?:the )?(?:(?:config|configuration) )?(?:option|property|setting|flag|config(?:uration)? key)s? ["'`]?(?<option>[\w.\/-]{2,100})["'`]?.{0,160})/,
    example: 'ERROR invalid value for option interval: "ten": not a duration',
    near: 'invalid value for the field email',
  },
];
