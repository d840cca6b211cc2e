/** Private keys whole and in pieces, and addresses of persons. */

import { beginKey, endKey, leak, pem, type Leak } from './made-up';

export const keys: readonly Leak[] = [
  leak('private key', `${beginKey('')}\n${pem.join('\n')}\n${endKey('')}\nafter`, pem, [
    'after',
    beginKey(''),
    endKey(''),
  ]),
  leak('rsa private key', `${beginKey('RSA ')}\n${pem.join('\n')}\n${endKey('RSA ')}`, pem),
  leak('ssh private key', `${beginKey('OPENSSH ')}\n${pem.join('\n')}\n${endKey('OPENSSH ')}`, pem),
  leak(
    'private key, one line',
    `{"private_key":"${beginKey('')}\\n${pem.join('\\n')}\\n${endKey('')}\\n","client_email":"a@p.iam.example.com"}`,
    pem,
    ['private_key'],
  ),
  leak(
    'private key, prefixed',
    [beginKey(''), ...pem, endKey('')].map((line, i) => `2026-11-21T03:12:0${i}Z ${line}`).join('\n'),
    pem,
    ['2026-11-21T03:12:03Z'],
  ),
  leak(
    'private key, cut end',
    `${beginKey('EC ')}\n${pem.slice(0, 3).join('\n')}\nERROR db.shop:5432 refused`,
    pem.slice(0, 3),
    ['ERROR db.shop:5432 refused'],
  ),
  leak(
    'private key, cut start',
    `${pem.slice(0, 3).join('\n')}\n${endKey('')}\nERROR db.shop:5432 refused`,
    pem.slice(0, 3),
    ['ERROR db.shop:5432 refused'],
  ),
  leak(
    'private key, indented',
    `tls.key: |\n  ${beginKey('')}\n  ${pem.join('\n  ')}\n  ${endKey('')}\nnext: db.shop`,
    pem,
    ['next: db.shop'],
  ),
  leak('private key, a line alone', pem[4] ?? '', [pem[4] ?? '']),
  leak(
    'e-mail',
    `user jane.doe+x@example.com not found on ldap.shop:389`,
    ['jane.doe+x@example.com'],
    ['ldap.shop:389'],
  ),
  leak('e-mail', `From: <ops@mail.example.co.uk>`, ['ops@mail.example.co.uk']),
  leak('e-mail', `{"email":"j_d@example.org","id":7}`, ['j_d@example.org'], ['"id":7']),
];
