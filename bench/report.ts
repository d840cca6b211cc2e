/** One measured figure; `target` is "at most". Printed beside it by scripts/bench.mjs. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  target?: number | null;
}

export type Report = (figure: Figure) => void;

/** The value at a share of a list: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
