'use client';

import { useEffect, useRef, useState } from 'react';
import type { SeriesWindow } from '@/lib/model/metrics';
import type { CreatedShare } from '@/lib/model/views';
import type { WorkloadRef } from '@/lib/model/workload';
import { CopyButton } from '../copy/copy-button';
import { Dialog } from '../shell/dialog';
import { instant } from '../time/zone';
import { postJson } from './post-json';

const lives = [
  ['1h', '1 hour'],
  ['7d', '7 days'],
  ['30d', '30 days'],
] as const;

interface ShareDialogProps {
  workload: WorkloadRef;
  source: string | null;
  /** Where several are watched. */
  cluster: string | null;
  zone: string;
  /** The numbers that were looked at are kept too. */
  window: SeriesWindow;
  html: string;
  copied: string;
  onCopyMarkdown: () => void;
  open: boolean;
  onClose: () => void;
}

type State =
  | { at: 'asking'; problem: string | null }
  | { at: 'making' }
  | { at: 'made'; share: CreatedShare; problem: string | null }
  | { at: 'revoked' };

/** Makes a link to the diagnosis as it is now, and says where it opens. */
export function ShareDialog({
  workload,
  source,
  cluster,
  zone,
  window: looked,
  html,
  copied,
  onCopyMarkdown,
  open,
  onClose,
}: ShareDialogProps) {
  const [expiresIn, setExpiresIn] = useState<(typeof lives)[number][0]>('7d');
  const [state, setState] = useState<State>({ at: 'asking', problem: null });

  async function make(): Promise<void> {
    if (state.at === 'making') return;
    setState({ at: 'making' });
    const { namespace, kind, name } = workload;
    const answer = await postJson<CreatedShare>('/api/v1/shares', {
      source,
      ...(cluster !== null && { cluster }),
      workload: { namespace, kind, name },
      expiresIn,
      window: looked,
    });
    setState(
      answer.ok ? { at: 'made', share: answer.value, problem: null } : { at: 'asking', problem: answer.problem },
    );
  }

  async function revoke(share: CreatedShare): Promise<void> {
    const answer = await postJson<null>(`/api/v1/shares/${encodeURIComponent(share.id)}/revoke`, {});
    setState(answer.ok ? { at: 'revoked' } : { at: 'made', share, problem: answer.problem });
  }

  function close(): void {
    if (state.at === 'revoked') setState({ at: 'asking', problem: null });
    onClose();
  }

  return (
    <Dialog title="Share this diagnosis" open={open} onClose={close}>
      {(state.at === 'asking' || state.at === 'making') && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void make();
          }}
        >
          <p className="mb-3 text-ink-2">
            The page as it is now, with its evidence, redacted. It stays as it is when the pod is gone. Whoever has the
            link can read it, until it ends or is revoked.
          </p>
          <fieldset className="mb-4 flex flex-wrap items-center gap-x-5">
            <legend className="mb-1 font-semibold">The link ends in</legend>
            {lives.map(([value, words]) => (
              <label key={value} className="flex items-center gap-1.5 coarse:min-h-11">
                <input
                  type="radio"
                  name="expiresIn"
                  checked={expiresIn === value}
                  onChange={() => setExpiresIn(value)}
                  className="accent-ink"
                />
                {words}
              </label>
            ))}
          </fieldset>
          <OnlyHereByName />
          {state.at === 'asking' && state.problem && (
            <p role="alert" className="mb-3 text-broken">
              {state.problem}
            </p>
          )}
          <button type="submit" data-primary className="button" aria-disabled={state.at === 'making'}>
            {state.at === 'making' ? 'Making the link' : 'Make the link'}
          </button>
        </form>
      )}
      {state.at === 'made' && (
        <Made share={state.share} zone={zone} problem={state.problem} onRevoke={() => void revoke(state.share)} />
      )}
      {state.at === 'revoked' && <Revoked />}
      <div className="mt-5 flex flex-wrap gap-2 border-t border-line pt-4">
        <a className="button" href={html} download>
          Save as one HTML file
        </a>
        <button type="button" className="button" onClick={onCopyMarkdown}>
          {copied || 'Copy as Markdown'}
        </button>
        <span role="status" className="sr-only">
          {copied}
        </span>
      </div>
    </Dialog>
  );
}

/** What was pressed is gone from the dialog: the keyboard goes on at what came for it. */
function useFocus<T extends HTMLElement>() {
  const element = useRef<T>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}

function Revoked() {
  return (
    <p ref={useFocus<HTMLParagraphElement>()} tabIndex={-1} role="status" className="outline-none">
      The link is revoked. Whoever opens it finds nothing.
    </p>
  );
}

interface MadeProps {
  share: CreatedShare;
  zone: string;
  problem: string | null;
  onRevoke: () => void;
}

function Made({ share, zone, problem, onRevoke }: MadeProps) {
  const link = useFocus<HTMLAnchorElement>();
  const url = share.url ?? new URL(share.path, window.location.origin).href;
  return (
    <div>
      <p className="mb-2" role="status">
        The link is made. It ends at {instant(share.expiresAt, zone)}.
      </p>
      <div className="mb-3 flex gap-2.5 rounded-md border border-line bg-sunk px-3.5 py-[9px] font-mono text-code">
        <a ref={link} href={url} className="min-w-0 flex-1 [overflow-wrap:anywhere]" target="_blank" rel="noreferrer">
          {url}
        </a>
        <CopyButton text={url} label="Copy the link" />
      </div>
      {share.url === null && <OnlyHere />}
      {problem && (
        <p role="alert" className="mb-3 text-broken">
          {problem}
        </p>
      )}
      <button type="button" className="button" onClick={onRevoke}>
        Revoke the link
      </button>
    </div>
  );
}

function OnlyHere() {
  return (
    <p className="mb-3 border-l-3 border-degraded bg-degraded-wash px-3.5 py-2.5">
      This Unloop has no public address (<code>UNLOOP_PUBLIC_URL</code>): the link opens on this machine and nowhere
      else. For others, save the page as one HTML file or copy it as Markdown.
    </p>
  );
}

/** Before the link is made, only the name that the browser uses tells. */
function OnlyHereByName() {
  const thisMachine = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(window.location.hostname);
  return thisMachine ? <OnlyHere /> : null;
}
