import { PageState } from '@/components/states/page-state';

export const metadata = { title: 'No such link' };

export default function NotFound() {
  return (
    <main id="main" className="page">
      <PageState title="There is no such link, or it has ended.">
        <p>
          A shared link ends at the latest after the time that was chosen when it was made, or when it is revoked. Ask
          whoever sent it for a new one, or for the page as one HTML file.
        </p>
      </PageState>
    </main>
  );
}
