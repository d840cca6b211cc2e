/** What Kubernetes puts around each message: four bytes that tell it is one, and the kind of what is inside. */
import 'server-only';
import { malformed, Wire } from './wire';

/** `k8s` and a zero byte, as k8s.io/apimachinery writes it before everything. */
export const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00]);

export interface Envelope {
  kind: string;
  from: number;
  to: number;
}

export function isProtobuf(contentType: string): boolean {
  return contentType.startsWith('application/vnd.kubernetes.protobuf');
}

/** Where the message lies that begins (with its magic) at `from`. Throws ApiError 'malformed'. */
export function openEnvelope(bytes: Buffer, from: number, to: number): Envelope {
  if (bytes.compare(MAGIC, 0, MAGIC.length, from, from + MAGIC.length) !== 0) throw malformed();
  const wire = new Wire(bytes, from + MAGIC.length, to);
  const found: Envelope = { kind: '', from: to, to };
  for (let tag = wire.seek(0x0a, 0x12); tag !== 0; tag = wire.seek(0x0a, 0x12)) {
    const end = wire.length();
    if (tag === 0x0a) found.kind = kindOf(bytes, wire.at, end);
    else Object.assign(found, { from: wire.at, to: end });
    wire.at = end;
  }
  return found;
}

/** `kind` of a TypeMeta, which is its second field. */
export function kindOf(bytes: Buffer, from: number, to: number): string {
  const wire = new Wire(bytes, from, to);
  let kind = '';
  while (wire.seek(0x12) !== 0) {
    const end = wire.length();
    kind = bytes.toString('utf8', wire.at, end);
    wire.at = end;
  }
  return kind;
}
