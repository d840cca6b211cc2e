import { expect, it } from 'vitest';

import { createPicture } from '../cluster/picture';
import { createLogBook } from './log-book';
import { FakeSource, app, at, feed, plainDigest, settled, start, withApp } from './testing';

function bench() {
  const now = (): string => at(40);
  const picture = createPicture({ now });
  const source = new FakeSource();
  const book = createLogBook({ source, digest: plainDigest, redact: (text) => text, now, onRead: () => undefined });
  book.follow(picture);
  return {
    source,
    show: (status: object): void => feed(picture, 'Pod', 'a', withApp(status)),
    texts(): string[] {
      const pod = picture.pod('shop', 'a');
      if (pod === null) throw new Error('no pod');
      return book.of(pod).digests.map(({ instance, excerpt }) => `${instance} ${excerpt[0]?.text ?? ''}`);
    },
  };
}

it('reads the last words where the run was last read while it ran', async () => {
  const { source, show, texts } = bench();
  show(app.running(5, false, 1, 0));
  await source.answer('why run 0 ended');
  await source.answer('run 1 begins');
  expect(texts()).toEqual(['previous why run 0 ended', 'current run 1 begins']);
  // It ends, and waits, before its log was read again.
  show({ ...app.ended(1, 38), lastState: { terminated: { exitCode: 1, containerID: 'c0', finishedAt: start } } });
  await settled();
  show(app.waiting(1, 38));
  await settled();
  expect(texts()).toEqual(['previous why run 0 ended']);
  // The read that was under way is of no use any more.
  await source.answer('why run 1 ended');
  await source.answer('why run 1 ended');
  expect(texts()).toEqual(['previous why run 1 ended']);
});
