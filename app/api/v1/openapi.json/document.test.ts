import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from './document';

const shape = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ responses: z.looseObject({ default: z.unknown() }) })),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});
const document = shape.parse(openApiDocument('0.1.0'));

describe('the description of the API', () => {
  it('has every route of /api/v1, and no other', () => {
    const routes = readdirSync('app/api/v1', { recursive: true, encoding: 'utf8' })
      .filter((file) => /(^|\/)route\.ts$/.test(file))
      .map((file) => `app/api/v1/${file}`)
      .map((file) =>
        file
          .replace(/^app/, '')
          .replace(/\/route\.ts$/, '')
          .replaceAll(/\[(\w+)\]/g, '{$1}'),
      )
      .filter((path) => path !== '/api/v1/openapi.json')
      // One folder serves the token when it reads and the id when it revokes.
      .map((path) => path.replace('{share}/revoke', '{id}/revoke').replace('{share}', '{token}'));
    expect(Object.keys(document.paths).sort()).toEqual(routes.sort());
  });

  it('refers only to what is there', () => {
    const refs = JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g);
    const known = Object.keys(document.components.schemas);
    for (const [, name] of refs) expect(known).toContain(name);
  });

  it('names the filters of the list', () => {
    const { parameters } = z
      .looseObject({ parameters: z.array(z.looseObject({ name: z.string() })) })
      .parse(document.paths['/api/v1/diagnoses']?.['get']);
    expect(parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['cluster', 'namespace', 'cause', 'status', 'q', 'cursor']),
    );
  });
});
