'use client';

import { useEffect } from 'react';
import { openedRow } from '../board/use-row-keys';

/** Opened from the board, whose row had the focus and is gone: the answer has it, so that Tab and a reader go on there. */
export function FocusAnswer({ workload }: { workload: string }) {
  useEffect(() => {
    if (document.activeElement !== document.body || sessionStorage.getItem(openedRow) !== workload) return;
    document.getElementById('answer')?.focus({ preventScroll: true });
  }, [workload]);
  return null;
}
