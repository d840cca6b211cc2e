/** Counts as people read them. */

/** U+202F: narrow, and never broken over two lines. */
const thinSpace = '\u202f';

/** Groups of three, split by a narrow no-break space: "1 284", "267 911 168". Fractions stay as they are. */
export function formatCount(count: number): string {
  const [whole = '', fraction] = String(count).split('.');
  if (!/^-?\d+$/.test(whole)) return String(count);
  const digits = whole.replace('-', '');
  let grouped = digits.slice(-3);
  for (let end = digits.length - 3; end > 0; end -= 3) {
    grouped = digits.slice(Math.max(0, end - 3), end) + thinSpace + grouped;
  }
  if (whole.startsWith('-')) grouped = `-${grouped}`;
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** "1 pod", "3 pods", "1 284 pods"; `many` where an s does not make the plural: plural(2, 'replica is', 'replicas are'). */
export function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
