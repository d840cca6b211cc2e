/** Finds which of many literals occur in a text, in one pass (Aho–Corasick), without regard to the case of ASCII letters. */

/** Calls `found` with the index of each literal that occurs, once for each place where it ends. */
export interface LiteralFinder {
  scan(text: string, found: (literal: number) => void): void;
}

/**
 * Builds the automaton as one flat table: state × character class → state. Characters that occur in no literal share
 * class 0, upper-case letters share the class of the lower-case ones, so the text needs no copy in lower case. States
 * are numbered breadth first: the few near the root, where ordinary text stays, lie together in the cache.
 *
 * @param literals lower-case, ASCII, not empty; less than 65,536 characters in all.
 */
export function createLiteralFinder(literals: readonly string[]): LiteralFinder {
  const { of: classOf, count: width } = characterClasses(literals);
  const trie = buildTrie(literals, classOf);
  const { next, ends } = linkFailures(trie, width);
  const accepts = Uint8Array.from(ends, (found) => (found.length > 0 ? 1 : 0));
  return {
    scan(text, found) {
      let state = 0;
      for (let i = 0; i < text.length; i += 1) {
        const code = text.charCodeAt(i);
        state = next[state * width + (code < 128 ? (classOf[code] ?? 0) : 0)] ?? 0;
        if (accepts[state] === 1) for (const literal of ends[state] ?? []) found(literal);
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

interface TrieNode {
  edges: Map<number, TrieNode>;
  ends: number[];
  /** Number of the state, given breadth first. */
  state: number;
  suffix: TrieNode | null;
}

function newNode(): TrieNode {
  return { edges: new Map(), ends: [], state: 0, suffix: null };
}

function buildTrie(literals: readonly string[], classOf: Uint8Array): TrieNode {
  const root = newNode();
  literals.forEach((literal, index) => {
    let node = root;
    for (let i = 0; i < literal.length; i += 1) {
      const edge = classOf[literal.charCodeAt(i)] ?? 0;
      let target = node.edges.get(edge);
      if (target === undefined) {
        target = newNode();
        node.edges.set(edge, target);
      }
      node = target;
    }
    node.ends.push(index);
  });
  return root;
}

/** A missing edge becomes the edge of the longest proper suffix, whose ends are inherited. */
function linkFailures(root: TrieNode, width: number): { next: Uint16Array; ends: number[][] } {
  const queue = [root];
  for (let head = 0; head < queue.length; head += 1) {
    const node = queue[head] ?? root;
    node.state = head;
    for (const child of node.edges.values()) queue.push(child);
  }
  const next = new Uint16Array(queue.length * width);
  for (const node of queue) {
    const suffix = node.suffix;
    if (suffix !== null) {
      node.ends.push(...suffix.ends);
      next.copyWithin(node.state * width, suffix.state * width, (suffix.state + 1) * width);
    }
    for (const [edge, child] of node.edges) {
      child.suffix = node === root ? root : stateAt(queue, next, suffix ?? root, edge, width);
      next[node.state * width + edge] = child.state;
    }
  }
  return { next, ends: queue.map((node) => node.ends) };
}

/** Where `edge` leads from a state whose row is complete. */
function stateAt(queue: readonly TrieNode[], next: Uint16Array, from: TrieNode, edge: number, width: number): TrieNode {
  return queue[next[from.state * width + edge] ?? 0] ?? from;
}
