import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { ago, answerOf, diagnoseObjects, podOf, runningFor, unscheduled } from '../../testing/build';

describe('unschedulable-taint-affinity', () => {
  it.each([
    "0/2 nodes are available: 2 node(s) had taint {a: b}, that the pod didn't tolerate.",
    '0/2 nodes are available: 2 node(s) had untolerated taint {a: b}.',
    '0/2 nodes are available: 2 node(s) had untolerated taint(s).',
    '0/2 nodes are available: 2 node(s) had volume node affinity conflict.',
    '0/2 nodes are available: 1 node(s) had disk pressure, 2 node(s) were not ready.',
    'No nodes are available that match all of the predicates: NodeNotReady (2), NodeUnschedulable (1).',
  ])('fires on: %s', async (message) => {
    expect(answerOf(await diagnoseObjects(unscheduled(message)))).toBe('unschedulable-taint-affinity proven');
  });
  it('leaves other obstacles to their causes', async () => {
    expect(answerOf(await diagnoseObjects(unscheduled('0/2 nodes are available: 2 Insufficient cpu.')))).toBe(
      'unschedulable-resources proven',
    );
  });
  it('gives the scheduler ten seconds', async () => {
    expect(
      answerOf(
        await diagnoseObjects(
          unscheduled("0/2 nodes are available: 2 node(s) had taint {a: b}, that the pod didn't tolerate.", 0.15),
        ),
      ),
    ).toBe('healthy');
  });
  it.each([
    ['0/2 nodes are available: 2 node(s) were unschedulable.', 'kubectl uncordon n1'],
    [
      '0/2 nodes are available: 2 node(s) had untolerated taint {node.kubernetes.io/unschedulable: }.',
      'kubectl uncordon n1',
    ],
    ['0/2 nodes are available: 2 node(s) had untolerated taint(s).', 'kubectl uncordon n1'],
    ['0/2 nodes are available: 2 node(s) had untolerated taint {a: b}.', undefined],
  ])('tells how a cordon is undone only where that is the reason: %s', async (message, command) => {
    const n1 = { kind: 'Node', metadata: { name: 'n1' }, spec: { unschedulable: true }, status: {} };
    const { remedies } = await diagnoseObjects([...unscheduled(message), n1]);
    expect(remedies.find(({ id }) => id === 'uncordon')?.command ?? undefined).toBe(command);
  });

  it('leaves the node of a cordon to fill in where nodes were not read', async () => {
    const { remedies } = await diagnoseObjects(unscheduled('0/2 nodes are available: 2 node(s) were unschedulable.'));
    expect(remedies.find(({ id }) => id === 'uncordon')).toMatchObject({
      placeholders: ['<node>'],
      safety: 'changes-node',
    });
  });

  describe('where a condition of the nodes closes them', () => {
    const diskPressure = 'node.kubernetes.io/disk-pressure';
    const nodeOf = (...keys: string[]) => ({
      kind: 'Node',
      metadata: { name: 'n1' },
      spec: { taints: keys.map((key) => ({ key, effect: 'NoSchedule' })) },
      status: {
        conditions: [{ type: 'DiskPressure', status: 'True', reason: 'KubeletHasDiskPressure', message: 'm' }],
      },
    });

    it.each([
      [`taint {${diskPressure}: }`, [diskPressure], true],
      ['taint(s)', [diskPressure], true],
      ['taint(s)', [diskPressure, 'a'], false],
      ['taint {a: b}', [diskPressure, 'a'], false],
    ])('names it, and advises no toleration: %s, %j', async (taint, keys, isNamed) => {
      const message = `0/1 nodes are available: 1 node(s) had untolerated ${taint}.`;
      const { primary, remedies } = await diagnoseObjects([...unscheduled(message), nodeOf(...keys)]);
      expect(
        primary?.claims
          .map(({ text }) => text)
          .join('\n')
          .includes('n1 with `DiskPressure: True`'),
      ).toBe(isNamed);
      expect(remedies.map(({ id }) => id).includes('open-node')).toBe(!isNamed);
    });
  });

  describe('where a node is short of something too', () => {
    const n1 = (labels: Record<string, string>, spec: Record<string, unknown> = {}) => ({
      kind: 'Node',
      metadata: { name: 'n1', labels },
      spec,
      status: {},
    });
    const selecting = { nodeSelector: { disk: 'ssd' } };
    it('is placement where an old scheduler counts each node as closed, though some are short too', async () => {
      const message = "0/10 nodes are available: 10 node(s) didn't match node selector, 4 Insufficient cpu.";
      const { primary } = await diagnoseObjects(unscheduled(message, 20, selecting));
      expect(primary?.cause).toBe('unschedulable-taint-affinity');
    });

    it('is placement where the nodes themselves are all closed, though the scheduler does not count them', async () => {
      const message =
        'No nodes are available that match all of the predicates: Insufficient cpu (1), MatchNodeSelector (2).';
      const nodes = [n1({}), { ...n1({}), metadata: { name: 'n2', labels: {} } }];
      const diagnosis = await diagnoseObjects([...unscheduled(message, 20, selecting), ...nodes]);
      expect(answerOf(diagnosis)).toBe('unschedulable-taint-affinity proven');
      expect(diagnosis.primary?.claims[0]?.text).toBe(
        'The scheduler looked at all nodes, and each is closed to this pod.',
      );
    });

    it('is likely where some nodes gave a reason that is nobody’s', async () => {
      const message = '0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) are out of stock.';
      const diagnosis = await diagnoseObjects(unscheduled(message));
      expect(answerOf(diagnosis)).toBe('unschedulable-taint-affinity likely');
      expect(diagnosis.primary?.claims[0]?.text).toBe(
        'The scheduler gives this reason for 1 node, and other reasons too.',
      );
    });

    const said = '1 Insufficient cpu, 1 node(s) didn';

    it.each([
      [
        'that node passed taints and affinity before',
        `0/2 nodes are available: ${said}'t match Pod's node affinity/selector.`,
        2,
      ],
      [
        'an old scheduler asks for room first: its nodes are asked',
        `0/2 nodes are available: ${said}'t match node selector.`,
        2,
      ],
      [
        'and a list of fewer nodes than were counted is not',
        `0/2 nodes are available: ${said}'t match node selector.`,
        1,
      ],
    ])('%s', async (_, message, listed) => {
      const nodes = [n1({}), { ...n1({}), metadata: { name: 'n2', labels: {} } }].slice(0, listed);
      const { primary } = await diagnoseObjects([...unscheduled(message, 20, selecting), ...nodes]);
      const asksNodes = listed === 2 && message.includes('node selector');
      expect(primary?.cause).toBe(asksNodes ? 'unschedulable-taint-affinity' : 'unschedulable-resources');
    });

    it('a cordon does not close a node to a pod that tolerates it', async () => {
      const tolerations = [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' }];
      const message =
        "0/1 nodes are available: 1 Insufficient cpu, 1 node(s) had taint {a: b}, that the pod didn't tolerate.";
      const answers = [tolerations, []].map(async (tolerations) => {
        const objects = [...unscheduled(message, 20, { tolerations }), n1({}, { unschedulable: true })];
        return (await diagnoseObjects(objects)).primary?.cause;
      });
      expect(await Promise.all(answers)).toEqual(['unschedulable-resources', 'unschedulable-taint-affinity']);
    });
  });

  it('quotes what the pod asks of a node as it stands in the pod', async () => {
    const spec = {
      nodeSelector: { 'disk/type': 'ssd' },
      tolerations: [
        { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
        { key: 'gpu', operator: 'Equal', value: 'yes', effect: 'NoSchedule' },
      ],
    };
    const message = '0/2 nodes are available: 2 node(s) had untolerated taint {a: b}.';
    const { evidence } = await diagnoseObjects(unscheduled(message, 20, spec));
    expect(evidence).toContainEqual(
      expect.objectContaining({
        fields: [
          { path: 'spec.nodeSelector["disk/type"]', value: 'ssd', decisive: false },
          { path: 'spec.tolerations[1].key', value: 'gpu', decisive: false },
          { path: 'spec.tolerations[1].operator', value: 'Equal', decisive: false },
          { path: 'spec.tolerations[1].value', value: 'yes', decisive: false },
          { path: 'spec.tolerations[1].effect', value: 'NoSchedule', decisive: false },
        ],
      }),
    );
  });

  describe('where the one node that the selector names is closed by a taint', () => {
    const nodeOf = (name: string, key: string | null, edge = false, ready = 'True') => ({
      kind: 'Node',
      metadata: { name, labels: edge ? { edge: 'yes' } : {} },
      spec: { taints: key === null ? [] : [{ key, effect: 'NoSchedule' }] },
      status: { conditions: [{ type: 'Ready', status: ready, lastTransitionTime: ago(30) }] },
    });
    const unreachable = 'node.kubernetes.io/unreachable';
    const spec = { nodeSelector: { edge: 'yes' } };
    const message = (key: string) =>
      `0/3 nodes are available: 1 node(s) had untolerated taint {${key}: }, 2 node(s) didn't match Pod's node affinity/selector.`;

    it('names that taint, not the nodes that were never meant', async () => {
      const { primary } = await diagnoseObjects([
        ...unscheduled(message('maintenance'), 20, spec),
        ...[nodeOf('n1', null), nodeOf('n2', null), nodeOf('n3', 'maintenance', true)],
      ]);
      expect(primary?.cause).toBe('unschedulable-taint-affinity');
      expect(plainHeadline(primary?.headline ?? [])).toContain('had untolerated taint {maintenance: }');
    });

    it('names it by the node where the scheduler names none', async () => {
      const unnamed =
        "0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector.";
      const { primary } = await diagnoseObjects([
        ...unscheduled(unnamed, 20, spec),
        ...[nodeOf('n1', 'gpu'), nodeOf('n2', null), nodeOf('n3', 'maintenance', true)],
      ]);
      expect(plainHeadline(primary?.headline ?? [])).toContain('had untolerated taint(s)');
      const words = primary?.claims.map(({ text }) => text).join('\n');
      expect(words).toContain('n3 by `maintenance`');
      expect(words).not.toContain('gpu');
    });

    it('speaks where the pod does not select the lost node at all', async () => {
      const told =
        "0/2 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) didn't match Pod's node affinity/selector.";
      const status = { phase: 'Running', containerStatuses: [runningFor('main', 300)] };
      const gone = podOf({ node: 'n3', age: 300, status });
      const metadata = { ...gone.metadata, name: 'app-66b7d9c8f-lost0', uid: 'lost', deletionTimestamp: ago(20) };
      const { primary, contributing } = await diagnoseObjects([
        ...unscheduled(told, 20, spec),
        { ...gone, metadata },
        ...[nodeOf('n1', 'maintenance', true), nodeOf('n3', unreachable, false, 'Unknown')],
      ]);
      expect([primary, ...contributing].map((finding) => finding?.cause)).toContain('unschedulable-taint-affinity');
    });

    it.each([
      ['is silent where the taint is that of the lost node, which is the cause', true, unreachable, ['node-lost']],
      ['is silent there too where the scheduler names no taint', false, unreachable, ['node-lost']],
      [
        'speaks where the lost node was closed to it before',
        false,
        'maintenance',
        ['node-lost', 'unschedulable-taint-affinity'],
      ],
    ])('%s', async (_title, isNamed, key, expected) => {
      const told = isNamed ? message(key) : message(key).replace(`taint {${key}: }`, 'taint(s)');
      const gone = podOf({
        node: 'n3',
        age: 300,
        status: { phase: 'Running', containerStatuses: [runningFor('main', 300)] },
      });
      const lost = {
        ...gone,
        metadata: { ...gone.metadata, name: 'app-66b7d9c8f-lost0', uid: 'lost', deletionTimestamp: ago(20) },
      };
      const { primary, contributing } = await diagnoseObjects([
        ...unscheduled(told, 20, spec),
        lost,
        ...[nodeOf('n1', null), nodeOf('n2', null), nodeOf('n3', key, true, 'Unknown')],
      ]);
      expect([primary, ...contributing].map((finding) => finding?.cause)).toEqual(expected);
    });
  });
});
