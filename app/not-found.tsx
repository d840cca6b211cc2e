import Link from 'next/link';
import { PageState } from '@/components/states/page-state';

export const metadata = { title: 'Nothing here' };

export default function NotFound() {
  return (
    <main id="main" className="page">
      <PageState title="There is nothing at this address.">
        <p>
          A workload is at <code>/w/namespace/kind/name</code>, a pod at <code>/p/namespace/pod</code>.{' '}
          <Link href="/">Board</Link>
        </p>
      </PageState>
    </main>
  );
}
