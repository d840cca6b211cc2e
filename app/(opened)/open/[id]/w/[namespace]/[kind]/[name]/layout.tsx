import type { ReactNode } from 'react';
import { readWorkload, type Params } from './read';

/** Above the loading boundary, so that a workload which is not there is a true 404. */
export default async function WorkloadLayout({ children, params }: { children: ReactNode; params: Promise<Params> }) {
  const { id, namespace, kind, name } = await params;
  await readWorkload(id, namespace, kind, name);
  return children;
}
