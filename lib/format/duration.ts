/** Durations: as prose, and as Go programs write them. All in milliseconds. */
import { dayMs, hourMs, minuteMs, secondMs } from './units';

/** For sentences: "350 ms", "1.5 s", "30 s", "2 min 40 s", "42 min", "3 h", "11 days". A negative one as its size. */
export function formatSpan(ms: number): string {
  const size = Math.abs(ms);
  if (Math.round(size) < secondMs) return size === 0 ? '0 s' : `${Math.round(size)} ms`;
  if (size < 9950) return `${Number((size / secondMs).toFixed(1))} s`;
  const seconds = Math.round(size / secondMs);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 600) return joined(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  const minutes = Math.round(size / minuteMs);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 480) return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(size / hourMs);
  if (hours < 48) return `${hours} h`;
  return `${Math.round(size / dayMs)} days`;
}

function joined(first: number, firstUnit: string, second: number, secondUnit: string): string {
  return second === 0 ? `${first} ${firstUnit}` : `${first} ${firstUnit} ${second} ${secondUnit}`;
}

const goUnits: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: secondMs,
  m: minuteMs,
  h: hourMs,
};

const goShape = /^([+-]?)((?:(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const goPart = /(\d{0,20}(?:\.\d{0,20})?)([a-zµμ]{1,2})/g;

/** What Go's int64 of nanoseconds holds: 292 years. */
const longestGoMs = 2 ** 63 / 1e6;

/** Milliseconds of a Go duration as the kubelet and Go programs print it ("1m20s", "500ms", "2h45m0.5s"); null where it is none. */
export function parseGoDuration(text: string): number | null {
  if (text === '0') return 0;
  if (text.length > 200) return null;
  const found = goShape.exec(text);
  if (!found) return null;
  let total = 0;
  for (const [, number = '', unit = ''] of (found[2] ?? '').matchAll(goPart)) {
    total += Number(number) * (goUnits[unit] ?? Number.NaN);
  }
  if (total > longestGoMs) return null;
  return found[1] === '-' ? -total : total;
}
