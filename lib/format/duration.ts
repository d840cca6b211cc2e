/** Durations: as kubectl writes ages, as prose, and as Go programs write them. All in milliseconds. */

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

function pair(first: number, firstUnit: string, second: number, secondUnit: string): string {
  return second === 0 ? `${first}${firstUnit}` : `${first}${firstUnit}${second}${secondUnit}`;
}

/**
 * "42s", "2m30s", "15m", "3h20m", "2d4h": exactly as kubectl's AGE column (apimachinery `duration.HumanDuration`), but
 * "0s" for a negative one, which only clocks that disagree can bring about.
 */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.trunc(ms / secondMs));
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 24 * 8) return pair(days, 'd', hours % 24, 'h');
  if (hours < 24 * 365 * 2) return `${days}d`;
  if (hours < 24 * 365 * 8) return pair(Math.floor(days / 365), 'y', days % 365, 'd');
  return `${Math.floor(days / 365)}y`;
}

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
  return found[1] === '-' ? -total : total;
}
