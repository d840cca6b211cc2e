'use client';

import { useState } from 'react';
import { copyText } from './copy-text';

interface CopyButtonProps {
  /** Exactly what is shown beside the button, and nothing after it (a newline at the end would run it). */
  text: string;
  /** What is copied, for those who hear the button: "Copy the command". */
  label: string;
  className?: string;
}

/** Copies what stands beside it. */
export function CopyButton({ text, label, className = '' }: CopyButtonProps) {
  const [said, setSaid] = useState<'' | 'copied' | 'not copied'>('');
  async function copy(): Promise<void> {
    setSaid((await copyText(text)) ? 'copied' : 'not copied');
    window.setTimeout(() => setSaid(''), 2000);
  }
  return (
    <button
      type="button"
      className={`no-print shrink-0 self-start font-mono text-code text-ink-3 hover:text-ink hover:underline coarse:-my-2 coarse:min-h-11 coarse:min-w-11 ${className}`}
      aria-label={said === '' ? label : undefined}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{said || 'copy'}</span>
    </button>
  );
}
