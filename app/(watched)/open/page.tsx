import type { Metadata } from 'next';
import { DropZone } from '@/components/open/drop-zone';
import { PageState } from '@/components/states/page-state';

export const metadata: Metadata = { title: 'Open a recording' };

export default function OpenPage() {
  return (
    <PageState title="Open a recording.">
      <p>
        The same diagnosis from files: a troubleshoot support bundle, the output of{' '}
        <code>kubectl cluster-info dump</code>, or <code>kubectl get … -o yaml</code> or <code>-o json</code>. One file,
        packed as <code>.tar.gz</code> or plain, at most 200 MB. What <code>kubectl get</code> writes holds no logs:
        what only a log tells stays unknown.
      </p>
      <p>
        It is read on this server, redacted at once, and kept in memory for 30 minutes after the last look. Nothing else
        of it stays, unless you share a page of it.
      </p>
      <DropZone />
    </PageState>
  );
}
