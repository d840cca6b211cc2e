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
];
