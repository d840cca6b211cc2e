/** Secrets one step away from a plain assignment: in base64, in tuples, on the next line, in phrases, behind unusual words. */

import { fill, leak, word, type Leak } from './made-up';

const encode = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const wrap = (text: string): string => encode(text).replace(/.{76}/g, '$&\n');
const config = encode(`{"host":"db.shop","password":"${word}"}`);
const umlaut = encode(`{"user":"jürgen","password":"${word}"}`);
const twice = encode(encode(`password=${word} user=app`));
const lines = wrap(`user: app\nhost: database.internal.example\nport: 5432\ndatabase: shop\npassword: ${word}\n`);
const auths = encode(`{"auths":{"r.example":{"auth":"${encode(`app:${word}`)}"}}}`);
const plainAuth = encode(`\0app\0${word}`);
const phrase = 'correct horse battery staple';

const inBase64: Leak[] = [
  leak('base64 behind a sign', `FATAL cfg=${config} host=db.shop`, [config], ['cfg=', 'host=db.shop']),
  leak('base64 behind a sign', `--from-literal=.dockerconfigjson=${auths}`, [auths], ['.dockerconfigjson=']),
  leak('base64 behind a sign', `GET /cb?payload=${config}&x=1`, [config], ['payload=', '&x=1']),
  leak('base64 behind a slash', `GET /state/${config} 404`, [config], ['GET /state/', ' 404']),
  leak('base64 with a foreign letter', `blob ${umlaut}`, [umlaut], ['blob ']),
  leak('base64 in base64', `blob ${twice}`, [twice], ['blob ']),
  leak('base64 on two lines', `conf:\n${lines}`, lines.split('\n').filter(Boolean), ['conf:']),
  leak(
    'base64 on two lines',
    lines.replace(/^(?=.)/gm, '2026-11-21T03:11:00.123Z '),
    lines.split('\n').filter(Boolean),
    ['2026-11-21T03:11:00.123Z'],
  ),
  leak('smtp', `> AUTH PLAIN ${plainAuth}`, [plainAuth], ['AUTH PLAIN ']),
];

const inPairs: Leak[] = [
  leak('pair of a list', `[('X-Api-Key', '${word}'), ('Host', 'api.shop')]`, [word], ["('Host', 'api.shop')"]),
  leak('pair of a list', `("password", "${word}")`, [word]),
  leak('pair of a list', `[ 'Host', 'api.shop', 'X-Api-Key', '${word}' ]`, [word], ["'Host', 'api.shop'"]),
  leak('value before its name', `{"value":"${word}","name":"DB_PASSWORD"}`, [word], ['"name":"DB_PASSWORD"']),
  leak('markup', `&quot;password&quot;:&quot;${word}&quot;,&quot;host&quot;:&quot;db&quot;`, [word], ['host&quot;']),
  leak('object without quotes', `config {"user": "a", "password": ${word}}`, [word], ['"user": "a"']),
];

const sessions: Leak[] = [
  leak('session id', `{"session":"${fill(24, 400)}","port":5432}`, [fill(24, 400)], ['"port":5432']),
  leak('session id', `session=${fill(32, 401)} host=a.shop`, [fill(32, 401)], ['host=a.shop']),
  leak('session id', `GET /x?sid=${fill(32, 402)}&b=2`, [fill(32, 402)], ['b=2']),
  leak(
    'oauth',
    `GET https://a.shop/cb?code=${fill(32, 403)}&state=1`,
    [fill(32, 403)],
    ['https://a.shop/cb', 'state=1'],
  ),
  leak('oauth', `grant_type=x&client_assertion=${fill(40, 404)}`, [fill(40, 404)], ['grant_type=x']),
  leak('psk', `ssid=shop psk=${word}`, [word], ['ssid=shop']),
  leak('bearer', `Authorization: Bearer\n${fill(32, 405)}\nHost: a.shop`, [fill(32, 405)], ['Host: a.shop']),
  leak(
    'bearer',
    `2026-11-21T03:11:00Z Authorization: Bearer\n2026-11-21T03:11:01Z ${fill(32, 405)}`,
    [fill(32, 405)],
    ['2026-11-21T03:11:01Z'],
  ),
  leak(
    'webhook',
    `POST https://outlook.office.com/webhook/${fill(36, 406)}@a/IncomingWebhook/${fill(32, 407)}/x failed`,
    [fill(36, 406), fill(32, 407)],
    ['outlook.office.com', 'failed'],
  ),
];

const dialects: Leak[] = [
  leak('keystore', `keytool -list -storepass ${word} -keystore a.jks`, [word], ['-keystore a.jks']),
  leak('ldap', `bindpw ${word}\nuri ldap://ldap.shop:389`, [word], ['ldap.shop:389']),
  leak('sql', `SET PASSWORD FOR 'app'@'%' = '${word}'`, [word], ['SET PASSWORD FOR']),
  leak('api key in a sentence', `Using API key ${fill(24, 410)}`, [fill(24, 410)], ['Using API key ']),
  leak(
    'api key in a sentence',
    `Incorrect API key provided: ${fill(24, 411)}.`,
    [fill(24, 411)],
    ['Incorrect API key'],
  ),
  leak('password in a sentence', `wrong password ${word}`, [word]),
  leak('email', 'no account for jürgen@müller.example', ['jürgen@müller.example'], ['no account for']),
];

const phrases: Leak[] = [
  leak('passphrase', `password: ${phrase}\nhost: db.shop`, phrase.split(' '), ['host: db.shop']),
  leak('passphrase', `DB_PASSWORD=my very own phrase`, ['my very own phrase', 'phrase']),
  leak('passphrase', '{"password": "a b c d zzz", "port": 1}', ['a b c d zzz', 'zzz'], ['"port": 1']),
  leak('passphrase', 'password="this is not the real one" host=db', ['real one'], ['host=db']),
];

export const hidden: readonly Leak[] = [...inBase64, ...inPairs, ...sessions, ...dialects, ...phrases];
