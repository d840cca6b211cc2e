import type { WorkloadRef } from '@/lib/model/workload';

/** The page of a workload; `base` is "" for the watched cluster and "/open/{id}" for an opened recording. */
export function workloadPath(ref: WorkloadRef, base = ''): string {
  return `${base}/w/${[ref.namespace, ref.kind, ref.name].map(encodeURIComponent).join('/')}`;
}

/** The board with some filters changed; an empty value takes a filter away. */
export function boardPath(base: string, filters: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value);
  const text = query.toString();
  return (base || '/') + (text ? `?${text}` : '');
}

/** The address in one of several watched clusters; as it is where `cluster` is none. */
export function withCluster(path: string, cluster: string | null | undefined): string {
  if (!cluster) return path;
  const [address = '', query] = path.split('?');
  const params = new URLSearchParams(query);
  params.set('cluster', cluster);
  return `${address}?${params.toString()}`;
}

/** The address of the saved file for the window of the strip that is open; without one it is the hour that is open by itself. */
export function reportPath(page: string, window: string | null): string {
  return `${page}/report.html${window === null ? '' : `?window=${encodeURIComponent(window)}`}`;
}
