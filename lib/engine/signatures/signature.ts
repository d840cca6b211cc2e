/** What one signature is: a thing programs say when they die, as data. */

import type { CauseId } from '../../model/causes';

/** How the lines that belong to a statement go on after its first line. */
export type StackKind =
  'go' | 'jvm' | 'python' | 'node' | 'dotnet' | 'ruby' | 'php' | 'rust' | 'native' | 'beam' | 'indented';

/**
 * 'ready': what failed before was overcome; 'starting': it says that it is not ready yet; 'stopping': it was asked to
 * stop, so what fails after it is a consequence; 'wrapper': an init or supervisor reports how its child ended.
 */
export type Role = 'ready' | 'starting' | 'stopping' | 'wrapper';

export interface Signature {
  /** kebab-case, permanent: rules and stored diagnoses name it. */
  id: string;
  /** null: context only (it started, it was told to stop, a wrapper reports its child). */
  cause: CauseId | null;
  /** 'fatal': the program ends because of this; 'error': it may; 'noise': only worth showing beside another. */
  weight: 'fatal' | 'error' | 'noise';
  /**
   * Lower-case; at least one is in every line that matches. No quotes, backslashes or angle brackets:
   * a JSON logger escapes those, and the prefilter runs over the line as it was written.
   */
  literals: readonly string[];
  /** Linear. Its named groups are the captures; a trailing digit is dropped (`host2` is `host`), for alternatives. */
  pattern: RegExp;
  /** A real line that matches, and a line of the same look that does not. */
  example: string;
  near: string;
  /** The statement speaks of a file: the absolute path nearest before it (else after it) in the line is captured. */
  names?: 'path';
  /** How to read the lines that follow. */
  stack?: StackKind;
  /** What the line tells about the life of the program, where that matters to the reading of others. */
  role?: Role;
  /** The words of a wrapper ("could not connect", "invalid configuration"): another one on its line or in its trace knows better. */
  vague?: true;
  /** A mistake in the program itself (a nil pointer, a type error): what was logged before it is not its reason. */
  bug?: true;
  /** The library that says it calls it information though it ends the program: its level tells nothing. */
  anyLevel?: true;
  /**
   * Counts only where, for each of these, a line so many lines before or after it matches too; its named groups are captures.
   * `absent`: where none does.
   */
  context?: readonly { before?: number; after?: number; pattern: RegExp; absent?: true }[];
}
