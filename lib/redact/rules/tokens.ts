/** Tokens that tell themselves by their form, from the formats that their providers publish. */

import type { Finder, Range } from '../range';

interface TokenForm {
  kind: string;
  /** How it begins, case-sensitive: the prefilter. */
  starts: string[];
  /** The whole token from there, sticky. Bounded, or of one class that is taken to its end. */
  form: RegExp;
}

const w = '[A-Za-z0-9]';
const wd = '[A-Za-z0-9_-]';
const end = '(?![A-Za-z0-9])';

function form(kind: string, starts: string, pattern: string): TokenForm {
  return { kind, starts: starts.split(' '), form: new RegExp(pattern, 'y') };
}

const forms: TokenForm[] = [
  form('aws-key', 'AKIA ASIA ABIA ACCA AROA AIDA AGPA ANPA ANVA', `[A-Z0-9]{20}${end}`),
  form('aws-session-token', 'IQoJb3JpZ2lu FwoGZXIvYXdz FQoGZXIvYXdz', '[A-Za-z0-9+/_=-]{40,}'),
  form('google-api-key', 'AIza', `AIza${wd}{35}(?!${wd})`),
  form('google-token', 'ya29. 1//0', '(?:ya29\\.|1//0)[A-Za-z0-9._-]{20,}'),
  form('google-client-secret', 'GOCSPX-', `GOCSPX-${wd}{20,}`),
  form('github-token', 'ghp_ gho_ ghu_ ghs_ ghr_', `gh[pousr]_${w}{30,}`),
  form('github-token', 'github_pat_', 'github_pat_[A-Za-z0-9_]{40,}'),
  form(
    'gitlab-token',
    'glpat- gldt- glrt- glcbt- glptt- glft- glimt- glagent- gloas- glsoat- glffct- GR1348941',
    `(?:gl[a-z]{2,5}-|GR1348941)${wd}{16,}(?:\\.${wd}{2,})*`,
  ),
  form(
    'slack-token',
    'xoxb- xoxp- xoxa- xoxo- xoxr- xoxs- xoxe- xoxc- xoxd- xoxe. xapp-',
    `(?:xox[a-z][-.]|xapp-)[A-Za-z0-9%.-]{10,}`,
  ),
  form('stripe-key', 'sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ pk_test_', `[srp]k_(?:live|test)_${w}{10,}`),
  form('webhook-secret', 'whsec_', 'whsec_[A-Za-z0-9+/=]{16,}'),
  form('npm-token', 'npm_', `npm_${w}{36}${end}`),
  form('pypi-token', 'pypi-AgE', `pypi-${wd}{50,}`),
  form('gem-key', 'rubygems_', `rubygems_[a-f0-9]{48}${end}`),
  form('crates-token', 'cio', `cio${w}{32}${end}`),
  form('nuget-key', 'oy2', `oy2[a-z0-9]{43}${end}`),
  form('docker-token', 'dckr_pat_ dckr_oat_', `dckr_[a-z]at_${wd}{20,}`),
  form('vault-token', 'hvs. hvb. hvr.', `hv[sbr]\\.${wd}{20,}`),
  form('vault-token', 's.', `s\\.(?=[A-Za-z]*\\d)(?=[a-z0-9]*[A-Z])${w}{24}(?![A-Za-z0-9.])`),
  form('sendgrid-key', 'SG.', `SG\\.${wd}{16,32}\\.${wd}{32,64}`),
  form('mailgun-key', 'key-', `key-[0-9a-f]{32}${end}`),
  form('twilio-key', 'SK', `SK[0-9a-f]{32}${end}`),
  form('api-key', 'sk-', `sk-(?=[A-Za-z_-]{0,40}\\d|[a-z0-9_-]{0,40}[A-Z])${wd}{20,}`),
  form('hub-token', 'hf_', `hf_${w}{30,}`),
  form('digitalocean-token', 'dop_v1_ doo_v1_ dor_v1_', `do[opr]_v1_[a-f0-9]{64}${end}`),
  form('heroku-key', 'HRKU-', `HRKU-${wd}{30,}`),
  form('shopify-token', 'shpat_ shpca_ shppa_ shpss_', `shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}${end}`),
  form('square-token', 'sq0atp- sq0csp- sq0idp-', `sq0[a-z]{3}-${wd}{20,}`),
  form('databricks-token', 'dapi', `dapi[a-f0-9]{32}(?:-\\d)?${end}`),
  form('new-relic-key', 'NRAK- NRJS- NRII- NRRA-', `NR[A-Z]{2}-${wd}{20,}`),
  form('grafana-token', 'glsa_ glc_', `(?:glsa_${w}{32}_[A-Fa-f0-9]{8}|glc_[A-Za-z0-9+/=]{32,})`),
  form('sentry-token', 'sntrys_ sntryu_', 'sntry[su]_[A-Za-z0-9+/=_-]{40,}'),
  form('atlassian-token', 'ATATT3 ATCTT3 ATBB', `AT(?:ATT3|CTT3|BB)[A-Za-z0-9_=-]{20,}`),
  form('postman-key', 'PMAK-', 'PMAK-[a-f0-9]{24}-[a-f0-9]{34}'),
  form('doppler-token', 'dp.pt. dp.st. dp.sa. dp.ct. dp.scim.', `dp\\.[a-z]{2,4}\\.[A-Za-z0-9._-]{30,}`),
  form('linear-key', 'lin_api_', `lin_api_${w}{30,}`),
  form('notion-token', 'ntn_', `ntn_${w}{40,}`),
  form('supabase-key', 'sbp_ sb_secret_', `sb(?:p|_secret)_${wd}{20,}`),
  form('planetscale-token', 'pscale_pw_ pscale_tkn_ pscale_oauth_', `pscale_[a-z]{2,5}_[A-Za-z0-9_.=-]{30,}`),
  form('fly-token', 'fm1r_ fm2_ fm1a_ fo1_', 'f(?:m1[ra]|m2|o1)_[A-Za-z0-9+/=_-]{30,}'),
  form('figma-token', 'figd_', `figd_${wd}{30,}`),
  form('age-key', 'AGE-SECRET-KEY-1', 'AGE-SECRET-KEY-1[A-Z0-9]{50,60}'),
  form('tailscale-key', 'tskey-', `tskey-[a-z]{2,12}-${wd}{12,}`),
  form('pulumi-token', 'pul-', `pul-[a-f0-9]{40}${end}`),
  form('buildkite-token', 'bkua_ bkct_', `bk(?:ua|ct)_[a-z0-9]{30,}`),
  form('circleci-token', 'CCIPAT_ CCIPRJ_', 'CCIP[A-Z]{2,3}_[A-Za-z0-9_]{30,}'),
  form('one-password-token', 'ops_eyJ', `ops_eyJ${wd}{50,}`),
  form('dynatrace-token', 'dt0c01. dt0s01. dt0s16.', 'dt0[cs]\\d\\d\\.[A-Z0-9]{20,28}\\.[A-Z0-9]{50,70}'),
  form('airtable-token', 'pat', `pat${w}{14}\\.[a-f0-9]{64}`),
  form('facebook-token', 'EAAC EAAG EAAB EAAJ EAAD', `EAA[A-Z]${w}{60,}`),
  form('wireguard-key', 'PrivateKey', 'PrivateKey[ \\t]{0,4}=[ \\t]{0,4}[A-Za-z0-9+/]{43}='),
  form(
    'password-hash',
    '$2a$ $2b$ $2y$ $5$ $6$ $1$ $y$ $argon2',
    '\\$(?:2[aby]\\$\\d\\d\\$[A-Za-z0-9./]{53}|(?:[156y]|argon2i?d?)\\$[A-Za-z0-9./$=,+-]{20,})',
  ),
];

const byStart = new Map<string, TokenForm[]>();
for (const each of forms) for (const start of each.starts) byStart.set(start, [...(byStart.get(start) ?? []), each]);

function literal(text: string): string {
  return text.replace(/[$.*+?^()[\]{}|\\/]/g, '\\$&');
}

const starts = new RegExp(`(?<![A-Za-z0-9])(?:${[...byStart.keys()].map(literal).join('|')})`, 'g');

const findPrefixed: Finder = (text) => {
  const ranges: Range[] = [];
  starts.lastIndex = 0;
  for (let hit = starts.exec(text); hit; hit = starts.exec(text)) {
    for (const { kind, form: whole } of byStart.get(hit[0]) ?? []) {
      whole.lastIndex = hit.index;
      const found = whole.exec(text);
      if (!found) continue;
      ranges.push({ start: hit.index, end: hit.index + found[0].length, kind });
      starts.lastIndex = hit.index + found[0].length;
      break;
    }
  }
  return ranges;
};

/** Forms that begin with nothing of their own: each is found by a literal inside it. The group, where there is one, is what goes. */
const inner: { kind: string; has: string; form: RegExp }[] = [
  {
    kind: 'jwt',
    has: 'eyJ',
    // The second part of a JWE whose key is agreed on directly is empty.
    form: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.(?:[A-Za-z0-9_-]{8,}|(?=\.[A-Za-z0-9_-]{8,}))(?:\.[A-Za-z0-9_-]{0,}){0,3}/g,
  },
  {
    kind: 'azure-client-secret',
    has: 'Q~',
    form: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![A-Za-z0-9_~-])/g,
  },
  { kind: 'mailchimp-key', has: '-us', form: /(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])/g },
  {
    kind: 'telegram-token',
    has: ':AA',
    form: /(?<![A-Za-z0-9])(?:bot)?\d{8,10}:AA[A-Za-z0-9_-]{32,34}(?![A-Za-z0-9_-])/g,
  },
  {
    kind: 'discord-token',
    has: '.',
    form: /(?<![A-Za-z0-9_-])[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38}(?![A-Za-z0-9_-])/g,
  },
  { kind: 'terraform-token', has: '.atlasv1.', form: /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_-]{60,}/g },
  {
    kind: 'webhook-url',
    has: 'hooks.slack',
    form: /hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/([A-Za-z0-9+/_-]{20,})/g,
  },
  { kind: 'webhook-url', has: '/api/webhooks/', form: /\/api\/webhooks\/(\d{15,20}\/[A-Za-z0-9_-]{40,})/g },
  {
    kind: 'webhook-url',
    has: 'outlook.office',
    form: /outlook\.office(?:365)?\.com\/webhook\/([A-Za-z0-9@/_-]{40,})/g,
  },
  { kind: 'webhook-url', has: 'webhook.office', form: /webhook\.office\.com\/(webhookb2\/[A-Za-z0-9@/_-]{60,})/g },
  {
    kind: 'bearer-token',
    has: 'earer ',
    form: /\b[Bb]earer[ \t]{1,4}((?=[A-Za-z._~+/-]{0,80}\d)[A-Za-z0-9._~+/-]{16,}={0,2})/g,
  },
  {
    // A log writer's line ended between the scheme and the token.
    kind: 'bearer-token',
    has: 'earer',
    form: /\b[Bb]earer[ \t]{0,4}\n(?:\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d)[ \t])?[ \t]{0,40}((?=[A-Za-z._~+/-]{0,80}\d)[A-Za-z0-9][A-Za-z0-9._~+/-]{19,}={0,2})(?=[ \t"',]{0,4}(?:\n|$))/g,
  },
  {
    kind: 'basic-auth',
    has: 'asic ',
    form: /\b[Bb]asic[ \t]{1,4}((?=[A-Za-z+/]{0,80}[0-9=])(?=[a-z0-9+/=]{0,80}[A-Z])[A-Za-z0-9+/]{8,}={0,2})/g,
  },
  { kind: 'firebase-key', has: ':APA91b', form: /(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{7,24}:APA91b[A-Za-z0-9_-]{100,}/g },
];

/** Tokens of known form. The private part of a webhook's address counts as one; its host stays. */
export const findTokens: Finder = (text) => {
  const ranges = findPrefixed(text);
  for (const { kind, has, form: pattern } of inner) {
    if (!text.includes(has)) continue;
    for (const found of text.matchAll(pattern)) {
      const secret = found[1] ?? found[0];
      const start = found.index + found[0].length - secret.length;
      ranges.push({ start, end: start + secret.length, kind });
    }
  }
  return ranges;
};
