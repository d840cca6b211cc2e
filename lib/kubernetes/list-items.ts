/**
 * The items of a list, parsed as it arrives. Pods are three quarters of what a cluster sends: where the server writes
 * them as Go does, they are cut by searching for what lies between their parts, and only what differs from pod to pod is
 * parsed. Everything else is cut byte by byte (ListSplitter).
 *
 * A search for `},"spec":{` finds no text of a person: inside of strings each quote has a backslash before it. Where a
 * mark was found at another depth the rest of the object is no JSON any more; then, and wherever anything else is not as
 * expected, the list goes to ListSplitter from that object on.
 */
import 'server-only';
import { parseAnswer } from './api-error';
import { ListSplitter } from './json-stream';
import { readPod } from './pod-text';
import { asOptionalRecord, asRecord, JsonText } from './projection/raw';

const HEAD = '{"kind":"PodList"';
const ITEMS = '"items":[';
const FIRST = '{"metadata":{"';
const BORDER = '},{"metadata":{"';
/** Neither a head nor a pod is this long; searching on would copy the same bytes again and again. */
const MAX_PENDING_BYTES = 4 * 1024 * 1024;

/** Splits one list. `end()` returns its text without the items; both throw ApiError as ListSplitter does. */
export class ListItems {
  private careful: ListSplitter | null = null;
  private head: Buffer | null = null;
  private pending: Buffer = Buffer.alloc(0);
  private searched = 0;

  constructor(private readonly onItem: (raw: unknown) => void) {}

  push(chunk: Uint8Array): void {
    if (this.careful !== null) {
      this.careful.push(chunk);
      return;
    }
    this.pending = Buffer.concat([this.pending, chunk]);
    if (this.head !== null || this.begin()) this.cut();
    if (this.pending.length > MAX_PENDING_BYTES) this.beCareful();
  }

  end(): string {
    return this.beCareful().end();
  }

  /** True behind the head of a list of pods that are written as expected. */
  private begin(): boolean {
    const { pending } = this;
    const start = pending.toString('latin1', 0, HEAD.length);
    if (!HEAD.startsWith(start)) this.beCareful();
    const at = pending.indexOf(ITEMS) + ITEMS.length;
    if (at < ITEMS.length || pending.length < at + FIRST.length) return false;
    if (pending.toString('latin1', at, at + FIRST.length) !== FIRST) this.beCareful();
    if (this.careful !== null) return false;
    this.head = pending.subarray(0, at);
    this.pending = pending.subarray(at);
    return true;
  }

  private cut(): void {
    const { pending } = this;
    let from = 0;
    for (let at = pending.indexOf(BORDER, this.searched); at !== -1; at = pending.indexOf(BORDER, from)) {
      const raw = readPod(pending.toString('utf8', from, at + 1));
      if (raw === null) {
        this.pending = pending.subarray(from);
        this.beCareful();
        return;
      }
      this.onItem(raw);
      from = at + 2;
    }
    this.pending = pending.subarray(from);
    this.searched = Math.max(0, this.pending.length - BORDER.length);
  }

  /** Also for the last item, behind which there is no border, and for what says whether the list is whole. */
  private beCareful(): ListSplitter {
    if (this.careful !== null) return this.careful;
    const careful = new ListSplitter((text, spec) => this.onItem(parseItem(text, spec)));
    this.careful = careful;
    if (this.head !== null) careful.push(this.head);
    careful.push(this.pending);
    this.pending = Buffer.alloc(0);
    return careful;
  }
}

/** The spec of a pod, or of a template, stays text until its projection, for it is most often known already. */
function parseItem(text: string, spec: string | null): unknown {
  const item = asOptionalRecord(parseAnswer(text));
  if (item === null || spec === null) return item;
  const apart = new JsonText(spec);
  const around = asOptionalRecord(item.spec);
  if (around === null) return { ...item, spec: apart };
  return { ...item, spec: { ...around, template: { ...asRecord(around.template), spec: apart } } };
}
