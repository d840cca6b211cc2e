import Link from 'next/link';
import { PageState } from '@/components/states/page-state';

export const metadata = { title: 'Recording no longer open' };

export default function NotFound() {
  return (
    <main id="main" className="page">
      <PageState title="This recording is no longer open.">
        <p>
          A recording is kept in memory for 30 minutes after the last look, at most four at a time; or there is no such
          workload in it. <Link href="/open">Open it again</Link>, or go to the <Link href="/">board</Link>. Links that
          were shared from it still open.
        </p>
      </PageState>
    </main>
  );
}
