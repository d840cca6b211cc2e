/**
 * A pod out of its text, as Go writes it: what many pods share stays text until its projection, for it is most often known
 * already. A search for `},"spec":{` finds no text of a person: inside of strings each quote has a backslash before it.
 */
import 'server-only';
import { asOptionalRecord, asRecord, JsonText } from './projection/raw';

/**
 * `{…"metadata":{…,"labels":{…},…,"managedFields":[…]},"spec":{…},"status":{…}}`: the spec, and what pods of one owner share
 * of their metadata, stay text (JsonText). Null where it is not so, and for what is no JSON.
 */
export function readPod(text: string): unknown {
  const spec = text.indexOf('},"spec":{');
  const status = spec === -1 ? -1 : text.indexOf('},"status":{', spec);
  if (status === -1) return null;
  const labels = text.indexOf(',"labels":{');
  const managed = labels === -1 ? -1 : text.indexOf(',"managedFields":[', labels);
  const shares = managed !== -1 && managed < spec;
  const own = shares ? text.slice(0, labels) + withoutFieldSets(text.slice(managed, spec)) : text.slice(0, spec);
  const pod = asOptionalRecord(parsed(`${own}},"spec":null${text.slice(status + 1)}`));
  if (pod === null) return null;
  const apart = new JsonText(text.slice(spec + '},"spec":'.length, status + 1));
  if (!shares) return { ...pod, spec: apart };
  const shared = new JsonText(`{${text.slice(labels + 1, managed)}}`);
  return { ...pod, metadata: { ...asRecord(pod.metadata), shared }, spec: apart };
}

const FIELD_SET = '"fieldsV1":{';
/** Nobody reads which fields of a pod somebody wrote. */
function withoutFieldSets(managedFields: string): string {
  const [first = '', ...sets] = managedFields.split(FIELD_SET);
  return sets.reduce((kept, set) => kept + FIELD_SET + set.slice(endOfSet(set)), first);
}

/** Where a field set closes: before the rest of its entry, another entry, or the end of all. 0: not known, so it stays. */
function endOfSet(set: string): number {
  const rest = set.indexOf('},"subresource":"');
  if (rest !== -1) return rest;
  const next = set.indexOf('}},{"manager":"');
  if (next !== -1) return next;
  return set.endsWith('}}]') ? set.length - 3 : 0;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not as expected: read byte by byte, which says what is wrong where something is.
    return null;
  }
}
