import { describe, expect, it } from 'vitest';
import { ago, answerOf, diagnoseObjects, podOf, unscheduled } from '../../testing/build';

const low = (resource: string) =>
  `The node was low on resource: ${resource}. Container main was using 9Gi, request is 0. `;
const limit = 'Usage of EmptyDir volume "d" exceeds the limit "1Gi". ';

/** A node that is closed for such a condition. */
function closed(name: string, taint: string, type: string) {
  return {
    kind: 'Node',
    metadata: { name },
    spec: { taints: [{ key: `node.kubernetes.io/${taint}`, effect: 'NoSchedule' }] },
    status: { conditions: [{ type, status: 'True', reason: `KubeletHas${type}`, message: '' }] },
  };
}
const full = (name: string) => closed(name, 'disk-pressure', 'DiskPressure');

/** A pod that waits since its sibling on n1 was evicted for this. */
async function after(message: string, taint: string, ...nodes: ReturnType<typeof closed>[]) {
  const evicted = podOf({ age: 30, status: { phase: 'Failed', reason: 'Evicted', message, startTime: ago(30) } });
  const said = `0/${nodes.length} nodes are available: ${nodes.length} node(s) had untolerated taint${taint}.`;
  const old = { ...evicted, metadata: { ...evicted.metadata, name: 'app-66b7d9c8f-aaaaa' } };
  return diagnoseObjects([...unscheduled(said, 8), old, ...nodes]);
}

describe('a pod that no node takes after an eviction', () => {
  const disk = ' {node.kubernetes.io/disk-pressure: }';
  const memory = ' {node.kubernetes.io/memory-pressure: }';

  it.each([
    ['the same disk', low('ephemeral-storage'), disk, [full('n1')]],
    ['its inodes', low('inodes'), disk, [full('n1')]],
    ['memory', low('memory'), memory, [closed('n1', 'memory-pressure', 'MemoryPressure')]],
    ['a taint that the scheduler does not name', low('ephemeral-storage'), '(s)', [full('n1')]],
  ])('is held by what it was evicted for: %s', async (_, message, taint, nodes) => {
    const { primary, contributing } = await after(message, taint, ...nodes);
    expect([primary?.cause, primary?.certainty, primary?.pods.affected]).toEqual(['disk-full-or-evicted', 'proven', 2]);
    expect(primary?.claims.at(-1)?.text).toContain('finds no node since');
    expect(contributing).toEqual([]);
  });

  it.each([
    ['another condition', low('memory'), disk, [full('n1')]],
    ['a limit of its own', limit, disk, [full('n1')]],
    ['that of another node too', low('ephemeral-storage'), disk, [full('n1'), full('n2')]],
    ['that of another node', low('ephemeral-storage'), disk, [full('n2')]],
    ['nodes that were not read', low('ephemeral-storage'), disk, []],
  ])('has a cause of its own: %s', async (_, message, taint, nodes) => {
    const diagnosis = await after(message, taint, ...nodes);
    expect(answerOf(diagnosis)).toBe('unschedulable-taint-affinity proven');
    expect(diagnosis.contributing.map(({ cause }) => cause)).toEqual(['disk-full-or-evicted']);
  });
});
