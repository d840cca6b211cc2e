/** All signatures, in the order in which they are asked: what is named most narrowly first, the words of errno last. */

import { config } from './catalogue/config';
import { errno } from './catalogue/errno';
import { go } from './catalogue/go';
import { jvm } from './catalogue/jvm';
import { node } from './catalogue/node';
import { python } from './catalogue/python';
import { shell } from './catalogue/shell';
import type { Signature } from './signature';

const wide = (signature: Signature): boolean => signature.cause === 'app-error-uncaught';

const all: readonly Signature[] = [...shell, ...go, ...jvm, ...node, ...python, ...config, ...errno];

/** Of the same line a narrow cause is better than a wide one, and any cause better than mere context. */
export const catalogue: readonly Signature[] = [
  ...all.filter((signature) => signature.cause !== null && !wide(signature)),
  ...all.filter(wide),
  ...all.filter((signature) => signature.cause === null),
];

export const signatureById: ReadonlyMap<string, Signature> = new Map(
  catalogue.map((signature) => [signature.id, signature]),
);
