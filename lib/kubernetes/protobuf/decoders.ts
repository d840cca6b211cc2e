/** How each kind is read from protobuf. */
import 'server-only';
import type { Kind } from '../../model/kubernetes';
import { writersFor } from '../projection/metadata';
import { Decoder } from './decode';

/** For what is read once: errors, bookmarks. */
export const plainDecoder = new Decoder({ readsFields: false, apart: 'nothing', keepsWords: true });
const pods = new Decoder({ readsFields: false, apart: 'specs and metadata', keepsWords: true });
const controllers = new Decoder({ readsFields: true, apart: 'specs', keepsWords: true });

export function decoderFor(kind: Kind): Decoder {
  if (kind === 'Pod') return pods;
  return writersFor(kind) === 'fields' ? controllers : plainDecoder;
}
