import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectOfKind, PoisonObject } from '../model/kubernetes';
import { workloadKey } from '../model/workload';
import { type Picture, createPicture } from './picture';
import { make, owned, start, withClock } from './testing';

describe('after any sequence of the feed', () => {
  type Step = { verb: 'upsert' | 'remove' | 'list'; kind: Known; name: string; generation: number };
  type Known = 'Pod' | 'ReplicaSet' | 'Deployment' | 'Service' | 'ConfigMap';
  const step: fc.Arbitrary<Step> = fc.record({
    verb: fc.constantFrom('upsert', 'upsert', 'upsert', 'remove', 'list'),
    kind: fc.constantFrom('Pod', 'ReplicaSet', 'Deployment', 'Service', 'ConfigMap'),
    name: fc.constantFrom('a', 'b', 'c'),
    generation: fc.nat(2),
  });

  function build({ kind, name, generation }: Step, version: number): ObjectOfKind[Known] | PoisonObject {
    const hash = { 'pod-template-hash': '1' };
    const fields = kind === 'Pod' && name !== 'c' ? owned('ReplicaSet', `${name}-1`, hash) : { metadata: {} };
    if (kind === 'ReplicaSet') Object.assign(fields, owned('Deployment', name));
    const metadata = { ...fields.metadata, resourceVersion: String(version), uid: `${kind}-${name}-${generation}` };
    return make(kind, kind === 'ReplicaSet' ? `${name}-1` : name, { metadata, status: { phase: `v${version}` } });
  }

  it('is the same as a fresh list', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { picture } = withClock();
        const truth = new Map<string, ObjectOfKind[Known] | PoisonObject>();
        const kept = (kind: Known): (ObjectOfKind[Known] | PoisonObject)[] =>
          [...truth.values()].filter((object) => object.kind === kind);
        steps.forEach((one, index) => {
          const object = build(one, index + 1);
          const key = `${one.kind}/${object.metadata.name}`;
          if (one.verb === 'list') picture.replace(one.kind, null, kept(one.kind));
          else if (one.verb === 'remove') {
            const known = truth.get(key);
            if (known === undefined) return;
            truth.delete(key);
            picture.remove(one.kind, known);
          } else {
            truth.set(key, object);
            picture.upsert(one.kind, object);
          }
        });
        const fresh = createPicture({ now: () => start });
        for (const kind of ['Deployment', 'ReplicaSet', 'Pod', 'Service', 'ConfigMap'] as const) {
          fresh.replace(kind, null, kept(kind));
        }
        expect(describePicture(picture)).toEqual(describePicture(fresh));
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

/** Everything live that can be asked of a picture, in one order. */
function describePicture(picture: Picture): object {
  const { objects, workloads, poisons } = picture.counts();
  return {
    objects,
    workloadCount: workloads,
    poisons,
    namespaces: picture.namespaces(),
    workloads: picture
      .workloads()
      .map((workload) => ({
        // The uid of a workload whose own object is not there is as good as the objects that named it, and those may be gone.
        workload: picture.controller(workload) === null ? workloadKey(workload) : workload,
        key: workloadKey(workload),
        pods: picture.pods(workload),
        children: picture.children(workload),
        controller: picture.controller(workload),
      }))
      .sort((left, right) => (left.key < right.key ? -1 : 1)),
  };
}
