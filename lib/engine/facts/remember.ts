/**
 * A view never changes, and a dozen facts, rules and counts ask the same of it: works it out once for each. The answer is kept on
 * the view itself, where no copy of it (`{ ...view }`) takes it along. A WeakMap that lives long would keep each view through every
 * young collection, and its pods with it: V8 lets go of its entries in full collections only.
 */
export function remember<Key extends object, Value>(workOut: (key: Key) => Value): (key: Key) => Value {
  const known: unique symbol = Symbol(workOut.name);
  return (key: Key & { readonly [known]?: { value: Value } }) => {
    const before = key[known];
    if (before) return before.value;
    const value = workOut(key);
    Object.defineProperty(key, known, { value: { value } });
    return value;
  };
}
