'use client';

import { useParams } from 'next/navigation';
import { boardPath } from '../words/addresses';
import { ClusterLink } from '../shell/cluster-link';

/** The pod that the address asks for: a not-found page is not told by the server. */
export function AskedPod() {
  const params = useParams();
  const pod = text(params['pod']);
  const namespace = text(params['namespace']);
  return (
    <>
      <h1 className="mt-7 mb-2 text-lead font-medium tracking-[-.01em] [overflow-wrap:anywhere]">
        Pod {pod} is not known in {namespace}.
      </h1>
      <p className="mb-2">
        <ClusterLink href={boardPath('', { namespace })}>What is broken in {namespace}</ClusterLink>
      </p>
    </>
  );
}

function text(param: string | string[] | undefined): string {
  const first = Array.isArray(param) ? param[0] : param;
  return decodeURIComponent(first ?? '');
}
