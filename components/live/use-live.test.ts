import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LiveEvent } from '@/lib/model/views';
import { pageFeed } from './use-live';

/** The document of a tab, which its reader leaves and comes back to. */
class Tab extends EventTarget {
  hidden = false;
  turn(hidden: boolean): void {
    this.hidden = hidden;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

const opened: FakeSource[] = [];
class FakeSource extends EventTarget {
  readyState = 0;
  onerror = null;
  constructor(readonly address: string) {
    super();
    opened.push(this);
  }
  close(): void {
    this.readyState = 2;
  }
}

const tab = new Tab();
const page = Object.assign(new EventTarget(), { setTimeout, clearTimeout });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', tab);
  vi.stubGlobal('window', page);
  vi.stubGlobal('EventSource', FakeSource);
  // As on a page that came over http from another host: its stream is its own.
  vi.stubGlobal('navigator', {});
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('F42: a page that was out of sight, or whose network came back, opens another stream and is read anew', () => {
  const told: string[] = [];
  const leave = pageFeed(null).subscribe((event: LiveEvent) => {
    if (event.event === 'resync') told.push(event.data.reason);
  });
  const awayFor = (ms: number): void => {
    tab.turn(true);
    vi.setSystemTime(Date.now() + ms);
    tab.turn(false);
  };
  awayFor(29_000);
  expect([told, opened.length]).toEqual([[], 1]);
  awayFor(31_000);
  expect([told.splice(0), opened.length]).toEqual([['the page was out of sight'], 2]);
  page.dispatchEvent(new Event('online'));
  expect([told, opened.length]).toEqual([['the network came back'], 3]);
  expect(opened.map(({ readyState }) => readyState)).toEqual([2, 2, 0]);
  leave();
});
