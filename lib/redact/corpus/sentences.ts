/** Secrets told in sentences, without a sign between the name and the value. */

import { fill, leak, type Leak } from './made-up';

const spokenForms: [string, string][] = [
  ['User "bob" password "', '" rejected'],
  ["login failed: user bob, password '", "' is wrong"],
  ['retrying with password ', ' against ldap.shop:389'],
  ['connecting as user reporter using password ', ''],
  ['the passphrase is ', ', do not lose it'],
  ['Password was changed to ', '.'],
  ['user bob password ', ' refused by db.shop:5432'],
  ['passphrase is "', '"'],
  ['password `', '` does not match'],
];
export const sentences: readonly Leak[] = [
  ...spokenForms.map(([before, after], i) => {
    const secret = `h${fill(11, 300 + i)}`;
    return leak('password in a sentence', `${before}${secret}${after}`, [secret], [before, after]);
  }),
  leak('password in a sentence', 'passphrase is correct-horse', ['correct-horse']),
  leak('password in a sentence', 'password is swordfish', ['swordfish'], ['password is']),
  leak('password in a sentence', 'login ok, the password was changed to Rosebud.', ['Rosebud'], ['changed to']),
  leak('password in a sentence', 'the admin passphrase is trustnoone, do not lose it', ['trustnoone'], ['do not lose']),
  leak('password in a sentence', 'User "bob" password "hunter2" rejected', ['hunter2'], ['"bob"', 'rejected']),
  leak('password in a sentence', 'bind with password swordfish1 failed', ['swordfish1'], ['failed']),
  leak('token in a sentence', `the token is ${fill(24, 320)}`, [fill(24, 320)], ['the token is']),
  leak('api key in a sentence', `API key was "${fill(24, 321)}"`, [fill(24, 321)], ['API key was']),
];
