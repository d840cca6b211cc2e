'use client';

import { useKeys } from '../shell/use-keys';

/** `v` follows the link to the next curve. */
export function CurveKeys() {
  useKeys({ v: () => document.querySelector<HTMLAnchorElement>('a[data-next-curve]')?.click() });
  return null;
}
