'use client';

import './globals.css';
import { PageState } from '@/components/states/page-state';

export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Unloop failed</title>
        <main className="page">
          <PageState title="Unloop failed to show this page.">
            <p>This is a fault of Unloop, not of the cluster. Its log says more.</p>
            <button type="button" className="button" onClick={() => retry()}>
              Try again
            </button>
          </PageState>
        </main>
      </body>
    </html>
  );
}
