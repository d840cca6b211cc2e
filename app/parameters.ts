/** Query parameters as Next hands them over: once, several times or not at all. */
export type Query = Record<string, string | string[] | undefined>;

/** The first value of a parameter; undefined where it is left out or empty. */
export function one(query: Query, name: string): string | undefined {
  const value = query[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === '' ? undefined : first;
}

/**
 * The variable parts of an address. Next hands over what stands in the address for dynamic parts still percent-encoded;
 * names of Kubernetes never hold a percent sign, so decoding is safe to do once.
 */
export function part(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
