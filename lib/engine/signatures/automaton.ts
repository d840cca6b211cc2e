/** Finds which of many literals occur in a text, in one pass (Aho–Corasick), without regard to the case of ASCII letters. */

/** Calls `found` with the index of each literal that ends at the current position; the same one may be reported again. */
export interface LiteralFinder {
  scan(text: string, from: number, to: number, found: (literal: number) => void): void;
}

/**
 * Builds the automaton as one flat table: state × character class → state. Characters that occur in no literal share
 * class 0, upper-case letters share the class of the lower-case ones, so the text needs no copy in lower case.
 *
 * @param literals lower-case, ASCII, not empty.
 */
export function createLiteralFinder(literals: readonly string[]): LiteralFinder {
  const classes = characterClasses(literals);
  const width = classes.count;
  const trie = buildTrie(literals, classes.of, width);
  const next = Int32Array.from(trie.next);
  const outputs = linkFailures(next, trie.ends, width);
  const classOf = classes.of;
  return {
    scan(text, from, to, found) {
      let state = 0;
      for (let i = from; i < to; i += 1) {
        const code = text.charCodeAt(i);
        state = next[state * width + (code < 128 ? (classOf[code] ?? 0) : 0)] ?? 0;
        const ends = outputs[state];
        if (ends !== null && ends !== undefined) for (const literal of ends) found(literal);
      }
    },
  };
}

function characterClasses(literals: readonly string[]): { of: Uint8Array; count: number } {
  const of = new Uint8Array(128);
  let count = 1;
  for (const literal of literals) {
    for (let i = 0; i < literal.length; i += 1) {
      const code = literal.charCodeAt(i);
      if (code >= 128) throw new Error(`literal is not ASCII: ${literal}`);
      if (of[code] === 0) {
        of[code] = count;
        count += 1;
      }
    }
  }
  for (let code = 65; code <= 90; code += 1) of[code] = of[code + 32] ?? 0;
  return { of, count };
}

/** States are rows of `next`; -1 marks a missing edge until the failure links fill it. */
function buildTrie(literals: readonly string[], classOf: Uint8Array, width: number) {
  const next: number[] = new Array<number>(width).fill(-1);
  const ends: (number[] | null)[] = [null];
  literals.forEach((literal, index) => {
    let state = 0;
    for (let i = 0; i < literal.length; i += 1) {
      const edge = state * width + (classOf[literal.charCodeAt(i)] ?? 0);
      let target = next[edge] ?? -1;
      if (target < 0) {
        target = ends.length;
        ends.push(null);
        for (let c = 0; c < width; c += 1) next.push(-1);
        next[edge] = target;
      }
      state = target;
    }
    ends[state] = [...(ends[state] ?? []), index];
  });
  return { next, ends };
}

/** Breadth first: a missing edge becomes the edge of the longest proper suffix, whose outputs are inherited. */
function linkFailures(next: Int32Array, ends: readonly (number[] | null)[], width: number): (number[] | null)[] {
  const outputs = ends.map((own) => (own === null ? null : [...own]));
  const failure = new Int32Array(ends.length);
  const queue: number[] = [];
  for (let c = 0; c < width; c += 1) {
    const target = next[c] ?? -1;
    if (target < 0) next[c] = 0;
    else queue.push(target);
  }
  for (let head = 0; head < queue.length; head += 1) {
    const state = queue[head] ?? 0;
    const suffix = failure[state] ?? 0;
    const inherited = outputs[suffix];
    if (inherited) outputs[state] = [...(outputs[state] ?? []), ...inherited];
    for (let c = 0; c < width; c += 1) {
      const target = next[state * width + c] ?? -1;
      const fallback = next[suffix * width + c] ?? 0;
      if (target < 0) {
        next[state * width + c] = fallback;
      } else {
        failure[target] = fallback;
        queue.push(target);
      }
    }
  }
  return outputs;
}
