/** Values of variables that a program refuses: it has them, so that none is missing (design §5). */

import type { Signature } from '../signature';

export const variables: readonly Signature[] = [
  {
    id: 'env-value-refused',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['environment variable', 'env variable', 'env var', 'envvar'],
    pattern:
      /(?<message>(?:(?:[Ee]nvironment [Vv]ariable|[Ee]nv var(?:iable)?|[Ee]nv[Vv]ar|ENV(?:IRONMENT)? VAR(?:IABLE)?):? ["'`$[{(]{0,3}[A-Z][A-Z0-9_]{1,80}["'`}\])]{0,3}|(?<![\w.])[A-Z][A-Z0-9_]{1,80}["'`}\])]{0,3} (?:[Ee]nvironment [Vv]ariable|[Ee]nv var(?:iable)?|[Ee]nv[Vv]ar))(?:'s)?(?: value| setting)? (?:(?:is|was) not (?:an?|one of|valid|allowed|supported|recogni[sz]ed|known|accepted|permitted|understood|numeric|positive|pars(?:e)?able|base64|well[- ]formed|correct|long enough|an absolute|within|between|in range)\b|(?:is|was) (?:invalid|malformed|illegal|out of range|too (?:short|long|large|small|big|low|high|weak))\b|(?:must|should|has to|needs to) (?:be (?:an?|one of|in|within|between|at (?:least|most)|greater|less|larger|smaller|positive|exactly|numeric|valid)\b|(?:not )?(?:contain|start|end|match|consist)\b)|(?:cannot|can't|could not) be (?:parsed|converted|decoded))(?!.{0,160}\b(?:using|ignor\w{1,4}|fall\w{0,3} back|default\w{0,4} to|default is used|skipp\w{1,4}|disabl\w{1,4})\b)(?:(?!, ?(?:got|was|but|received|found)\b)[^:;("'`]){0,80})/,
    example: 'Error: environment variable PORT is not a number: "80a"',
    near: 'Error: environment variable PORT is not set',
  },
  {
    // Without the word: a name in capitals at the head of its sentence. Elsewhere capitals are columns, constants and shouting.
    id: 'variable-value-refused',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      ' must be a',
      ' must be one of',
      ' must be between',
      ' must be greater',
      ' must be less',
      ' must be in ',
      ' must be positive',
      ' is too ',
      ' should be a',
    ],
    pattern:
      /(?:^|[:\]] )["'`$]?(?<message>(?!(?:ID|UUID|URL|URI|JSON|XML|YAML|HTTP|SQL|API|HTML|CSV)\b)[A-Z][A-Z0-9_]{2,80}["'`]?(?:=\S{0,120})? (?:(?:must|should) be (?:(?:an? |one of |in (?:the )?range |between |greater |less |positive\b|at (?:least|most) ))|is too (?:short|long|large|small|big|low|high|weak)\b)(?!.{0,160}\b(?:using|ignor\w{1,4}|fall\w{0,3} back|default\w{0,4} to|default is used|skipp\w{1,4}|disabl\w{1,4})\b)(?:(?!, ?(?:got|was|but|received|found)\b)[^:;("'`]){0,80})/,
    example: 'ValueError: PORT must be an integer',
    near: 'ValueError: ID must be an integer',
  },
];
