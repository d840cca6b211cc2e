/** The heap that a container's own flags allow its runtime: `-Xmx`, `--max-old-space-size`, `GOMEMLIMIT`. */

import { formatBytes } from '../../format/quantity';
import type { FieldEvidence } from '../../model/diagnosis';
import { fields } from '../evidence';
import type { ContainerView } from './views';

const mi = 1024 ** 2;

export interface Runtime {
  /** Share of the limit that a heap may take; the rest is for threads, buffers and code outside of it. */
  share: number;
  flag: (bytes: number) => string;
}

export const runtimes = {
  java: { share: 0.75, flag: (b) => `-Xmx${Math.floor(b / mi)}m` },
  node: { share: 0.75, flag: (b) => `--max-old-space-size=${Math.floor(b / mi)}` },
  go: { share: 0.9, flag: (b) => `GOMEMLIMIT=${Math.floor(b / mi)}MiB` },
} satisfies Record<string, Runtime>;

export interface HeapSize {
  runtime: Runtime;
  bytes: number;
  /** As written: "-Xmx1024m". */
  flag: string;
  /** "1024 MiB". */
  words: string;
  evidence: FieldEvidence;
}

const scale: Readonly<Record<string, number>> = { '': 1, k: 1024, m: mi, g: 1024 ** 3, t: 1024 ** 4 };

/** Variables that a JVM reads, or that what starts one hands on to it; those of build tools are not among them. */
const javaVariable =
  /^(?:JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|(?:\w+_)?JAVA_OPTS|(?:\w+_)?HEAP_OPTS|JVM_OPTS|CATALINA_OPTS)$/;

type Found = Pick<HeapSize, 'runtime' | 'bytes' | 'flag'>;

/** Of several the last one counts. */
function last(text: string, pattern: RegExp, runtime: Runtime, unit: (suffix: string) => number): Found | null {
  const found = [...text.matchAll(pattern)].at(-1);
  if (!found) return null;
  const [, flag = '', amount = '', suffix = ''] = found;
  return { runtime, flag, bytes: Number(amount) * unit(suffix.toLowerCase()) };
}

const java = (text: string) =>
  last(text, /(?<!\S)((?:-Xmx|-XX:MaxHeapSize=)(\d{1,15})([kmgt]?))(?!\S)/gi, runtimes.java, (one) => scale[one] ?? 1);
const node = (text: string) =>
  last(text, /(?<!\S)(--max[-_]old[-_]space[-_]size=(\d{1,9}))(?!\S)/g, runtimes.node, () => mi);
const go = (text: string) =>
  last(`GOMEMLIMIT=${text}`, /^(GOMEMLIMIT=(\d{1,15})(?:([KMGT])i(?=B))?B?)$/g, runtimes.go, (one) => scale[one] ?? 1);

function ofVariable(name: string, value: string): Found | null {
  if (name === 'GOMEMLIMIT') return go(value);
  if (name === 'NODE_OPTIONS') return node(value);
  return javaVariable.test(name) ? java(value) : null;
}

/** Null where nothing is set, or where it is not seen: a file, or a start script. */
export function heapSizeOf({ spec, specPath, pod }: ContainerView): HeapSize | null {
  const inWords = (list: 'command' | 'args') =>
    spec[list].flatMap((word, at) => {
      const found = java(word) ?? node(word);
      return found ? [{ found, name: '', quoted: { [`!${specPath}.${list}[${at}]`]: word } }] : [];
    });
  const inEnv = spec.env.flatMap(({ name, value }, at) => {
    const found = value === null ? null : ofVariable(name, value);
    const path = `${specPath}.env[${at}]`;
    return found ? [{ found, name, quoted: { [`${path}.name`]: name, [`!${path}.value`]: value } }] : [];
  });
  const all = [...inEnv, ...inWords('command'), ...inWords('args')];
  // The JVM reads this one after its command line, and the command line after all others; so does Node.js.
  const best = all.findLast(({ name }) => name === '_JAVA_OPTIONS') ?? all.at(-1);
  if (!best) return null;
  const { bytes } = best.found;
  const words = bytes % mi === 0 ? `${bytes / mi} MiB` : formatBytes(bytes);
  return { ...best.found, words, evidence: fields(pod.label, null, best.quoted) };
}

/** The least limit that leaves room above that heap. */
export function limitAbove({ bytes, runtime }: HeapSize): number {
  return bytes / runtime.share;
}
