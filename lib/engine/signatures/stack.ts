/** Reads the lines that belong to a statement: stack traces as units, for each language that prints them. */

import type { StackKind } from './signature';

export interface Stack {
  /** Index of the last line that belongs to it; the index of its first line where nothing follows. */
  end: number;
  /** What the trace as a whole names: the exception that ended it and its message. */
  captures: Record<string, string>;
  /** Where the parts begin that say why, outermost first; the language decides which of them names the cause. */
  reasons: number[];
}

/** A trace of a thousand frames is read no further than this; linear all the same. */
const longest = 400;
/** Lines of other threads or of standard output that may come in between. */
const foreign = 2;

const continues: Readonly<Record<Exclude<StackKind, 'python'>, RegExp>> = {
  go: /^(?:\s*$|\t|goroutine \d+ |created by |\[signal |exit status \d|panic: |\[recovered\]|r\w{1,2} +0x|runtime:|[\w./*(){}[\]·~$-]{2}[\w./*){}[\]·~$-]{0,298}\(.*\)$| {4,}\/)/,
  jvm: /^(?:\s+at |Caused by: |\s+Suppressed: |\s*\.\.\. \d+ (?:more|common frames)|\tat |Wrapped by: |\s+\.\.\. )/,
  node: /^(?:\s+at |\s{2,}|\}|\{(?!")|\s*\]|Caused by: |\[cause\]|Node\.js v|\s*$)/,
  dotnet: /^(?:\s+at | ?-+> |\s+--- End of |\s+---> |\s+-+> |--- End of )/,
  ruby: /^(?:\s+from |\s+\d+: from |\t| {2,}\S)/,
  php: /^(?:#\d+ |Stack trace:| +thrown in |\s+thrown at |Next |\s+#\d+ )/,
  rust: /^(?:note: |stack backtrace:|\s+\d+: |\s+at |Caused by:|\s+\d+\. |\s{4,}\S|Location:|Error: )/,
  native: /^(?:\s*#\d+ |\s+#\d+ |SUMMARY: |={3,}|\s*$|\s+0x|==\d+==)/,
  beam: /^(?:\s+|\*\* |\(|Function: |\{|\[)/,
  indented: /^\s+\S/,
};

/**
 * Reads the stack whose first line is `start`. Lines are 0-based here.
 *
 * @param lineAt the text of a line, without the kubelet's time stamp; '' beyond the end.
 */
export function readStack(kind: StackKind, lineAt: (index: number) => string, start: number, count: number): Stack {
  if (kind === 'python') return readPython(lineAt, start, count);
  const end = readWhile(continues[kind], lineAt, start, count);
  if (kind === 'jvm') return { end, ...jvmReasons(lineAt, start, end) };
  if (kind === 'dotnet') return { end, ...dotnetReasons(lineAt, start, end) };
  if (kind === 'rust')
    return { end: Math.max(end, rustEnd(lineAt, start, count)), ...rustMessage(lineAt, start, count) };
  return { end, captures: kind === 'node' ? nodeMessage(lineAt, start, end) : {}, reasons: [start] };
}

/** A message that begins with a line break (a template string over several lines) says something from its next line on. */
function nodeMessage(lineAt: (index: number) => string, start: number, end: number): Record<string, string> {
  if (!/(?:Error|Exception)(?: \[[A-Z_]{2,60}\])?:\s*$/.test(lineAt(start))) return {};
  for (let i = start + 1; i <= end && !/^\s+at /.test(lineAt(i)); i += 1)
    if (lineAt(i).trim() !== '') return { message: lineAt(i).trim() };
  return {};
}

/** What follows from there belongs to another end. */
const otherTrace = /^(?:Exception in thread "|Traceback \(most recent call last\):|panic: |Unhandled [Ee]xception)/;

/** Reads on while lines belong to it, over a few foreign lines where more of it follows, back over blank ones at the end. */
function readWhile(pattern: RegExp, lineAt: (index: number) => string, start: number, count: number): number {
  const limit = Math.min(count, start + longest);
  let end = start;
  for (let i = start + 1; i < limit; i += 1) {
    const line = lineAt(i);
    if (pattern.test(line.length > 1000 ? line.slice(0, 1000) : line)) {
      if (line.trim().length > 0) end = i;
    } else if (i - end > foreign || otherTrace.test(line)) break;
  }
  return end;
}

const javaHead =
  /^(?:Exception in thread "[^"]{0,200}" |Caused by: )?(?<exception>[\w$]+(?:\.[\w$]+){1,12})(?:: (?<message>.{0,1500}))?$/;

/** Between the words of a logger and the exception that it was given stands at most a blank line. */
const logged = 2;

/**
 * The deepest `Caused by` names it; where a logger writes the root first (logback's `%rEx`, `rootCauseFirst`), that stands at the
 * head, and each `Wrapped by` only wraps it. A suppressed exception and its own causes are beside the point, and are indented. */
function jvmReasons(lineAt: (index: number) => string, start: number, end: number): Omit<Stack, 'end'> {
  const reasons = [start];
  for (let i = start; i <= Math.min(end, start + logged); i += 1) {
    if (!javaHead.test(lineAt(i))) continue;
    if (i > start) reasons.push(i);
    break;
  }
  for (let i = (reasons.at(-1) ?? start) + 1; i <= end; i += 1)
    if (lineAt(i).startsWith('Caused by: ')) reasons.push(i);
  const head = reasons.length - 1;
  for (let i = (reasons[head] ?? start) + 1; i <= end; i += 1)
    if (lineAt(i).startsWith('Wrapped by: ')) reasons.splice(head, 0, i);
  const deepest = javaHead.exec(lineAt(reasons.at(-1) ?? start));
  return { reasons, captures: named(deepest) };
}

const dotnetInner = /^\s*-+> (?<exception>[\w.+`]{2,200})(?: \(0x[0-9a-fA-F]+\)| \(\d+\))?: (?<message>.{0,1500})$/;

function dotnetReasons(lineAt: (index: number) => string, start: number, end: number): Omit<Stack, 'end'> {
  const reasons = [start];
  let inner: RegExpExecArray | null = null;
  for (let i = start + 1; i <= end; i += 1) {
    const found = dotnetInner.exec(lineAt(i));
    if (found !== null) {
      reasons.push(i);
      inner = found;
    }
  }
  return { reasons, captures: named(inner) };
}

/** Since Rust 1.73 the message stands on the line after `panicked at src/main.rs:4:5:`. */
function rustMessage(lineAt: (index: number) => string, start: number, count: number): Omit<Stack, 'end'> {
  if (!/panicked at .{1,300}:\d+:\d+:$/.test(lineAt(start)) || start + 1 >= count)
    return { captures: {}, reasons: [start] };
  return { captures: { message: lineAt(start + 1) }, reasons: [start, start + 1] };
}

function rustEnd(lineAt: (index: number) => string, start: number, count: number): number {
  if (!/panicked at .{1,300}:\d+:\d+:$/.test(lineAt(start)) || start + 1 >= count) return start;
  return readWhile(continues.rust, lineAt, start + 1, count);
}

const pythonException = /^(?:[\s|+-]*)(?<exception>[A-Za-z_][\w.]{1,200})(?:: (?<message>.{0,1500}))?$/;
const pythonFrame = /^(?:\s+|\[Previous line repeated|$)/;
const pythonChain = /^(?:During handling of the above exception|The above exception was the direct cause)/;

/** A traceback, and those it is chained to: the first is where it began, the last is what reached the top. */
function readPython(lines: (index: number) => string, start: number, count: number): Stack {
  // Tornado and others indent the whole of it below their own line.
  const indent = /^\s+(?=Traceback \()/.exec(lines(start))?.[0] ?? '';
  const lineAt = (index: number): string => (lines(index).startsWith(indent) ? lines(index).slice(indent.length) : '');
  const limit = Math.min(count, start + longest);
  const reasons: number[] = [];
  let last: RegExpExecArray | null = null;
  let end = start;
  let at = start;
  while (at < limit) {
    let i = at + 1;
    while (i < limit && pythonFrame.test(lineAt(i)) && lineAt(i).trim().length > 0) i += 1;
    if (i >= limit) break;
    const exception = pythonException.exec(lineAt(i));
    if (exception === null) break;
    reasons.push(i);
    last = exception;
    end = pythonMessageEnd(lineAt, i, limit);
    const next = nextTraceback(lineAt, end, limit);
    if (next === null) break;
    at = next;
  }
  return { end, captures: named(last), reasons: reasons.length === 0 ? [start] : reasons };
}

/** A message may go on: indented lines, or a field's name on its own line with its complaint indented below (pydantic). */
function pythonMessageEnd(lineAt: (index: number) => string, start: number, limit: number): number {
  let end = start;
  while (end + 1 < limit && end - start < 15) {
    const next = lineAt(end + 1);
    const named = /^[\w.]{1,80}$/.test(next) && /^\s+\S/.test(lineAt(end + 2));
    if (!/^\s+\S/.test(next) && !named) break;
    end += 1;
  }
  return end;
}

function nextTraceback(lineAt: (index: number) => string, end: number, limit: number): number | null {
  for (let i = end + 1; i < Math.min(limit, end + 4); i += 1) {
    if (!pythonChain.test(lineAt(i))) continue;
    for (let j = i + 1; j < Math.min(limit, i + 4); j += 1)
      if (lineAt(j).startsWith('Traceback (most recent')) return j;
  }
  return null;
}

function named(match: RegExpExecArray | null): Record<string, string> {
  const captures: Record<string, string> = {};
  for (const [key, value] of Object.entries(match?.groups ?? {}))
    if (value !== undefined && value.length > 0) captures[key] = value;
  return captures;
}
