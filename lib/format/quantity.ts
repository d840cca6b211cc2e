/** Kubernetes quantities ("256Mi", "250m", "128974848000m") to numbers and back (signals §10, row Numbers). */

const suffixes: Record<string, { numerator: bigint; denominator: bigint }> = {
  n: { numerator: 1n, denominator: 10n ** 9n },
  u: { numerator: 1n, denominator: 10n ** 6n },
  m: { numerator: 1n, denominator: 1000n },
  '': { numerator: 1n, denominator: 1n },
  k: { numerator: 10n ** 3n, denominator: 1n },
  M: { numerator: 10n ** 6n, denominator: 1n },
  G: { numerator: 10n ** 9n, denominator: 1n },
  T: { numerator: 10n ** 12n, denominator: 1n },
  P: { numerator: 10n ** 15n, denominator: 1n },
  E: { numerator: 10n ** 18n, denominator: 1n },
  Ki: { numerator: 2n ** 10n, denominator: 1n },
  Mi: { numerator: 2n ** 20n, denominator: 1n },
  Gi: { numerator: 2n ** 30n, denominator: 1n },
  Ti: { numerator: 2n ** 40n, denominator: 1n },
  Pi: { numerator: 2n ** 50n, denominator: 1n },
  Ei: { numerator: 2n ** 60n, denominator: 1n },
};

const shape = /^([+-]?)(\d{0,40})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i)?)$/;

/** Bytes for memory and storage, cores for CPU, else a plain count. Null where it is no quantity. Exact up to 2^53. */
export function parseQuantity(text: string): number | null {
  const found = shape.exec(text);
  if (!found) return null;
  const [, sign = '', whole = '', fraction = '', exponent, suffix = ''] = found;
  if (whole === '' && fraction === '') return null;
  const scale = suffixes[suffix];
  if (!scale) return null;
  let numerator = BigInt(`${whole}${fraction}`) * scale.numerator;
  let denominator = 10n ** BigInt(fraction.length) * scale.denominator;
  const power = Number(exponent ?? 0);
  if (power >= 0) numerator *= 10n ** BigInt(power);
  else denominator *= 10n ** BigInt(-power);
  const value = Number(numerator / denominator) + Number(numerator % denominator) / Number(denominator);
  return sign === '-' ? -value : value;
}

const units = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/**
 * Bytes as Kubernetes writes memory: "256Mi", "1.5Gi". Exact where a few digits can be ("1250Mi"), else cut, never
 * rounded up: a peak just under its limit must not read as the limit. The result is itself a valid quantity.
 */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return String(bytes);
  if (bytes < 0) return `-${formatBytes(-bytes)}`;
  const whole = Math.floor(bytes);
  let power = 0;
  while (power < units.length - 1 && whole >= 1024 ** (power + 1)) power += 1;
  const value = whole / 1024 ** power;
  if (!Number.isInteger(value * 10) && power > 0) {
    const smaller = whole / 1024 ** (power - 1);
    if (Number.isInteger(smaller) && smaller < 10_000) return `${smaller}${units[power - 1] ?? ''}`;
  }
  const shown = value >= 100 ? Math.floor(value) : Math.floor(value * 10) / 10;
  return `${shown}${units[power] ?? ''}`;
}

/** Cores as Kubernetes writes CPU: "250m", "2", "1.5". The result is itself a valid quantity. */
export function formatCpu(cores: number): string {
  if (!Number.isFinite(cores)) return String(cores);
  if (cores < 0) return `-${formatCpu(-cores)}`;
  if (cores === 0) return '0';
  if (cores < 0.001) return `${Math.max(1, Math.round(cores * 1e6))}u`;
  const milli = Math.round(cores * 1000);
  if (milli < 1000) return `${milli}m`;
  return milli % 10 === 0 ? String(milli / 1000) : `${milli}m`;
}
