/** What a program says of a configuration that it refuses, in one plain line, and the exact place that it names. */

import { z } from 'zod';
import { fields } from '../../evidence';
import { mountOf } from '../../facts/mounts';
import type { ContainerView } from '../../facts/views';
import type { DraftClaim } from '../../rule';
import { readStatement } from '../../signatures/structured';
import { errorField, long, oneLine, type LogFinding } from '../log-rule';

export interface Place {
  file: string | null;
  line: number | null;
  column: number | null;
  /** The line of the file itself, where the parser shows it. */
  quoted: string | null;
}

export interface Refusal {
  /** Its own words on one line, without the place. */
  said: string;
  /** The same in plain words, where a decoder speaks of its types. */
  plain: string;
  place: Place;
}

const fileField = z.looseObject({
  file: z.string().optional(),
  filename: z.string().optional(),
  path: z.string().optional(),
});

/** A file in a text: absolute, and with an ending that configuration has. */
const filePath = /(?<![\w./:@+-])(\/[\w./@+-]{1,200}\.(?:ya?ml|json|toml|conf|cfg|cnf|ini|hcl|xml|properties|env))\b/;
/** "line 12", "line 3 column 5"; "[3:5]" of a YAML reader; "/etc/app.conf:12". */
const places: readonly RegExp[] = [
  /^\[(?<line>\d{1,6}):(?<column>\d{1,5})\]/,
  /\b(?:at |on |in )?line:? (?<line>\d{1,6})(?:,? (?:and )?col(?:umn)?:? (?<column>\d{1,5}))?/i,
  /\.(?:ya?ml|json|toml|conf|cfg|cnf|ini|hcl|xml|properties):(?<line>\d{1,6})(?::(?<column>\d{1,5}))?\b/,
];
/** A reader that shows the file around the fault marks the line: ">  3 |   hots: x". */
const shown = /^\s{0,3}>\s{0,4}\d{1,6}\s?\|(.{1,300})$/m;
/** The words of Go's decoders for a value of another type. */
const otherType =
  /cannot unmarshal (?:!!)?(?<is>\w{1,20})(?: (?<value>`[^`]{0,80}`))? into (?:Go (?:struct field|value)(?: (?<field>\S{1,80}))? of type )?(?<wanted>[\w.[\]*]{1,60})/;
const plainTypes: Readonly<Record<string, string>> = {
  str: 'a text',
  string: 'a text',
  int: 'a whole number',
  int32: 'a whole number',
  int64: 'a whole number',
  uint16: 'a whole number',
  number: 'a number',
  float: 'a number',
  float64: 'a number',
  bool: 'true or false',
  seq: 'a list',
  array: 'a list',
  map: 'a mapping',
  object: 'a mapping',
};

function plainType(type: string): string {
  return plainTypes[type] ?? (type.startsWith('[]') ? 'a list' : `a value of type ${type}`);
}

function lineOf({ log }: LogFinding): string {
  return log.digest.excerpt.find((line) => line.n === log.hit.line)?.text ?? '';
}

/** The hit's line, and those after it that show the file. */
function around({ log }: LogFinding): string {
  return log.digest.excerpt
    .filter((line) => line.n >= log.hit.line && line.n <= log.hit.line + 8)
    .map((line) => line.text)
    .join('\n');
}

function fileNamed(found: LogFinding, said: string): string | null {
  const text = lineOf(found);
  if (text.startsWith('{')) {
    try {
      const { file, filename, path } = fileField.parse(JSON.parse(text));
      const named = file ?? filename ?? path;
      if (named?.startsWith('/')) return named;
    } catch {
      // Not JSON after all, or a field of another type: the text is searched below.
    }
  }
  const field = /\b(?:file|filename|path)="?(\/[^\s"]{1,200})/.exec(text)?.[1];
  return field ?? filePath.exec(said)?.[1] ?? filePath.exec(text)?.[1] ?? null;
}

function placeOf(found: LogFinding, said: string): Place {
  const groups = [said, lineOf(found)]
    .flatMap((text) => places.map((pattern) => pattern.exec(text)?.groups))
    .find((match) => match !== undefined);
  const file = found.captures['file'] ?? fileNamed(found, said);
  const quoted = (shown.exec(said) ?? shown.exec(around(found)))?.[1]?.trim() ?? null;
  return {
    file: file?.startsWith('/') === true ? file : null,
    line: groups?.['line'] === undefined ? null : Number(groups['line']),
    column: groups?.['column'] === undefined ? null : Number(groups['column']),
    quoted,
  };
}

/** Without the place, the prefixes of the reader and the logger, and a quotation that is not closed. */
function bare(text: string): string {
  const said = oneLine(text)
    .replace(/^\[\d+:\d+\] ?/, '')
    .replace(/^(?:\[(?:fatal|error|crit(?:ical)?|emerg)\]|(?:fatal|error):) /i, '')
    .replace(/^(?:yaml|toml|json): /, '')
    .replace(/^.*\bline \d+(?:,? col(?:umn)? \d+)?(?: of \S{1,200})?: (?=\S)/i, '')
    .replace(/ ?[:.]$/, '');
  return (said.match(/"/g)?.length ?? 0) % 2 === 1 ? said.replace(/"$/, '') : said;
}

function plainWords(said: string): string {
  const type = otherType.exec(said)?.groups;
  if (!type) return said;
  const field = type['field']?.replace(/^\./, '') ?? 'it';
  const value = type['value'] === undefined ? '' : ` (${type['value'].replaceAll('`', '')})`;
  return `${field} has ${plainType(type['is'] ?? '')}${value} where ${plainType(type['wanted'] ?? '')} is wanted`;
}

function statementOf(found: LogFinding): string {
  const line = lineOf(found);
  const { texts } = readStatement(line);
  return texts.find((text) => !/\b(?:msg|message)="/.test(text)) ?? texts[0] ?? line;
}

/** The field for the error, but where that begins with an announcement ("Error making API request.") what stands further down in it. */
function inField(field: string | null, message: string | undefined): string | undefined {
  if (field === null || message === undefined) return field ?? message;
  return field.includes(message) && !oneLine(field).includes(oneLine(message)) ? message : field;
}

/** What it says and where: from the field for the error, the signature's message, or the line itself. */
export function refusalOf(found: LogFinding): Refusal {
  const raw = inField(errorField(found), found.captures['message']) ?? statementOf(found);
  const next = raw.trimEnd().endsWith(':') ? (around(found).split('\n')[1] ?? '') : '';
  const said = bare(next === '' ? raw : `${raw}\n${next}`);
  return { said, plain: plainWords(said), place: placeOf(found, next === '' ? raw : `${raw}\n${next}`) };
}

/** ", in line 3 of /etc/app.yaml", without what the words before it say already; empty where nothing is left. */
export function placeAfter(words: string, { file, line }: Place): string {
  const untoldFile = file === null || words.includes(file) ? null : file;
  const untoldLine = line === null || new RegExp(`(?:\\bline |:)${line}\\b`).test(words) ? null : `line ${line}`;
  const parts = [untoldLine, untoldFile].filter((part) => part !== null);
  return parts.length === 0 ? '' : `, in ${parts.join(' of ')}`;
}

/** Which volume of the pod brings the file. */
function sourceClaim(container: ContainerView, file: string): DraftClaim[] {
  const best = mountOf(container.spec, file);
  const volumes = container.pod.pod.spec.volumes;
  const index = volumes.findIndex(({ name }) => name === best?.mount.name);
  const volume = volumes[index];
  const source = volume?.configMap
    ? `ConfigMap \`${volume.configMap.name}\``
    : volume?.secret
      ? `Secret \`${volume.secret.secretName}\``
      : null;
  if (!best || !volume || source === null) return [];
  return [
    {
      text: `\`${file}\` comes from ${source}, volume \`${volume.name}\`.`,
      evidence: [
        fields(container.pod.label, null, {
          [`!${container.specPath}.volumeMounts[${best.at}].mountPath`]: best.mount.mountPath,
          [`spec.volumes[${index}].name`]: volume.name,
          [`!spec.volumes[${index}].configMap.name`]: volume.configMap?.name,
          [`!spec.volumes[${index}].secret.secretName`]: volume.secret?.secretName,
        }),
      ],
    },
  ];
}

/** What the program says, with the exact place. */
export function saysOf(found: LogFinding): string {
  const { said, place } = refusalOf(found);
  const words = long(said);
  const after = placeAfter(words, place);
  const column = place.column === null || !after.includes('line') ? '' : `, column ${place.column}`;
  return `Its log says: ${words}${after}${column}.`;
}

/** The line that is wrong, where the program shows it, and what of the pod brings the file. */
export function placeClaims(found: LogFinding): DraftClaim[] {
  const { place } = refusalOf(found);
  return [
    ...(place.quoted === null ? [] : [{ text: `The line reads \`${place.quoted}\`.`, evidence: [found.evidence[0]] }]),
    ...(place.file === null ? [] : sourceClaim(found.container, place.file)),
  ];
}
