'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import type { SeriesWindow } from '@/lib/model/metrics';
import type { WorkloadRef } from '@/lib/model/workload';
import { leftBoard } from '../board/use-row-keys';
import { copyText } from '../copy/copy-text';
import { useCluster } from '../shell/use-cluster';
import { useKeys } from '../shell/use-keys';
import { withCluster } from '../words/addresses';
import { ShareDialog } from './share-dialog';

interface PageActionsProps {
  /** The diagnosis as Markdown, redacted. */
  markdown: string;
  /** Address of the one-file HTML of this page. */
  html: string;
  /** What can be shared from here; null on a page that is a shared link itself. */
  share: {
    workload: WorkloadRef;
    source: string | null;
    cluster: string | null;
    zone: string;
    window: SeriesWindow;
  } | null;
  /** Where Esc leads; null where nowhere. */
  back: string | null;
}

/** The board at this address as it was left, with its filters; null where the reader comes from elsewhere. */
function boardLeft(back: string): string | null {
  const left = sessionStorage.getItem(leftBoard);
  return left?.split('?')[0] === back ? left : null;
}

/** What is done with a diagnosis: sent to the others. */
export function PageActions({ markdown, html, share, back }: PageActionsProps) {
  const router = useRouter();
  const cluster = useCluster();
  const [said, setSaid] = useState('');
  const [sharing, setSharing] = useState(false);

  async function copy(): Promise<void> {
    setSaid((await copyText(markdown)) ? 'Copied' : 'The browser did not let it be copied');
    window.setTimeout(() => setSaid(''), 2500);
  }
  useKeys({
    c: () => void copy(),
    y: () => setSharing(share !== null),
    Escape: () => back !== null && router.push(boardLeft(back) ?? withCluster(back, cluster)),
  });
  return (
    <div className="flex items-center gap-2">
      {/* Beside the button: what is said inside of it would not be its name. */}
      <span role="status" className="sr-only">
        {!sharing && said}
      </span>
      <button
        type="button"
        className="button hidden wide:inline-flex"
        aria-keyshortcuts="c"
        onClick={() => void copy()}
      >
        {said || 'Copy as Markdown'}
        <kbd aria-hidden="true" className="rounded border border-line-strong px-[5px] font-mono text-tick text-ink-2">
          c
        </kbd>
      </button>
      {share ? (
        <>
          <button type="button" data-primary className="button" aria-haspopup="dialog" onClick={() => setSharing(true)}>
            Share link
          </button>
          <ShareDialog
            {...share}
            html={html}
            copied={said}
            onCopyMarkdown={() => void copy()}
            open={sharing}
            onClose={() => setSharing(false)}
          />
        </>
      ) : (
        <a className="button" href={html} download>
          Save as HTML
        </a>
      )}
    </div>
  );
}
