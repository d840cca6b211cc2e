import { describe, expect, it } from 'vitest';
import type { ApiClient } from './api-client';
import { readList } from './list';

/** A client that is answered with one body after the other. */
function answering(next: () => unknown): Pick<ApiClient, 'get'> {
  return {
    get: async () => {
      const text = JSON.stringify(next());
      const body = (async function* () {
        yield Buffer.from(text);
      })();
      return { status: 200, contentType: 'application/json', body, text: async () => text };
    },
  };
}

function list(next: () => unknown, kind: 'Pod' | 'Secret' | null = 'Pod'): Promise<string> {
  return readList({
    client: answering(next) as ApiClient,
    kind,
    path: '/api/v1/pods',
    accept: 'application/json',
    resourceVersion: '0',
    pageSize: null,
    signal: new AbortController().signal,
    onItem: () => undefined,
  });
}

const metadata = { resourceVersion: '101' };

describe('F25 a list that is not the one asked for', () => {
  it.each([
    ['Pod', 'PodList'],
    ['Secret', 'PartialObjectMetadataList'],
    [null, 'PartialObjectMetadataList'],
  ] as const)('of %s is taken as a %s alone', async (asked, kind) => {
    expect(await list(() => ({ kind, metadata, items: [] }), asked)).toBe('101');
    for (const other of ['NodeList', 'List', 'SecretList', 'Table']) {
      await expect(list(() => ({ kind: other, metadata, items: [] }), asked)).rejects.toMatchObject({
        kind: 'not-kubernetes',
        message: `The address answered with a ${other}, not with a ${kind}.`,
      });
    }
  });

  it.each([{}, { resourceVersion: '' }, null])('is refused without a version: %j', async (none) => {
    await expect(list(() => ({ kind: 'PodList', metadata: none, items: null }))).rejects.toMatchObject({
      kind: 'malformed',
    });
  });
});
