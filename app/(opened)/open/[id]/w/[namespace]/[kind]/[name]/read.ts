import { cache } from 'react';
import { diagnoseWorkload } from '@/lib/service/diagnose-workload';
import { part } from '@/app/parameters';
import { ask } from '@/app/refusals';

export interface Params {
  id: string;
  namespace: string;
  kind: string;
  name: string;
}

/** Once a request, as for the watched cluster. */
export const readWorkload = cache((source: string, namespace: string, kind: string, name: string) =>
  ask(() => diagnoseWorkload({ source, namespace: part(namespace), kind: part(kind), name: part(name) })),
);
