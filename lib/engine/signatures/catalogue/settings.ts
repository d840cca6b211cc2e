/** Values and fields that a program has or lacks in its settings, said in words that no product owns. */

import type { Signature } from '../signature';

export const settings: readonly Signature[] = [
  {
    id: 'required-field-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['missing required ', 'missing field ', 'required field '],
    pattern:
      /(?:[Mm]issing required (?:field|option|property|key|setting|parameter|attribute)s?:? ["'`](?<option>[\w.[\]-]{1,100})["'`]|\bmissing field `(?<option2>[\w.-]{1,100})`|[Rr]equired field ["'`](?<option3>[\w.[\]-]{1,100})["'`] (?:is )?(?:missing|not set|not found))/,
    example: 'failed to create connector ldap: ldap: missing required field "host"',
    near: 'missing required field on the form',
  },
  {
    id: 'config-file-not-opened',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['open config', 'open the config'],
    pattern:
      /(?:[Uu]nable to|[Cc]ould not|[Cc]an(?:no|')t|[Ff]ailed to) open (?:the )?config(?:uration)? file:? ["'`]?(?<file>\/[^\s"'`,]{1,200})(?!.{0,60}[Pp]ermission denied)/,
    example: "1704887939: Error: Unable to open config file '/mosquitto/config/mosquitto.conf'.",
    near: 'the config file /etc/app.conf could be opened',
  },
  {
    id: 'user-unknown',
    cause: 'config-invalid',
    weight: 'fatal',
    literals: ["can't find the user ", 'getpwnam(', 'getgrnam(', 'no such user', 'unknown user'],
    pattern:
      /(?:can't find the user (?<user>\S{1,60}) to switch to|get(?:pw|gr)nam\("(?<user2>[^"]{1,60})"\) failed|^(?:su|su-exec|gosu|setpriv|chroot)\b.{0,60}?(?:no such user|unknown user|user \S{1,60} does not exist))/,
    example: "can't find the user nobodyy to switch to",
    near: "can't find the user of this order",
  },
  {
    id: 'rlimit-refused',
    cause: 'permission-denied',
    weight: 'error',
    literals: ['rlimit'],
    pattern:
      /(?<message>(?:failed to|could not|cannot|can't|unable to) (?:set|raise|increase) (?:the )?rlimit.{0,120}|setrlimit\([^)]{1,60}\) failed.{0,80})/i,
    example: 'failed to set rlimit for open files. Try starting as root or requesting smaller maxconns value.',
    near: 'rlimit of open files: 1048576',
  },
  {
    id: 'path-in-exception-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: [' (no such file or directory)'],
    pattern:
      /Exception: (?<file>\/[^\s(]{1,200}\.(?:jks|p12|pfx|keystore|truststore|pem|crt|key|ya?ml|properties|conf|xml)) \(No such file or directory\)/,
    example: 'Caused by: java.lang.IllegalArgumentException: /etc/ssl/keystore.jks (No such file or directory)',
    near: 'Caused by: java.lang.IllegalArgumentException: the keystore is empty',
  },
  {
    // Only what an operator hands to a program: a user's wrong password or session token is everyday noise.
    id: 'own-credential-refused',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['tunnel secret', 'api key', 'registration token', 'bot token', 'auth key', 'join token', 'license key'],
    pattern:
      /\b(?:[Ii]nvalid (?<name>tunnel secret|API key|registration token|bot token|auth key|join token|license key)|(?<name2>API key|registration token|bot token|auth key|join token|license key)(?: \w{3,20})? (?:is )?(?:not valid|invalid|expired|revoked))\b/i,
    example:
      '2024-01-10T11:58:59Z ERR Register tunnel error from server side error="Unauthorized: Invalid tunnel secret"',
    near: 'a new API key was written',
  },
  {
    id: 'object-asked-for-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['configmaps ', 'secrets ', 'configmap '],
    pattern: /\b(?<kind>configmaps?|secrets?) "(?<name>[a-z0-9][a-z0-9.-]{0,252})" not found/,
    example: 'Error reading/parsing logging configuration: configmaps "config-logging" not found',
    near: 'configmaps "config-logging" found',
  },
];
