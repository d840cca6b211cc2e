import Link from 'next/link';
import { PageState } from '@/components/states/page-state';

export const metadata = { title: 'No such cause' };

export default function NotFound() {
  return (
    <PageState title="There is no cause with this id.">
      <p>
        Ids of causes are permanent, so the address is wrong. <Link href="/causes">All causes</Link>
      </p>
    </PageState>
  );
}
