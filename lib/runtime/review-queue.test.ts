import { describe, expect, it } from 'vitest';
import { createReviewQueue } from './review-queue';

describe('the review queue', () => {
  it('gives keys back in the order of their times, once', () => {
    const queue = createReviewQueue();
    const times = [50, 10, 40, 20, 30, 5, 45];
    for (const at of times) queue.set(`at${at}`, at);
    expect(queue.nextAtMs()).toBe(5);
    expect(queue.takeDue(30)).toEqual(['at5', 'at10', 'at20', 'at30']);
    expect(queue.takeDue(30)).toEqual([]);
    expect(queue.nextAtMs()).toBe(40);
  });

  it('keeps the newest time of a key, sooner or later', () => {
    const queue = createReviewQueue();
    queue.set('a', 10);
    queue.set('a', 30);
    queue.set('b', 40);
    queue.set('b', 20);
    expect(queue.takeDue(25)).toEqual(['b']);
    expect(queue.takeDue(100)).toEqual(['a']);
    expect(queue.nextAtMs()).toBeNull();
  });

  it('forgets a key that needs no review any more', () => {
    const queue = createReviewQueue();
    queue.set('a', 10);
    queue.set('a', null);
    expect(queue.nextAtMs()).toBeNull();
    expect(queue.size()).toBe(0);
  });
});
