import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setRuntime } from '@/lib/runtime/runtime';
import { aSummary } from '@/lib/runtime/testing';
import { createShare } from '@/lib/service/create-share';
import { aRuntime, type TestRuntime } from '@/lib/service/testing';
import { generateMetadata } from './page';

vi.mock('next/headers', () => ({
  headers: () => Promise.resolve(new Headers()),
  cookies: () => Promise.resolve(new Map()),
}));

const cart = aSummary('shop/Deployment/cart');

describe('the preview of a shared link', () => {
  let folder: string;
  let runtime: TestRuntime;
  const metadata = async (env: Record<string, string>) => {
    runtime = aRuntime({ UNLOOP_DATA: folder, ...env });
    setRuntime(runtime);
    runtime.show(cart);
    const { path } = await createShare({ workload: cart.workload });
    const params = Promise.resolve({ token: path.slice('/s/'.length) });
    return JSON.stringify(await generateMetadata({ params, searchParams: Promise.resolve({}) }));
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'unloop-preview-'));
  });
  afterEach(async () => {
    setRuntime(null);
    await runtime.close();
    rmSync(folder, { recursive: true });
  });

  it('tells workload and cause', async () => {
    expect(await metadata({})).toContain('cart');
  });

  it('tells nothing where that is turned off', async () => {
    expect(await metadata({ UNLOOP_SHARE_PREVIEWS: 'false' })).toBe('{"title":"Unloop"}');
  });
});
