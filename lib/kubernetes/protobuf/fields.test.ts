import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../model/kinds';
import { messages } from './fields';

/** Nothing else leads from a new kind to this table: what it does not have is read as an object without a name. */

// Secrets and ConfigMaps are asked for as metadata alone, in JSON.
const read = Object.entries(kinds).flatMap(([kind, { optIn }]) => (optIn === true ? [] : [kind]));
const script = readFileSync(join(import.meta.dirname, '../../../scripts/protobuf-fields.go'), 'utf8');
const basic = ['string', 'int', 'bool', 'bytes', 'time', 'microTime', 'quantity', 'intOrString', 'json', 'fields'];

describe('the fields of messages', () => {
  it.each(read)('are there for a %s, and written again for a new version of Kubernetes', (kind) => {
    expect(messages[kind]).toMatch(/^1 metadata ObjectMeta(,|$)/);
    expect(script).toMatch(new RegExp(`\\.${kind}\\{\\}`));
  });

  it('name no message that is not there', () => {
    const named = Object.values(messages).flatMap((fields) =>
      fields === '' ? [] : fields.split(', ').map((field) => (field.split(' ')[2] ?? '').replace(/^\[\]|^\{\}/, '')),
    );
    expect(named.filter((type) => !basic.includes(type) && !Object.hasOwn(messages, type))).toEqual([]);
  });
});
