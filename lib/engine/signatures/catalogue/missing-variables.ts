/** Variables that a program lacks, where only the sentence or the name itself tells that it is one (`config` has the plain ones). */

import type { Signature } from '../signature';

export const missingVariables: readonly Signature[] = [
  {
    // Without an underscore capitals may be anything: a `$` or the word before it tells, or a name that every image knows.
    id: 'variable-known-not-set',
    cause: 'missing-env-var',
    weight: 'error',
    literals: [
      'not set',
      'unset',
      'not defined',
      'undefined',
      'not provided',
      'not specified',
      'must be set',
      'must be defined',
      'must be provided',
      'is required',
      'is missing',
      'be empty',
      'is empty',
    ],
    pattern:
      /(?:(?<![\w$\\]|ReferenceError: )\$\{?(?<variable>[A-Z][A-Z0-9_]{1,80})\}?["'`]?|(?<!\w)[Vv]ariable ["'`({]{0,3}(?<variable2>[A-Z][A-Z0-9_]{1,80})["'`})]{0,2}|(?:^|(?<!ReferenceError)[:\]] |\b(?:FATAL|ERROR|CRITICAL|PANIC) )["'`]?(?<variable3>PG(?:HOST|HOSTADDR|PORT|DATABASE|USER|PASSWORD|PASSFILE|DATA|SERVICE|SSLMODE|SSLCERT|SSLKEY|SSLROOTCERT)|PORT|HOST|HOME|HOSTNAME|NAMESPACE|KUBECONFIG|TMPDIR|TZ|GOPATH|PYTHONPATH|CLASSPATH)["'`]?)(?: (?:is|was|has))? (?:not (?:been )?(?:set|defined|provided|specified)|unset|undefined|missing|required|empty|(?:must|needs to|has to) be (?:set|defined|provided|specified)|(?:cannot|can't|must not|may not) be empty)\b(?!.{0,160}\b(?:using|ignor\w{1,4}|fall\w{0,3} back|defaults?|defaulting|default is used|skipp\w{1,4}|disabl\w{1,4}|assum\w{1,4})\b)/,
    example: 'config: PGHOST is not set',
    near: 'config: CIDR is not set',
  },
  {
    id: 'variables-neither-known',
    cause: 'missing-env-var',
    weight: 'error',
    literals: ['neither '],
    pattern: /\b[Nn]either \$[A-Z][A-Z0-9_]{1,80} nor \$(?<variable>[A-Z][A-Z0-9_]{1,80}) (?:is|are) (?:set|defined)\b/,
    example: 'cache: neither $XDG_CACHE_HOME nor $HOME are defined',
    near: 'neither $5 nor $10 are enough',
  },
  {
    id: 'variable-may-not-be-empty',
    cause: 'missing-env-var',
    weight: 'error',
    literals: ['be empty', 'be blank', 'be null', 'be unset', 'be undefined'],
    pattern:
      /(?:^|[\s"'`$({[:=])(?<variable>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80})["'`})\]]{0,3}(?: env(?:ironment)?(?: var(?:iable)?)?| variable| value)? (?:can ?not|can't|must not|may not|should not) be (?:empty|blank|null|unset|undefined)\b/,
    example: 'settings: SHOP_QUEUE cannot be empty',
    near: 'settings: the queue cannot be empty',
  },
  {
    // A list of settings has the same form; only what is called an error is no list.
    id: 'variable-colon-not-set',
    cause: 'missing-env-var',
    weight: 'error',
    literals: [': not set', ': unset', ': missing', ': required', ': not defined', ': not provided', ': must be set'],
    pattern:
      /^(?:E|[Ee]rr(?:or)?|ERR(?:OR)?|[Ff]atal(?: error)?|FATAL|[Pp]anic|[\w.]{0,60}(?:Error|Exception)): (?:[\w .-]{1,60}: )?["'`$]?(?<variable>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80})["'`]?: (?:is )?(?:not (?:set|defined|provided)|unset|missing|required|must be set)[.!]?$/,
    example: 'error: SHOP_TOKEN: not set',
    near: 'SHOP_TOKEN: not set',
  },
  {
    id: 'variable-called-unset',
    cause: 'missing-env-var',
    weight: 'error',
    literals: ['unset ', 'missing '],
    pattern:
      /\b(?:[Uu]nset|[Mm]issing) (?:required |mandatory )?variables?(?: named)?:? ["'`$({[]{0,3}(?<variable>[A-Z][A-Z0-9_]{2,80})\b(?!.{0,80}\b(?:defaults?|ignor\w{1,4}|skipp\w{1,4})\b)/,
    example: 'Unset variable: SHOP_VAULT',
    near: 'unset variable x of the theorem',
  },
  {
    // An option that is missing, and the variable by which it may be given.
    id: 'variable-instead-of-option',
    cause: 'missing-env-var',
    weight: 'error',
    literals: ['environment variable', 'env var'],
    pattern:
      /\b(?:must be (?:set|provided|given|specified)|(?:was |is )?not (?:set|provided|found|given|specified)|is (?:missing|required)|[Dd]id not find)\b.{0,160}?\b(?:set|setting|export|exporting|via|through|using|use|add an?|in|with) (?:the )?(?:["'`$]?(?<variable>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80})["'`]? env(?:ironment)? var(?:iable)?\b|env(?:ironment)? var(?:iable)? ["'`$]?(?<variable2>[A-Z][A-Z0-9]{0,40}_[A-Z0-9_]{1,80}))/,
    example: 'ShopError: the token must be given by passing token= or by setting the SHOP_TOKEN environment variable',
    near: 'ShopError: the token was refused, see the SHOP_TOKEN environment variable',
  },
];
