import Link from 'next/link';
import { PageState } from '@/components/states/page-state';

export const metadata = { title: 'No such workload' };

export default function NotFound() {
  return (
    <PageState title="There is no such workload.">
      <p>
        Unloop looked among all workloads that it knows, and among those whose pods were deleted within the last hour.
        It may have been deleted longer ago, have another kind, or lie in a namespace that may not be read:{' '}
        <Link href="/about">see what is missing</Link>.
      </p>
      <p>
        A link that was shared before still opens. <Link href="/">Board</Link>
      </p>
    </PageState>
  );
}
