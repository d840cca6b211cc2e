/** What can be the name of an object or a namespace, so that a link or a command with it means that object and no other. */

/** A little wider than any API server takes it for the kinds that are read; no flag, no path, no escape, nothing to strip. */
export function isObjectName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i.test(name);
}
