/** Every page of the product, for pictures and for accessibility. */
import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { sample } from './sample';

export const pages: { name: string; path: string }[] = [
  { name: 'board', path: '/' },
  { name: 'board-healthy', path: '/?status=all' },
  { name: 'board-filtered', path: '/?namespace=shop&q=killed' },
  { name: 'board-no-match', path: '/?q=nothing-has-this-name' },
  { name: 'diagnosis-oom', path: sample.oom },
  { name: 'diagnosis-sigterm', path: sample.sigterm },
  { name: 'diagnosis-dependency', path: '/w/payments/Deployment/reconciler' },
  { name: 'diagnosis-rollout', path: '/w/shop/Deployment/orders' },
  { name: 'diagnosis-unschedulable', path: '/w/search/Deployment/embeddings' },
  { name: 'diagnosis-healthy', path: sample.healthy },
  { name: 'workload-missing', path: sample.missing },
  { name: 'pod-missing', path: '/p/shop/nobody-0' },
  { name: 'shared-ended', path: `/s/${'x'.repeat(43)}` },
  { name: 'open', path: '/open' },
  { name: 'open-ended', path: `/open/${'A'.repeat(22)}` },
  { name: 'causes', path: '/causes' },
  { name: 'cause', path: '/causes/oom-killed-limit' },
  { name: 'about', path: '/about' },
  { name: 'nothing-here', path: '/no/such/page' },
];

/** Shares a workload of the sample; the path of the link. */
export async function share(page: Page, url: string): Promise<string> {
  const answer = await page.request.post(`${url}/api/v1/shares`, {
    data: { workload: { namespace: 'shop', kind: 'Deployment', name: 'cart' }, expiresIn: '1h' },
  });
  const { path }: { path: string } = await answer.json();
  return path;
}

const recording = fileURLToPath(new URL('../../lib/recording/sample/sample.tar.gz', import.meta.url));

/** Opens the sample's own file as an upload; the path of its board. */
export async function openRecording(page: Page, url: string): Promise<string> {
  const answer = await page.request.post(`${url}/api/v1/open?name=shop-bundle.tar.gz`, {
    headers: { 'content-type': 'application/gzip' },
    data: await readFile(recording),
  });
  const { id }: { id: string } = await answer.json();
  return `/open/${id}`;
}
