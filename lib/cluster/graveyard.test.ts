import { describe, expect, it } from 'vitest';
import { isPoison, project } from '../kubernetes/projection/project';
import type { Pod } from '../model/kubernetes';
import { Graveyard } from './graveyard';

const at = '2026-11-21T08:00:00Z';
const workload = (name: string) => ({ namespace: 'shop', kind: 'Job', name, apiVersion: 'batch/v1', uid: name });

function pod(name: string, status: object = {}): Pod {
  const raw = { metadata: { name, namespace: 'shop', uid: `uid-${name}` }, status };
  const made = project('Pod', raw, (text) => text);
  if (isPoison(made)) throw new Error('the pod is poison');
  return made;
}

describe('the graveyard', () => {
  it('keeps 5,000 in all, and forgets the oldest of whichever workload first', () => {
    const graves = new Graveyard();
    for (let n = 0; n < 5002; n += 1) graves.bury(pod(`p-${n}`), workload(`job-${n % 1000}`), at);
    expect(graves.size).toBe(5000);
    expect(graves.find('shop', 'p-0')).toBeUndefined();
    expect(graves.find('shop', 'p-1')).toBeUndefined();
    expect(graves.find('shop', 'p-2')?.workload.name).toBe('job-2');
    expect(graves.of('shop/Job/job-0').map((grave) => grave.pod.metadata.name)).not.toContain('p-0');
    expect(graves.find('shop', 'p-5001')?.workload.name).toBe('job-1');
  });

  it('keeps twenty of one workload, newest first', () => {
    const graves = new Graveyard();
    for (let n = 0; n < 21; n += 1) graves.bury(pod(`p-${n}`), workload('job'), at);
    expect(graves.of('shop/Job/job').map((grave) => grave.pod.metadata.name)).toEqual(
      Array.from({ length: 20 }, (_, n) => `p-${20 - n}`),
    );
    expect(graves.size).toBe(20);
  });

  const ended = (exitCode: number, restartCount = 0): object => ({
    phase: 'Running',
    containerStatuses: [{ name: 'app', restartCount, state: { terminated: { exitCode } } }],
  });

  it.each([
    ['300 of those that ended quietly', ended(143), 300],
    ['those that SIGKILL ended', ended(137), 310],
    ['those that were restarted', ended(0, 1), 310],
    ['those of which nothing is known', {}, 310],
  ])('keeps %s', (_, status, kept) => {
    const graves = new Graveyard();
    for (let n = 0; n < 310; n += 1) graves.bury(pod(`p-${n}`, status), workload(`job-${n}`), at);
    expect(graves.size).toBe(kept);
    expect(graves.find('shop', 'p-309')?.workload.name).toBe('job-309');
  });
});
