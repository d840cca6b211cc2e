/** Tells what a server says of one request, and of who sent it: it serves the next, so no program ends for that. */

/** net/http of Go says the first and closes that connection; nginx says the other of each request that it cannot answer. */
const ofCaller = /\bTLS handshake error from \S|\b\d{1,9}#\d{1,9}: \*\d{1,12} .{1,1900}, client: \S/;

/** Whether a line is of one request. */
export function isOfCaller(text: string): boolean {
  return ofCaller.test(text);
}
