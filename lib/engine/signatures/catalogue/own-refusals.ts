/** What single products say when they refuse a setting, where no sentence of `wording` or `config` fits their words. */

import type { Signature } from '../signature';

export const ownRefusals: readonly Signature[] = [
  {
    // A runner of CI, an agent: the server answered, and knows it no more. It says that it tries again, to no end.
    id: 'registration-gone',
    cause: 'config-invalid',
    weight: 'error',
    anyLevel: true,
    literals: ['registration has been', 'registration was'],
    pattern:
      /(?<message>\b(?:[Rr]unner|[Aa]gent) registration (?:has been|was) (?:deleted|removed|revoked)\b.{0,60}|\b[Rr]egistration (?:has been|was) (?:deleted|removed|revoked) (?:from|by|on) the server\b.{0,60})/,
    example:
      'Failed to create a session. The runner registration has been deleted from the server, please re-configure.',
    near: 'the registration was deleted by its user',
  },
  {
    // Two of one name: which of them is too many, it does not say.
    id: 'runner-session-taken',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: ['session for this '],
    pattern: /(?<message>\bA session for this (?:runner|agent) already exists\b)/,
    example: 'A session for this runner already exists.',
    near: 'A session for this user already exists.',
  },
  {
    id: 'gitlab-runner-token',
    cause: 'config-invalid',
    weight: 'error',
    literals: [' runner... '],
    pattern:
      /(?<message>\b(?:Registering|Verifying) runner\.\.\. (?:forbidden \(check registration token\)|is not valid|is removed))/,
    example: 'ERROR: Registering runner... forbidden (check registration token)  runner=GR1348941',
    near: 'Registering runner... succeeded                     runner=GR1348941',
  },
  {
    // The driver of PostgreSQL says only that much of a failure that it does not know; the whole message of Java's
    // UnknownHostException is the name, and Keycloak prints one message of the chain on each line.
    id: 'keycloak-host-unknown',
    cause: 'dns-failure',
    weight: 'error',
    literals: ['executionexceptionhandler'],
    pattern:
      /ExecutionExceptionHandler\] \([^)]{1,60}\) ERROR: (?<host>[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63}){0,8})$/,
    context: [{ before: 1, pattern: /ERROR: The connection attempt failed\.$/ }],
    example:
      '2026-11-23 10:09:53,000 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: shop-postgres',
    near: '2026-11-23 10:09:53,000 ERROR [org.keycloak.quarkus.runtime.cli.ExecutionExceptionHandler] (main) ERROR: Connect timed out',
  },
];
