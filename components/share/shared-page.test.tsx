import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it, vi } from 'vitest';
import type { ShareView } from '@/lib/model/views';
import { aSummary } from '@/lib/runtime/testing';
import { aDiagnosis, testNow } from '@/lib/service/testing';
import { SharedPage } from './shared-page';

vi.mock('next/navigation', () => ({
  useRouter: () => ({}),
  usePathname: () => '/s/token',
  useSearchParams: () => new URLSearchParams(),
}));
vi.mock('../live/use-live', () => ({ useConnection: () => ({ state: 'open' }), useLive: () => undefined }));
vi.mock('../live/use-refresh', () => ({ useRefresh: () => () => undefined }));

const share: ShareView = {
  diagnosis: aDiagnosis(aSummary('shop/Deployment/cart')),
  series: [],
  sharedAt: testNow,
  expiresAt: '2026-11-28T03:00:00Z',
  now: null,
  gone: null,
};
const shown = (gone: ShareView['gone']): string =>
  renderToStaticMarkup(
    <SharedPage share={{ ...share, gone }} html="/h" json="/j" zone="UTC" window={null} curve={null} />,
  ).replace(/<[^>]+>/g, '');

it('says on a shared page that the workload is gone, with the moment while that is remembered', () => {
  const leftOut = 'the commands that ask them would find nothing, and are left out';
  expect(shown({ noticedAt: '2026-11-21T15:46:15Z' })).toContain('Now: gone, noticed at 15:46:15 UTC.');
  expect(shown({ noticedAt: '2026-11-21T15:46:15Z' })).toContain(leftOut);
  expect(shown({ noticedAt: null })).toContain('Now: gone.');
  expect(shown(null)).not.toMatch(/Now:|left out/);
});
