import type { Status } from '@/lib/model/diagnosis';
import { StatusShape } from '../words/status-shape';
import { PageState } from './page-state';

interface PodInSeveralProps {
  pod: string;
  /** `status`: of its workload; null where that is gone. */
  places: { href: string; cluster: string | null; status: Status | null }[];
}

/** Two clusters have a pod of this name, and the address of the alert does not say which one is meant. */
export function PodInSeveral({ pod, places }: PodInSeveralProps) {
  return (
    <PageState title={`Pod ${pod} is in ${places.length} clusters. Which one is meant?`}>
      <ul className="space-y-1">
        {places.map(({ href, cluster, status }) => (
          <li key={cluster}>
            <a href={href} className="inline-flex items-center gap-2 coarse:min-h-11">
              {status && <StatusShape status={status} />}
              {cluster}
            </a>
            {`, ${status ?? 'gone'}`}
          </li>
        ))}
      </ul>
      <p>
        With <code>?cluster=</code> and the name of one, the address of an alert leads there at once.
      </p>
    </PageState>
  );
}
