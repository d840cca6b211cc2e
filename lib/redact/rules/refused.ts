/**
 * What programs quote when they refuse a value, where its name stands behind it, further before it or on the line above:
 * flags, settings, a cast in Python; Redis' rules for a user; and an address cut so that a credential became its host.
 */

import type { Finder, Range } from '../range';
import { tellingName, type Telling } from './key-names';
import { isInnocent } from './values';

const name = String.raw`(?<name>[\w.-]{1,120})`;
const start = String.raw`(?<![\w.-])`;
const flag = String.raw`["']?(?:-\w(?:, |\/))?${name}`;
/** Up to what the form itself puts behind it, for a value may hold quotes. */
const value = (quote: string, end: string) => String.raw`${quote}(?<value>[^\n]{1,400}?)${quote}(?=${end})`;

const refusal = 'invalid|bad|wrong|illegal|unsupported|unexpected|unknown|malformed|incorrect';
const thing =
  'config(?:uration)?|setting|option|parameter|property|field|key|env(?:ironment)?(?: ?var(?:iable)?)?|variable|secret';

/** Without quotation marks only what is no word: letters with a digit or a sign, and no type or encoding. */
const mixed = String.raw`(?!(?:u?int|float|base|sha|utf-?)\d|https?[:\d])(?=[^\s"'()]{0,200}[\d!#$%&*+=@^~])(?=[^\s"'()]{0,200}[A-Za-z])(?<value>[^\s"'()]{6,200})`;
const ofThing = `(?:(?:the|${thing}) )`;
/** A name that no sentence has: "unexpected token (1:23)" is of a parser. */
const setting = String.raw`(?<name>(?=[\w.-]{0,119}\w[_.-]\w)[\w.-]{1,120}|[a-z]{1,40}[A-Z][A-Za-z]{1,80})`;

/** zod's list of what it refused; `received` is the name of a type where no value was of use. */
const zodPath = String.raw`"path":\s{0,4}\[\s{0,40}(?:"[\w.-]{1,120}",\s{0,40}){0,6}"${name}"\s{0,40}\]`;
const zodValue = String.raw`"received":\s{0,4}"(?!(?:undefined|null|nan|string|number|integer|float|boolean|bigint|date|symbol|function|object|array|map|set|promise|void|never|unknown)")(?<value>[^"\n]{1,400})"`;

/** `has`: in lower case; without it the form is not tried. Without a name it is a password by its form. */
const forms: { has: string; form: RegExp }[] = [
  // Go's flag and pflag.
  { has: 'invalid ', form: new RegExp(`invalid (?:boolean )?(?:argument|value) ${value('"', ' for ')} for (?:flag )?${flag}`, 'gi') },
  // What programs write themselves: the name stands behind a word for what it is.
  { has: ' value ', form: new RegExp(`(?:${refusal}) value ${value(`["']`, ' (?:for|of|in) ')} (?:for|of|in) ${ofThing}{0,4}["']?${name}`, 'gi') },
  { has: ' value ', form: new RegExp(`(?:${refusal}) value ${mixed} (?:for|of|in) ${ofThing}{0,4}["']?${name}`, 'gi') },
  { has: 'value ', form: new RegExp(`${start}value (?:${value(`["']`, ' (?:for|of|in) ')}|${mixed.replace('<value>', '<bare>')}) (?:for|of|in) ${ofThing}{1,4}["']?${name}["']? (?:is|does|has|must|cannot|could)\\b`, 'gi') },
  ...['was', 'got', 'value', 'received', 'given', 'found'].map((word) => ({ has: `(${word}`, form: new RegExp(`${start}${setting}["']? (?:is|was|has|must|may|should|can|cannot|does)\\b[^\\n]{0,120}?\\(${word}:? (?:${value(`["']`, '\\)')}|${mixed.replace('<value>', '<bare>')})\\)`, 'g') })),
  { has: ' (', form: new RegExp(`(?:${refusal}|[Bb]ad|[Ii]nvalid|[Ww]rong|[Ii]llegal) ${ofThing}{0,3}["']?${setting}["']? \\(${mixed}\\)`, 'g') },
  { has: 'got ', form: new RegExp(`${start}${setting}["']?: (?:[^\\n]{0,120}? )?got ${value(`["']`, String.raw`[\s,;.)]|$`)}`, 'g') },
  // Go's base64, with the words for what was decoded before it.
  { has: 'base64 data in ', form: new RegExp(`base64 data in (?<name>[\\w. -]{1,60}?):? ["']${mixed}["']`, 'gi') },
  { has: 'converting ', form: new RegExp(`assigning ${name} to [\\w.]{1,120}: converting ${value("'", ' to type')}`, 'gi') },
  { has: 'parsing ', form: new RegExp(`(?:on field|cannot parse) ["']${name}["'][^\\n]{0,120}? parsing ${value('"', ':')}`, 'gi') },
  { has: 'strconv.', form: new RegExp(`${name}["']?: strconv\\.\\w{1,20}: parsing ${value(String.raw`\\?"`, ':')}`, 'g') },
  { has: 'cannot parse', form: new RegExp(`["']${name}["'] cannot parse [^\\n]{0,120}? parsing ${value('"', ':')}`, 'gi') },
  // clap: with the placeholder of the flag, or of a bare argument.
  { has: 'invalid value ', form: new RegExp(`invalid value ${value("'", ' for ')} for ["'](?:-\\w, )?[<[]?${name}`, 'gi') },
  // joi, envalid, SmallRye and Terraform.
  { has: 'value ', form: new RegExp(`${start}${name}["']?(?: with(?: the config)?|:) value ${value('"', String.raw`\s`)}`, 'gi') },
  { has: 'got "', form: new RegExp(`got ${value('"', ' for ')} for ${name}`, 'gi') },
  { has: ': invalid ', form: new RegExp(`${start}${name}["']?: invalid [a-z ]{1,40}: ${value('"', String.raw`\s|$`)}`, 'gi') },
  // .NET, Micronaut; Spring's binding and its validation; figment, config and what else stands on serde.
  { has: 'configuration value ', form: new RegExp(`configuration value ${value("'", ' at ')} at '(?:[\\w.-]{1,100}:){0,6}${name}'`, 'gi') },
  { has: 'unable to convert value [', form: new RegExp(`\\[\\$\\{${name}[^\\n]{0,120}\\. Unable to convert value \\[(?<value>[^\\n]{1,400}?)\\](?= to )`, 'g') },
  { has: 'for input string', form: new RegExp(`property ["']${name}["'][^\\n]{0,200}? for input string: ${value('"', String.raw`[\s\])]|$`)}`, 'gi') },
  { has: 'rejected value [', form: new RegExp(`on field ["']${name}["']: rejected value \\[(?<value>[^\\n]{1,400}?)\\](?=;|\\s|$)`, 'gi') },
  { has: ' for key ', form: new RegExp(`string ${value('"', ', expected ')}, expected [^\\n]{1,80}? for key ["'\`]${name}`, 'gi') },
  // Spring Boot's analysis of a property that does not bind.
  { has: 'property: ', form: /Property: (?<name>[\w.-]{1,120})\s{1,80}Value: "(?<value>[^\n]{1,400}?)"(?=\s|$)/g },
  // argparse and click.
  { has: 'argument ', form: new RegExp(`argument ${flag}: invalid [\\w ]{1,40}: ${value("'", String.raw`\s|$`)}`, 'gi') },
  { has: 'invalid value for ', form: new RegExp(`invalid value for ${flag}["']?: ${value("'", ' ')}`, 'gi') },
  // mapstructure, which viper and others decode with.
  { has: 'unconvertible type', form: new RegExp(`["']${name}["'] expected type '[^'\\n]{1,80}', got unconvertible type '[^'\\n]{1,80}', value: ${value("'", String.raw`\s|,|$`)}`, 'gi') },
  { has: 'received', form: new RegExp(`${zodPath}[^{}]{0,300}?${zodValue}`, 'g') },
  { has: 'received', form: new RegExp(`${zodValue}[^{}]{0,300}?${zodPath}`, 'g') },
  // zod in words: in one line with the variable before or behind it.
  { has: 'received ', form: new RegExp(`(?<![\\w.-])${name}["']?: [^\\n]{0,200}?received (?:string )?${value("['\"]", String.raw`[\s,;)]|$`)}`, 'g') },
  { has: 'received ', form: new RegExp(`received (?<q>['"])(?<value>[^\\n]{1,400}?)\\k<q> at "(?:[\\w.-]{1,100}\\.)?${name}"`, 'g') },
  // Go's net/url, of an address whose password has a # or a / and so ends the host.
  { has: 'invalid port', form: /parse \\?"[^"\n]{0,400}@[^"\n]{0,400}": invalid port \\?":(?<value>[^"\\\n]{1,200})\\?" after host/gi },
  // ajv, told with the data (`verbose`): a pointer to what was refused.
  { has: 'instancepath', form: new RegExp(`instancePath["']?: ?["'](?:/[\\w.-]{1,100}){0,6}/${name}["'][\\s\\S]{0,500}?\\bdata["']?: ?${value(`["']`, String.raw`[\s,}]|$`)}`, 'g') },
  // Go's JSON tells a number, its YAML any scalar, the latter without a name and cut.
  { has: 'into go struct field', form: new RegExp(`cannot unmarshal (?:number|string) "?(?<value>[^\\s"]{1,400})"? into Go struct field (?:[\\w-]{1,100}\\.){0,6}${name}`, 'gi') },
  { has: 'cannot unmarshal !!', form: /cannot unmarshal !!\w{1,20} `(?=[^`\n]{0,200}\d)(?=[^`\n]{0,200}[a-z])(?=[^`\n]{0,200}[A-Z])(?<value>[^`\s]{6,200}?)(?:\.{3})?`/g },
  // nginx: a header that it sets for whom it asks.
  { has: '_header', form: new RegExp(`(?:proxy_set|add|grpc_set|more_set(?:_input)?)_headers?[ \\t]{1,40}${name}[ \\t]{1,40}(?<value>[^\\s"'$;][^\\s"';]{3,400})`, 'g') },
  { has: '.pgpass', form: /entry "(?<value>[^"\n]{1,200})" (?:in|of) [^\n]{0,100}\.pgpass/gi },
]; // prettier-ignore

const pydantic = /input_value=(?!\{)(["']?)([^\n]{1,400}?)\1, input_type=/g;
const fieldAbove = /(?:^|\n)[^\n]{0,200}?([\w.-]{1,120})[ \t]*\n[^\n]{0,400}$/;

/** Ruby's cast, with the line of the program under the error. */
const castInRuby =
  /invalid value for (?:Integer|Float|Rational|Complex)\(\): "([^\n]{1,400}?)" \(ArgumentError\)\n\s{0,20}([^\n]{1,300})/g;

/** A cast in Python, with the line of the program that asked for it above the error, or above the marks under that line. */
const cast =
  /(?:invalid literal for int\(\) with base \d+|could not convert string to float): (["'])([^\n]{1,400}?)\1(?=\s|$)/g;
const sourceAbove = /File "[^"\n]{1,300}", line \d+[^\n]{0,200}\n([^\n]{1,300})(?:\n[^\w\n]{0,300})?\n[^\n]{0,200}$/;
/** What such a line reads: a key in quotes, an attribute, a constant. */
const read = /(?<=["'.])[\w-]{1,120}|\b[A-Z][A-Z0-9_]{1,120}\b/g;
const readIn = (line: string): Telling | null =>
  [...line.matchAll(read)].map(([name]) => tellingName(name)).find((one) => one !== null) ?? null;

/** `user default on >password ~* +@all`, in a file of rules or behind ACL SETUSER; `#` is a hash of one. */
const redisUser =
  /(?<![\w.-])(?:user|setuser)[ \t]{1,4}[^\s>]{1,100}[ \t]{1,4}(?=(?:on|off|reset\w*|sanitize-payload)\s|>\S)/gi;
const redisPassword = /(?<=[ \t]|^)(?:[><]([^\s"']{1,200})|#([0-9a-f]{64}))/g;

/** What is looked up is a name, and no name has an @: what stands before it was a credential that nobody cut off. */
const lookedUp =
  /(?:lookup|ENOTFOUND|EAI_AGAIN|resolve host(?:name)?:?|resolve address|unknown host:?|UnknownHostException:)[ \t]["']?/;
const asHost = new RegExp(String.raw`${lookedUp.source}([^\s"']{1,200})@(?=[A-Za-z0-9])`, 'g');
const beforeHost = new RegExp(String.raw`${lookedUp.source}[^\s"']{0,100}$`);

/** Whether what stands at `at` is what a resolver was asked for: no mail address, however it looks. */
export function isLookedUp(text: string, at: number): boolean {
  return beforeHost.test(text.slice(Math.max(0, at - 124), at));
}

function isSecret(telling: Telling | null, found: string): telling is Telling {
  return (
    telling !== null && !isInnocent({ telling, value: found, quoted: true, colon: false, after: '', startsLine: false })
  );
}

/** The value where it was found, and where the reason behind it quotes it again (`strconv.ParseInt: parsing "x"`). */
function withEchoes(text: string, start: number, secret: string, kind: string): Range[] {
  const ranges = [{ start, end: start + secret.length, kind }];
  if (secret.length < 4) return ranges;
  const rest = /[^\n]{0,1000}/y;
  rest.lastIndex = start + secret.length;
  const after = rest.exec(text)?.[0] ?? '';
  for (let at = after.indexOf(secret); at >= 0; at = after.indexOf(secret, at + secret.length)) {
    const from = start + secret.length + at;
    ranges.push({ start: from, end: from + secret.length, kind });
  }
  return ranges;
}

export const findRefusedValues: Finder = (text) => {
  const ranges: Range[] = [];
  const lower = text.toLowerCase();
  for (const { has, form } of forms) {
    if (!lower.includes(has)) continue;
    for (const found of text.matchAll(form)) {
      const secret = found.groups?.['value'] ?? found.groups?.['bare'] ?? '';
      const telling = tellingName(found.groups?.['name'] ?? 'password');
      if (!isSecret(telling, secret)) continue;
      ranges.push(...withEchoes(text, found.index + found[0].indexOf(secret), secret, telling.noun));
    }
  }
  for (const found of text.matchAll(pydantic)) {
    const secret = found[2] ?? '';
    const telling = tellingName(fieldAbove.exec(text.slice(Math.max(0, found.index - 600), found.index))?.[1] ?? '');
    if (!isSecret(telling, secret)) continue;
    const start = found.index + 'input_value='.length + (found[1] ?? '').length;
    ranges.push({ start, end: start + secret.length, kind: telling.noun });
  }
  for (const found of text.matchAll(cast)) {
    const secret = found[2] ?? '';
    const line = sourceAbove.exec(text.slice(Math.max(0, found.index - 800), found.index))?.[1] ?? '';
    const telling = readIn(line);
    if (!isSecret(telling, secret)) continue;
    const end = found.index + found[0].length - 1;
    ranges.push({ start: end - secret.length, end, kind: telling.noun });
  }
  for (const found of text.matchAll(castInRuby)) {
    const [all, secret = '', line = ''] = found;
    const telling = readIn(line);
    if (!isSecret(telling, secret)) continue;
    const start = found.index + all.indexOf('"') + 1;
    ranges.push({ start, end: start + secret.length, kind: telling.noun });
  }
  for (const found of text.matchAll(asHost)) {
    const secret = found[1] ?? '';
    const end = found.index + found[0].length - 1;
    ranges.push({ start: end - secret.length, end, kind: 'basic-auth' });
  }
  for (const found of text.matchAll(redisUser)) {
    const from = found.index + found[0].length;
    const rules = /^[^\n]*/.exec(text.slice(from, from + 500))?.[0] ?? '';
    for (const rule of rules.matchAll(redisPassword)) {
      const secret = rule[1] ?? rule[2] ?? '';
      const end = from + rule.index + rule[0].length;
      ranges.push({ start: end - secret.length, end, kind: 'password' });
    }
  }
  return ranges;
};
