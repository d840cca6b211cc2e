// The allow-list of environment values: heap flags, limits, worker counts and ports. Everything else is dropped.
import 'server-only';

/** Reads from a value the part that may be kept; null where there is none. */
type Keep = (value: string) => string | null;

/** Words of the value that match, joined by one space: `-Dpassword=x -Xmx512m` keeps `-Xmx512m`. */
function words(pattern: RegExp): Keep {
  return (value) => {
    const kept = value
      .slice(0, 4_096)
      .split(/\s+/)
      .filter((word) => pattern.test(word));
    return kept.length === 0 ? null : kept.join(' ');
  };
}

function whole(pattern: RegExp): Keep {
  return (value) => (pattern.test(value) ? value : null);
}

/** -XX options may carry commands (OnOutOfMemoryError) and paths: only switches, and plain values, are kept. */
const jvmFlags = words(/^-X(?:m[snx]|ss|X:MaxRAM)[\w.=]{1,24}$|^-XX:[+-]\w{1,80}$|^-XX:\w{1,80}=[\w.%]{1,24}$/);
const nodeFlags = words(/^--max[-_](?:old[-_]space|semi[-_]space|heap)[-_]size=\d{1,9}$/);
const smallNumber = whole(/^\d{1,9}$/);
const sizeOrNumber = whole(/^(?:0x)?[\da-f]{1,16}(?:\.\d{1,6})?(?:[kmgt]i?b?|%)?$|^off$/i);

/** `--workers 4`, `--workers=4` and `-w 4` of gunicorn; the rest of its arguments may hold anything. */
function gunicornFlags(value: string): string | null {
  const kept = [
    ...value
      .slice(0, 4_096)
      .matchAll(
        /(?:^|\s)((?:-w|--workers|--threads|--timeout|--max-requests|--graceful-timeout)[ =]\d{1,6}|--preload)(?=\s|$)/g,
      ),
  ].map((match) => match[1] ?? '');
  return kept.length === 0 ? null : kept.join(' ');
}

const allowed: readonly [name: RegExp, keep: Keep][] = [
  [
    /(?:^|_)(?:JAVA|JVM|JDK|CATALINA|HEAP|MAVEN|GRADLE|SBT|SCALA|KAFKA|ZOOKEEPER|HADOOP|SPARK|CLJ)(?:_[A-Z]{1,20}){0,3}_?(?:OPTS|OPTIONS|ARGS|FLAGS)(?:_APPEND)?$/i,
    jvmFlags,
  ],
  [/^NODE_OPTIONS$/, nodeFlags],
  [/^(?:GOMEMLIMIT|GOGC|GOMAXPROCS)$/, sizeOrNumber],
  [
    /^(?:MAX_HEAP_SIZE|HEAP_NEWSIZE|JAVA_MAX_MEM_RATIO|JAVA_INITIAL_MEM_RATIO|JAVA_MAX_HEAP|JAVA_HEAP_SIZE|BPL_JVM_\w+)$/,
    sizeOrNumber,
  ],
  [/^(?:DOTNET|COMPlus)_(?:gc|GC)\w+$/, sizeOrNumber],
  [
    /(?:^|_)(?:CONCURRENCY|WORKERS|NUM_WORKERS|WORKER_COUNT|WORKER_PROCESSES|THREADS|NUM_THREADS|THREADPOOL_SIZE|PROCESSES)$/,
    smallNumber,
  ],
  [/^MALLOC_(?:ARENA_MAX|TRIM_THRESHOLD_|MMAP_THRESHOLD_)$/, smallNumber],
  [/^(?:PYTHONUNBUFFERED|PYTHONFAULTHANDLER)$/, smallNumber],
  [/^GUNICORN_CMD_ARGS$/, gunicornFlags],
  [/(?:^|_)PORT$/, smallNumber],
];

/**
 * What of a literal environment value may be kept, by the variable's name; null for nearly all. Sizes, counts, ports,
 * and the heap flags out of an options string.
 */
export function keptValue(name: string, value: string): string | null {
  if (value === '') return null;
  for (const [pattern, keep] of allowed) if (pattern.test(name)) return keep(value.trim());
  return null;
}
