/** Takes one log line out of its envelope: container prefix, time stamp, level, JSON, logfmt, klog. */

export type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

export interface Statement {
  /** null where the line says none. */
  level: Level | null;
  /** What the program said, to be matched: the message first, then error and stack fields. Never empty. */
  texts: string[];
}

const wordsOfLevel: Readonly<Record<Level, string>> = {
  debug: 'trace trce debug dbug dbg verbose finest finer fine d v',
  info: 'info inf information informational notice note log config i',
  warn: 'warn warning wrn w',
  error: 'error err eror fail failure severe e',
  fatal: 'fatal critical crit crt panic dpanic emerg emergency alert ftl ftal f c',
};
const levelByWord = new Map(
  (['debug', 'info', 'warn', 'error', 'fatal'] as const).flatMap((level) =>
    wordsOfLevel[level].split(' ').map((word) => [word, level] as const),
  ),
);

/** Longest text that is matched: what the digest keeps of a line. */
const textLimit = 2000;
const textsLimit = 60;

const containerPrefix = /^(?:\[pod\/[^\]\s]{1,300}\] |std(?:out|err) [FP] |[\w.-]{1,64} {0,20}\| )/;
const timePrefix = new RegExp(
  [
    String.raw`^(?:\[?\d{4}[-/.]\d\d[-/.]\d\d(?:[T ]{1,3}\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?)?\]?`,
    String.raw`\[?\d\d[-/.]\d\d[-/.]\d{4}[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?`,
    String.raw`\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?`,
    String.raw`[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d`,
    String.raw`\[\d\d[/-][A-Z][a-z]{2}[/-]\d{4}[: ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?: [+-]\d{4})?\]`,
    String.raw`\[\w{3} \w{3} \d\d \d\d:\d\d:\d\d(?:\.\d{1,9})? \d{4}\])[\s,:;|-]{0,4}`,
  ].join('|'),
);
/** CockroachDB writes the year before the day, its goroutine, and no bracket but that of its tags. */
const klog =
  /^([IWEF])\d{4}(?:\d\d)? \d\d:\d\d:\d\d\.\d{1,9} +\d+ (?:\d@)?[\w./-]{1,120}:\d+(?:\]| ⋮| (?=\S| \S)) ?(?:\[[^\]]{0,120}\] ?)?/;
/** TensorFlow and what shares its logger; Tornado, with what is built on it (Jupyter); onnxruntime. */
const letterLevel =
  /^(?:([IWEF]) [\w.-]{1,60}\/[\w./-]{1,160}:\d{1,6}\] |\[([DIWEC]) \d{4}-?\d\d-?\d\d |\[([VIWEF]):onnxruntime:)/;
const mongoLevel = /^([DIWEF])\d? {1,3}[A-Z]{3,10} {1,4}(?:\[|-)/;
const logfmtLevel = /(?:^|\s)(?:level|lvl|severity)="?([A-Za-z]{3,11})\b/;
/** Keys stand in quotes in the lines of klogr. */
const logfmtField =
  /(?:^|\s)"?(?:msg|message|err|error|reason|exception|cause|stacktrace)"?="((?:[^"\\]|\\.){0,1800})"/g;
/** Upper-case words count anywhere near the start, others only in brackets, before a colon, or as the first word. */
const upperLevel =
  /(?:^|[\s[(<|:-])(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|SEVERE|FATAL|CRITICAL|PANIC|EMERG|ALERT|TRCE|DBG|WRN|ERR|FTL|CRT|CRIT)(?=[\s\])>|:]|$)/;
const markedLevel =
  /(?:^|\s)(?:\[(\w{3,11})\]|\[([IWEF])\](?= )|(trace|debug|info|notice|dbug|trce|warn|warning|fail|crit|critical|error|fatal|panic|emerg):(?=\s|$)|npm (?:(ERR)!|(error)))/gi;
const redisLevel = /^\d{1,7}:[A-Z] .{15,30} ([#*.-]) /;

const messageKeys = [
  'message',
  'msg',
  'Message',
  '@m',
  '@mt',
  'log',
  'event',
  'Event',
  'text',
  'textPayload',
  'short_message',
];
const errorKeys = [
  'error', 'err', 'Error', 'errors', 'cause', 'reason', 'exception', 'Exception', 'thrown', '@x', 'exc_info', 'exception_message', 'errorMessage',
  'error_message', 'detail', 'details', 'stack', 'stack_trace', 'stacktrace', 'stackTrace', 'errorVerbose', 'error.message', 'error.stack_trace',
  'full_message', 'errmsg', 'extra', 'fields', 'context', 'data', 'attr', 'payload', 'record', 'info', 'internal', 'code', 'name', 'type', 'State',
]; // prettier-ignore
const knownKeys = new Set([...messageKeys, ...errorKeys]);
/** A field of the line itself says an error where its name says so. */
const aboutErrors = /err|exception|fail|reason|cause/i;
const levelKeys = [
  'level',
  'lvl',
  'severity',
  'Level',
  'LogLevel',
  'loglevel',
  'log_level',
  'log.level',
  'levelname',
  '@l',
  's',
  'error_severity',
];

/**
 * Reads one line. Never throws; a line without an envelope comes back as it is. A JSON line is parsed whole, so the
 * caller hands in the uncut line; each text is at most 2,000 characters, a stack field is split at its line breaks.
 */
export function readStatement(line: string): Statement {
  const bare = stripPrefixes(line);
  if (bare.startsWith('{')) {
    const json = readJson(bare);
    if (json !== null) return json;
  }
  const head = bare.length > textLimit ? bare.slice(0, textLimit) : bare;
  const glog = klog.exec(head);
  const said = glog === null ? head : head.slice(glog[0].length);
  const fields = fieldTexts(head);
  // Where quotes were escaped, a field says it in the program's own words.
  const texts = head.includes('\\"') ? [...fields, said] : [said, ...fields];
  return { level: glog === null ? plainLevel(head) : levelOf(glog[1]), texts };
}

/** What was said: of a line of fields only what stands in them, where any is quoted. */
export function saidIn({ texts }: Statement): string[] {
  const [line = '', ...fields] = texts;
  return /^(?:time|ts|level)=/.test(line) && fields.length > 0 ? fields : texts;
}

/** The line without what a log collector or the program wrote before its statement; at most three prefixes. */
function stripPrefixes(line: string): string {
  let rest = line;
  for (let i = 0; i < 3; i += 1) {
    const head = rest.length > 400 ? rest.slice(0, 400) : rest;
    const prefix = containerPrefix.exec(head) ?? timePrefix.exec(head);
    if (prefix === null || prefix[0].length === 0) break;
    rest = rest.slice(prefix[0].length);
  }
  return rest;
}

function plainLevel(text: string): Level | null {
  const fmt = text.includes('=') ? logfmtLevel.exec(text) : null;
  if (fmt !== null) return levelOf(fmt[1]);
  const head = text.slice(0, 100);
  const redis = redisLevel.exec(head);
  // Its '#' is the highest that it has, for what ends it too.
  if (redis !== null && redis[1] !== '#') return 'info';
  const letter = letterLevel.exec(head);
  if (letter !== null) return levelOf(letter[1] ?? letter[2] ?? letter[3]);
  const mongo = mongoLevel.exec(head);
  if (mongo !== null) return levelOf(mongo[1]);
  const upper = upperLevel.exec(head);
  if (upper !== null) return levelOf(upper[1]);
  // What stands in brackets before the level may be a label.
  for (const [, ...words] of head.matchAll(markedLevel)) {
    const level = levelOf(words.find((word) => word !== undefined));
    if (level !== null) return level;
  }
  return null;
}

function levelOf(word: string | undefined): Level | null {
  return word === undefined ? null : (levelByWord.get(word.toLowerCase()) ?? null);
}

/** What stands in quoted logfmt fields, unescaped, and in the JSON that zap's console writer puts at the end. */
function fieldTexts(text: string): string[] {
  const texts: string[] = [];
  if (text.includes('="')) {
    for (const field of text.matchAll(logfmtField)) texts.push(...splitText(unescape(field[1] ?? '')));
  }
  if (text.endsWith('}')) {
    const start = text.search(/\s\{"/) + 1;
    if (start > 0) texts.push(...(readJson(text.slice(start))?.texts ?? []));
  }
  return texts.slice(0, textsLimit);
}

function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, unicode: string | undefined, char: string | undefined) => {
    if (unicode !== undefined) return String.fromCharCode(Number.parseInt(unicode, 16));
    return char === 'n' ? '\n' : char === 't' ? '\t' : char === 'r' ? '' : (char ?? '');
  });
}

function readJson(text: string): Statement | null {
  const value = jsonOrNull(text);
  if (!isRecord(value)) return null;
  // Docker's own log file wraps each line once more.
  if (typeof value['log'] === 'string' && typeof value['stream'] === 'string') {
    return readStatement(value['log'].trimEnd());
  }
  const texts: string[] = [];
  collect(value, messageKeys, texts, 0);
  collect(value, errorKeys, texts, 0);
  if (texts.length > 0) collectOther(value, texts);
  // A collector's line carries the program's own record, whose level counts (CloudNativePG).
  const inner = value['record'];
  const level = (isRecord(inner) ? levelIn(inner) : null) ?? levelIn(value);
  return { level, texts: texts.length === 0 ? [text.slice(0, textLimit)] : texts.slice(0, textsLimit) };
}

function levelIn(value: Record<string, unknown>): Level | null {
  return levelKeys.map((key) => jsonLevel(value[key])).find((found) => found !== null) ?? null;
}

/** null where it is not JSON: a program's own text may well begin with a brace. */
function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function collect(value: Record<string, unknown>, keys: readonly string[], texts: string[], depth: number): void {
  for (const key of keys) {
    const field = value[key];
    if (typeof field === 'string') texts.push(...splitText(field));
    else if (Array.isArray(field)) {
      for (const item of field.slice(0, 20)) {
        if (typeof item === 'string') texts.push(...splitText(item));
        else if (isRecord(item) && depth < 3) collect(item, [...messageKeys, ...errorKeys], texts, depth + 1);
      }
    } else if (isRecord(field) && depth < 3) collect(field, [...messageKeys, ...errorKeys], texts, depth + 1);
    if (texts.length > textsLimit) return;
  }
}

/** What stands under keys of the program's own (`checks.postgres`, `dbError`): sentences, not names and ids. */
function collectOther(line: Record<string, unknown>, texts: string[]): void {
  for (const [key, field] of Object.entries(line)) {
    if (knownKeys.has(key) || (typeof field === 'string' && !aboutErrors.test(key))) continue;
    collectSentences(field, texts, 0);
  }
}

function collectSentences(value: unknown, texts: string[], depth: number): void {
  if (texts.length > textsLimit || depth > 3) return;
  if (typeof value === 'string') {
    if (value.trim().includes(' ')) texts.push(...splitText(value));
  } else if (typeof value === 'object' && value !== null) {
    for (const item of Object.values(value).slice(0, 20)) collectSentences(item, texts, depth + 1);
  }
}

function splitText(text: string): string[] {
  if (text.length === 0) return [];
  if (!text.includes('\n')) return [text.slice(0, textLimit)];
  return text
    .split('\n', textsLimit)
    .filter((line) => line.trim().length > 0)
    .map((line) => line.slice(0, textLimit));
}

/** pino and bunyan count in tens from trace; others write the word. */
function jsonLevel(value: unknown): Level | null {
  if (typeof value === 'number')
    return value >= 60
      ? 'fatal'
      : value >= 50
        ? 'error'
        : value >= 40
          ? 'warn'
          : value >= 30
            ? 'info'
            : value >= 10
              ? 'debug'
              : null;
  return typeof value === 'string' ? levelOf(value) : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
