/** How the board is searched, in the browser and on the server alike: by what a line of it shows. */

/** The first word of a headline is often "Container": on a line among hundreds it says nothing. */
export function shortHeadline(text: string): string {
  return text.replace(/^Container /, '');
}

/** What of a line is searched; `what` is its short headline. */
export interface Searched {
  namespace: string;
  kind: string;
  name: string;
  cause: string | null;
  what: string;
}

/** Whether every word of `q` stands somewhere in the line, in whatever case. */
export function search(q = ''): (line: Searched) => boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return ({ namespace, kind, name, cause, what }) => {
    const text = `${namespace}/${name} ${kind}/${name} ${cause ?? ''} ${what}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
