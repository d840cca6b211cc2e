import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { KindState } from '@/lib/model/source';
import { MissingList } from './missing-list';

const kind = (state: KindState['state'], failure: KindState['failure'] = null): KindState => ({
  kind: 'Pod',
  namespace: null,
  state,
  since: '2026-11-21T02:00:00Z',
  heardAt: null,
  failure,
  attempts: 0,
  nextAttemptAt: null,
  objects: 0,
});
const secrets = { what: 'metadata of secrets', why: 'Not turned on.', unknowable: 'keys', permissions: [] };
const refused = { code: 'denied', message: 'The API server does not accept the credentials (401).' } as const;

const text = (kinds: KindState[], missing: (typeof secrets)[] = []): string =>
  renderToStaticMarkup(<MissingList missing={missing} kinds={kinds} />).replace(/<[^>]+>/g, ' ');

describe('what cannot be read', () => {
  it('is nothing only where something was read', () => {
    expect(text([kind('live')])).toContain('Nothing that Unloop looks for is kept from it.');
    expect(text([kind('connecting')])).toContain('is not known: nothing was read yet.');
    expect(text([kind('connecting')])).not.toContain('Nothing that Unloop looks for');
  });

  it('is not the settings alone where the credentials are refused (F20)', () => {
    const words = text([kind('connecting', refused)], [secrets]);
    expect(words).toContain(
      'is not known: nothing was read yet. The API server does not accept the credentials (401).',
    );
    expect(words).toContain('metadata of secrets');
  });

  it('names kinds in trouble beside what is missing', () => {
    expect(text([kind('live'), kind('stale', refused)], [secrets])).toContain('Some kinds are in trouble: see below.');
    expect(text([kind('live')], [secrets])).not.toContain('in trouble');
  });
});
