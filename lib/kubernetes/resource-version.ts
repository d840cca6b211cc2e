/** Comparing resourceVersions of one resource, as etcd hands them out: growing whole numbers, too long for a double. */
import 'server-only';

/** Negative where `a` is older, zero where equal or not comparable (an aggregated API may use any text). */
export function compareVersions(a: string, b: string): number {
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return 0;
  return a.length === b.length ? (a < b ? -1 : a > b ? 1 : 0) : a.length - b.length;
}

/** False where there is nothing to compare with. */
export function isOlder(version: string, than: string | null): boolean {
  return than !== null && compareVersions(version, than) < 0;
}
