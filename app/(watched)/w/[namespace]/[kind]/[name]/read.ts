import { cache } from 'react';
import { diagnoseWorkload } from '@/lib/service/diagnose-workload';
import { askedCluster } from '@/app/asked-cluster';
import { part } from '@/app/parameters';
import { ask } from '@/app/refusals';

export interface Params {
  namespace: string;
  kind: string;
  name: string;
}

/** Once a request: the layout (which answers 404 before anything is sent), the title and the page ask for the same. */
export const readWorkload = cache((namespace: string, kind: string, name: string) =>
  ask(async () => {
    const cluster = await askedCluster();
    return diagnoseWorkload({ cluster, namespace: part(namespace), kind: part(kind), name: part(name) });
  }),
);
