// Which of two states of one object is the newer (F30, F31).
import 'server-only';

const integer = /^\d+$/;

interface Versioned {
  metadata: { uid: string; resourceVersion?: string };
}

/** Two objects of one name are the same object unless both have a uid and they differ (F28). */
export function isSameObject(left: Versioned, right: Versioned): boolean {
  return left.metadata.uid === right.metadata.uid || left.metadata.uid === '' || right.metadata.uid === '';
}

/**
 * True where `candidate` may take the place of `known`: it is newer, or the two cannot be compared. Versions are opaque by
 * contract and integers in fact; within one kind they grow, so an older one comes from an API server that is behind.
 */
export function supersedes(candidate: Versioned, known: Versioned): boolean {
  const order = compareStates(candidate, known);
  return order === null || order > 0;
}

/** Negative, zero or positive; null where either is not a plain integer. */
export function compareStates(left: Versioned, right: Versioned): number | null {
  const a = left.metadata.resourceVersion ?? '';
  const b = right.metadata.resourceVersion ?? '';
  if (!integer.test(a) || !integer.test(b)) return null;
  const difference = BigInt(a) - BigInt(b);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}
