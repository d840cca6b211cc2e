/** Measured values with their unit, as people read them. */

import { formatCount } from './count';
import { formatSpan } from './duration';
import { formatBytes, formatCpu } from './quantity';

/** Prometheus's base units, and a share of one as `ratio`. */
export type MeasureUnit = 'bytes' | 'cores' | 'seconds' | 'ratio' | 'count' | 'per-second';

/** "255Mi", "250m", "1.2 s", "87 %", "18", "3.4/s"; "not a number" where there is none to show. */
export function formatMeasure(value: number, unit: MeasureUnit): string {
  if (!Number.isFinite(value)) return 'not a number';
  switch (unit) {
    case 'bytes':
      return formatBytes(value);
    case 'cores':
      return formatCpu(value);
    case 'seconds':
      return formatSpan(value * 1000);
    case 'ratio':
      return `${short(value * 100)} %`;
    case 'count':
      return short(value);
    case 'per-second':
      return `${short(value)}/s`;
  }
}

/** What follows a quoted value: " share of periods"; nothing where the value ends with its unit, as "255Mi" and "1.2 s" do. */
export function unitAfter(value: string, unit: string): string {
  return /[a-z]$/i.test(value) ? '' : ` ${unit}`;
}

/** Three digits are enough for a person: "0.42", "3.4", "87", "1 284". */
function short(value: number): string {
  const size = Math.abs(value);
  return formatCount(Number(value.toFixed(size < 1 ? 2 : size < 10 ? 1 : 0)));
}
