'use client';

import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { formatBytes } from '@/lib/format/quantity';
import { send } from './send';

type State =
  | { at: 'waiting'; problem: Refused | null }
  | { at: 'sending'; name: string; sent: number; of: number }
  | { at: 'reading'; name: string };

interface Refused {
  name: string;
  words: string;
}

/** Takes a recording by drop or by choice, says how far it is, and goes to its board. */
export function DropZone() {
  const router = useRouter();
  const [state, setState] = useState<State>({ at: 'waiting', problem: null });
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const abort = useRef<(() => void) | null>(null);

  async function open(file: File): Promise<void> {
    setState({ at: 'sending', name: file.name, sent: 0, of: file.size });
    const sending = send(file, (sent) => {
      if (sent < file.size) setState({ at: 'sending', name: file.name, sent, of: file.size });
      else setState({ at: 'reading', name: file.name });
    });
    abort.current = sending.abort;
    const answer = await sending.done;
    abort.current = null;
    if (answer.ok) router.push(`/open/${encodeURIComponent(answer.id)}`);
    else setState({ at: 'waiting', problem: { name: file.name, words: answer.problem } });
  }

  const busy = state.at !== 'waiting';
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file && !busy) void open(file);
      }}
      className={`mt-4 rounded-lg border border-dashed px-4 py-8 text-center ${over ? 'border-focus bg-recovering-wash' : 'border-field bg-raise'}`}
    >
      {!busy && (
        <>
          <p className="mb-3 text-ink">Drop the file here, or</p>
          <button type="button" data-primary className="button" onClick={() => input.current?.click()}>
            Choose a file
          </button>
          <input
            ref={input}
            type="file"
            aria-label="Recording"
            className="sr-only"
            tabIndex={-1}
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file) void open(file);
            }}
          />
        </>
      )}
      {state.at === 'sending' && (
        <p role="status" className="text-ink">
          Sending {state.name}: {formatBytes(state.sent)} of {formatBytes(state.of)}{' '}
          <progress className="mx-auto mt-2 block h-1 w-[240px] accent-ink" value={state.sent} max={state.of} />
        </p>
      )}
      {state.at === 'reading' && (
        <p role="status" className="text-ink">
          Reading and judging {state.name}. A large one takes some seconds.
        </p>
      )}
      {busy && (
        <button type="button" className="button mt-3" onClick={() => abort.current?.()}>
          Stop
        </button>
      )}
      {state.at === 'waiting' && state.problem && (
        <p
          role="alert"
          className="mt-4 rounded-r-md border-l-3 border-broken bg-broken-wash px-3.5 py-2.5 text-left text-ink"
        >
          <b className="font-semibold">{state.problem.name} was not opened.</b> {state.problem.words}
        </p>
      )}
    </div>
  );
}
