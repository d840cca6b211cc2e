/** Headers, cookies and queries of HTTP. */

import { fill, leak, user, word, type Leak } from './made-up';

export const headers: readonly Leak[] = [
  leak(
    'authorization header',
    `> Authorization: Basic ${btoa(`${user}:${word}`)}\n> Host: api.shop:80`,
    [btoa(`${user}:${word}`)],
    ['Basic', 'Host: api.shop:80'],
  ),
  leak(
    'authorization header',
    `"authorization":["Bearer ${fill(40, 150)}"],"host":["api.shop"]`,
    [fill(40, 150)],
    ['"host":["api.shop"]'],
  ),
  leak(
    'authorization header',
    `map[Authorization:[Bearer ${fill(40, 151)}] Host:[api.shop]]`,
    [fill(40, 151)],
    ['Host:[api.shop]'],
  ),
  leak(
    'authorization header',
    `Authorization: AWS4-HMAC-SHA256 Credential=x/20261121/eu/s3/aws4_request, Signature=${fill(64, 152, 'hex')}`,
    [fill(64, 152, 'hex')],
    ['AWS4-HMAC-SHA256'],
  ),
  leak(
    'authorization header',
    `Proxy-Authorization: Digest username="${user}", response="${fill(32, 153, 'hex')}"`,
    [fill(32, 153, 'hex')],
    ['Digest'],
  ),
  leak('bearer', `sending bearer ${fill(32, 154)} to api.shop:80`, [fill(32, 154)], ['to api.shop:80']),
  leak('token header', `PRIVATE-TOKEN: ${fill(20, 155)}`, [fill(20, 155)]),
  leak('token header', `X-Vault-Token: ${fill(26, 156)}\nHost: vault.sec:8200`, [fill(26, 156)], ['vault.sec:8200']),
  leak(
    'cookie header',
    `Cookie: sid=${fill(32, 157)}; theme=${fill(9, 158)}\nHost: a.shop`,
    [fill(32, 157), fill(9, 158)],
    ['Host: a.shop'],
  ),
  leak('cookie header', `Set-Cookie: session=${fill(32, 159)}; Path=/; HttpOnly`, [fill(32, 159)]),
  leak(
    'cookie header',
    `{"cookie":"JSESSIONID=${fill(32, 160, 'upper')}","host":"a.shop"}`,
    [fill(32, 160, 'upper')],
    ['"host":"a.shop"'],
  ),
  leak(
    'session id',
    `GET /a;jsessionid=${fill(32, 161, 'upper')} host=a.shop`,
    [fill(32, 161, 'upper')],
    ['host=a.shop'],
  ),
  leak('url query', `GET /cb?access_token=${fill(32, 162)}&state=1 HTTP/1.1`, [fill(32, 162)], ['state=1 HTTP/1.1']),
  leak('url query', `GET /x?a=1&api_key=${fill(12, 163)}&b=2`, [fill(12, 163)], ['a=1', 'b=2']),
];
