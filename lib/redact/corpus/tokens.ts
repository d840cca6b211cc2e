/** Tokens that tell themselves by their form, in the awkward places they leak in. */

import { fill, type Leak } from './made-up';

/** A JSON part of a token: `eyJ…`, as every JWT begins. */
const part = (value: unknown) => btoa(JSON.stringify(value)).replace(/=+$/, '').replace(/\+/g, '-').replace(/\//g, '_');
const jwt = (seed: number) =>
  `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ sub: `u${seed}`, exp: 1790000000 })}.${fill(43, seed)}`;

/** Kind and token, one of each form that tells itself. */
const tokens: [string, string][] = [
  ['aws access key', `AKIA${fill(16, 1, 'upper')}`],
  ['aws temporary key', `ASIA${fill(16, 2, 'upper')}`],
  ['aws session token', `IQoJb3JpZ2lu${fill(120, 3)}`],
  ['google api key', `AIza${fill(35, 4)}`],
  ['google oauth token', `ya29.${fill(60, 5)}`],
  ['google client secret', `GOCSPX-${fill(28, 6)}`],
  ['azure client secret', `${fill(3, 7)}8Q~${fill(34, 8)}`],
  ['github token', `ghp_${fill(36, 9)}`],
  ['github server token', `ghs_${fill(36, 10)}`],
  ['github fine-grained token', `github_pat_${fill(22, 11)}_${fill(59, 12)}`],
  ['gitlab token', `glpat-${fill(20, 13)}`],
  ['gitlab runner token', `glrt-${fill(20, 14)}`],
  ['slack bot token', `xoxb-${fill(12, 15, 'digits')}-${fill(12, 16, 'digits')}-${fill(24, 17)}`],
  ['slack app token', `xapp-1-A${fill(10, 18, 'upper')}-${fill(13, 19, 'digits')}-${fill(64, 20, 'hex')}`],
  ['stripe secret key', `sk_live_${fill(24, 21)}`],
  ['stripe restricted key', `rk_test_${fill(24, 22)}`],
  ['webhook signing secret', `whsec_${fill(32, 23)}`],
  ['npm token', `npm_${fill(36, 24)}`],
  ['pypi token', `pypi-AgEIcHlwaS5vcmc${fill(60, 25)}`],
  ['rubygems key', `rubygems_${fill(48, 26, 'hex')}`],
  ['docker hub token', `dckr_pat_${fill(27, 27)}`],
  ['vault token', `hvs.${fill(24, 28)}`],
  ['terraform token', `${fill(14, 29)}.atlasv1.${fill(64, 30)}`],
  ['sendgrid key', `SG.${fill(22, 31)}.${fill(43, 32)}`],
  ['mailgun key', `key-${fill(32, 33, 'hex')}`],
  ['mailchimp key', `${fill(32, 34, 'hex')}-us12`],
  ['twilio key', `SK${fill(32, 35, 'hex')}`],
  ['telegram token', `${fill(9, 36, 'digits')}:AA${fill(33, 37)}`],
  ['discord token', `MT${fill(24, 38)}.${fill(6, 39)}.${fill(32, 40)}`],
  ['model api key', `sk-proj-${fill(40, 41)}`],
  ['hub token', `hf_${fill(34, 42)}`],
  ['digitalocean token', `dop_v1_${fill(64, 43, 'hex')}`],
  ['shopify token', `shpat_${fill(32, 44, 'hex')}`],
  ['databricks token', `dapi${fill(32, 45, 'hex')}`],
  ['new relic key', `NRAK-${fill(27, 46, 'upper')}`],
  ['grafana token', `glsa_${fill(32, 47)}_${fill(8, 48, 'hex')}`],
  ['sentry token', `sntryu_${fill(64, 49, 'hex')}`],
  ['atlassian token', `ATATT3xFfGF0${fill(60, 50)}`],
  ['postman key', `PMAK-${fill(24, 51, 'hex')}-${fill(34, 52, 'hex')}`],
  ['linear key', `lin_api_${fill(40, 53)}`],
  ['tailscale key', `tskey-auth-${fill(12, 54)}-${fill(32, 55)}`],
  ['age key', `AGE-SECRET-KEY-1${fill(58, 56, 'upper')}`],
  ['json web token', jwt(57)],
  ['encrypted web token', `${part({ alg: 'dir', enc: 'A256GCM' })}..${fill(16, 63)}.${fill(40, 64)}.${fill(22, 65)}`],
  ['bcrypt hash', `$2b$12$${fill(53, 58)}`],
  ['crypt hash', `$6$${fill(16, 59)}$${fill(86, 60)}`],
  ['dynatrace token', `dt0c01.${fill(24, 61, 'upper')}.${fill(64, 62, 'upper')}`],
];

const place = 'orders-db.shop.svc:5432';

/** The awkward forms of security §2, taken in turn so that each token is met in three of them. */
const wraps: ((token: string) => Pick<Leak, 'text'>)[] = [
  (token) => ({ text: `2026-11-21T03:12:44Z INFO calling ${place} with ${token} (attempt 3)` }),
  (token) => ({ text: JSON.stringify({ level: 'error', target: place, credential_used: token }) }),
  (token) => ({
    text: JSON.stringify({ target: place, body: JSON.stringify({ nested: JSON.stringify({ t: token }) }) }),
  }),
  (token) => ({ text: `GET http://${place}/v1?x=1&t=${encodeURIComponent(token)}&y=2 401` }),
  (token) => ({ text: `panic: dial ${place}: env dump ${btoa(`A_TOKEN=${token}\n`)} end` }),
  (token) => ({ text: `curl -H 'Authorization: Bearer ${token}' http://${place}/` }),
  (token) => ({ text: `args: ["--server=${place}", "--token=${token}"]` }),
  (token) => ({ text: `args:\n  - --server=${place}\n  - --token\n  - ${token}\n  - --v=2` }),
  (token) => ({ text: `env:\n- name: API_TOKEN\n  value: ${token}\n- name: TARGET\n  value: ${place}` }),
  (token) => ({ text: `server ${place} said: X-Api-Key: ${token}\r\nHost: a`.replace('\r', '') }),
  (token) => ({ text: `${place} refused ${token.slice(0, 19)}\n${token.slice(19)} as credential` }),
];

/** Forms that a token without a letter of its own at the cut cannot be put together from: hashes and keys with $ in them. */
const splitAt = wraps.length - 1;

export const wrappedTokens: readonly Leak[] = tokens.flatMap(([kind, token], index) =>
  [0, 4, 7].map((step) => {
    const at = (index + step) % wraps.length;
    const wrap = wraps[at === splitAt && !/^[A-Za-z0-9_-]{25,}$/.test(token) ? 0 : at];
    return { kind, secrets: [token], keep: [place], text: wrap?.(token).text ?? '' };
  }),
);
