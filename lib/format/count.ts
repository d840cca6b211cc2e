/** Counts as people read them. */

/** U+202F: narrow, and never broken over two lines. */
const thinSpace = '\u202f';

/** Groups of three, split by a narrow no-break space: "1 284", "267 911 168". Fractions stay as they are. */
export function formatCount(count: number): string {
  const [whole = '', fraction] = String(count).split('.');
  if (!/^-?\d+$/.test(whole)) return String(count);
  const grouped = whole.replace(/\d(?=(?:\d{3})+$)/g, `$&${thinSpace}`);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** "1 pod", "3 pods", "1 284 pods"; `many` where an s does not make the plural: plural(2, 'replica is', 'replicas are'). */
export function plural(count: number, one: string, many: string = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
