import { describe, expect, it } from 'vitest';
import { createLiveHub, type LiveFrame } from './live-hub';
import { aSummary } from './testing';

const decode = (frame: LiveFrame | undefined): string => new TextDecoder().decode(frame?.bytes);

function listen(hub: ReturnType<typeof createLiveHub>, lastEventId?: string) {
  const frames: LiveFrame[] = [];
  let closed = 0;
  const stop = hub.subscribe({ send: (frame) => frames.push(frame), close: () => (closed += 1) }, lastEventId);
  return { frames, stop, closed: () => closed };
}

const row = (name: string) => ({ event: 'summary', data: aSummary(`shop/Deployment/${name}`) }) as const;

describe('the live hub', () => {
  it('hands events over in order, each with an id of its own', () => {
    const hub = createLiveHub();
    const { frames } = listen(hub);
    hub.publish(row('a'));
    hub.publish(row('b'));
    hub.publish({ event: 'gone', data: { key: 'shop/Deployment/a' } });
    expect(frames.map((frame) => frame.event)).toEqual(['summary', 'summary', 'gone']);
    expect(new Set(frames.map((frame) => frame.id)).size).toBe(3);
    expect(decode(frames[2])).toMatch(/^id: [0-9a-f]{8}-3\nevent: gone\ndata: \{"key":"shop\/Deployment\/a"\}\n\n$/);
  });

  it('says where it stands as its events are numbered, also before there is one', () => {
    const hub = createLiveHub();
    const { frames } = listen(hub);
    expect(hub.lastId()).toMatch(/^[0-9a-f]{8}-0$/);
    hub.publish(row('a'));
    expect(frames.map(({ id }) => id)).toEqual([hub.lastId()]);
  });

  it('resumes after the id that was seen, with only the newest of each row', () => {
    const hub = createLiveHub();
    const first = listen(hub);
    hub.publish(row('a'));
    const seen = first.frames[0]?.id;
    first.stop();
    for (const name of ['b', 'c', 'b', 'd']) hub.publish(row(name));
    hub.publish({ event: 'gone', data: { key: 'shop/Deployment/c' } });
    const second = listen(hub, seen);
    expect(second.frames.map((frame) => frame.event)).toEqual(['summary', 'summary', 'gone']);
    expect(second.frames.map(decode).join('')).not.toContain('"name":"a"');
    expect(first.frames).toHaveLength(1);
  });

  it('asks for a new start where the id is of another process or too old', () => {
    const hub = createLiveHub();
    for (let i = 0; i < 4100; i++) hub.publish({ event: 'gone', data: { key: `shop/Deployment/${i}` } });
    const epoch = listen(hub).frames[0]?.id.split('-')[0] ?? '';
    // An id that would be known if it were ours.
    expect(listen(hub, 'deadbeef-4099').frames.map((frame) => frame.event)).toEqual(['resync']);
    expect(listen(hub, 'deadbeef-7').frames.map((frame) => frame.event)).toEqual(['resync']);
    expect(listen(hub, `${epoch}-20`).frames.map((frame) => frame.event)).toEqual(['resync']);
    expect(listen(hub, 'nonsense').frames.map((frame) => frame.event)).toEqual(['resync']);
    expect(listen(hub, `${epoch}-4099`).frames).toHaveLength(1);
    expect(listen(hub, `${epoch}-4100`).frames).toHaveLength(0);
  });

  it('sends a new page what changed in the last minute, since it was drawn before', () => {
    let nowMs = 0;
    const hub = createLiveHub(() => nowMs);
    hub.publish({ event: 'resync', data: { reason: 'first picture' } });
    hub.publish(row('old'));
    nowMs = 61_000;
    hub.publish(row('new'));
    expect(listen(hub).frames.map(decode).join('')).toMatch(/"name":"new"/);
    expect(listen(hub).frames).toHaveLength(1);
  });

  it('ends every stream and takes no new one', () => {
    const hub = createLiveHub();
    const [a, b] = [listen(hub), listen(hub)];
    hub.close();
    const late = listen(hub);
    expect([a.closed(), b.closed(), late.closed()]).toEqual([1, 1, 1]);
    hub.publish(row('a'));
    expect(a.frames).toEqual([]);
    expect(hub.listeners()).toBe(0);
  });
});
