'use client';

import { createContext, type ReactNode } from 'react';

/** One reading of a page. `upTo`: the newest event of the stream that the server had told when it began. */
interface Reading {
  upTo: string;
}

/** Null: not known, as on a page that shows nothing the stream patches. */
export const ReadingContext = createContext<Reading | null>(null);

/** Says of what is within which reading it is of; each one is an object of its own, also where nothing was told between two. */
export function AsRead({ reading, children }: { reading: Reading; children: ReactNode }) {
  return <ReadingContext value={reading}>{children}</ReadingContext>;
}
