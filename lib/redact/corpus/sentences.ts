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
  leak('token in a sentence', `token '${fill(16, 322)}' is not valid`, [fill(16, 322)], ["token '", "' is not valid"]),
  leak('token in a sentence', `invalid token ${fill(16, 323)}: unauthorized`, [fill(16, 323)], [': unauthorized']),
  leak('token in a sentence', `token ${fill(16, 324)} has expired`, [fill(16, 324)], ['has expired']),
  leak('key in a sentence', `encryption key ${fill(64, 325, 'hex')} has wrong length`, [fill(64, 325, 'hex')]),
  leak(
    'key in a sentence',
    `license key ${fill(5, 326, 'upper')}-${fill(5, 327, 'upper')}-${fill(5, 328, 'upper')} is invalid`,
    [`${fill(5, 326, 'upper')}-${fill(5, 327, 'upper')}-${fill(5, 328, 'upper')}`],
  ),
  leak('secret in a sentence', `secret "${fill(16, 329)}" is too short`, [fill(16, 329)], ['is too short']),
  leak(
    'variable in a sentence',
    `SECRET_KEY 'django-insecure-${fill(16, 330)}' must not`,
    [fill(16, 330)],
    ['SECRET_KEY'],
  ),
  leak(
    'variable in a sentence',
    `RAILS_MASTER_KEY ${fill(32, 331, 'hex')} is wrong`,
    [fill(32, 331, 'hex')],
    ['is wrong'],
  ),
  leak(
    'password in a sentence',
    `fatal: db password ${fill(14, 332)} wrong; host=db`,
    [fill(14, 332)],
    ['wrong; host=db'],
  ),
  leak(
    'credentials in a sentence',
    `credentials (app/${fill(14, 333)}) rejected`,
    [fill(14, 333)],
    ['(app/', ') rejected'],
  ),
  leak('password behind odd spaces', `password\u00a0=\u00a0${fill(14, 334)}`, [fill(14, 334)], ['password\u00a0=']),
];
