/** Tells the trap by which a runtime ends its own program from a fault that the kernel found in it. */

import type { LogDigest, LogHit } from '../../model/log';
import { signatureById } from './catalogue';
import { wentOn } from './went-on';

/** Runtimes that end a program with a trap (`ud2` on x86: SIGILL), with the words that come before it. */
export const traps: readonly string[] = ['swift-fatal-error', 'check-failed', 'rust-panic'];

/** Who tells only which signal a process ended by: the shell that started it, and Swift's own backtrace. */
const tellsOfSignal: ReadonlySet<string> = new Set(['shell-illegal-instruction', 'native-illegal-instruction']);

/** Lines of a backtrace that may stand between the words and the signal. */
const near = 60;

/**
 * Whether a hit tells of SIGILL where the program had said just above why it gave up: then the instruction is its own
 * trap, and the processor lacks nothing (signals §5.5: 132). A panic of one thread that work followed was lived through.
 */
export function isOwnTrap(digest: LogDigest, { signature, line }: LogHit): boolean {
  if (!tellsOfSignal.has(signature)) return false;
  return digest.excerpt.some(
    ({ n, text }) =>
      n < line &&
      line - n <= near &&
      traps.some((id) => signatureById.get(id)?.pattern.test(text)) &&
      !wentOn(digest, n, line),
  );
}
