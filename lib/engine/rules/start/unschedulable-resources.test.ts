import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { ago, answerOf, diagnoseObjects, event, podName, unscheduled } from '../../testing/build';

describe('unschedulable-resources', () => {
  it.each([
    '0/2 nodes are available: 2 Insufficient cpu.',
    '0/2 nodes are available: 1 node(s) had untolerated taint(s), 1 Too many pods. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    'No nodes are available that match all of the predicates: Insufficient memory (3).',
    'No nodes are available that match all of the predicates: Insufficient cpu (2), Insufficient memory (3).',
  ])('fires on: %s', async (message) => {
    expect(answerOf(await diagnoseObjects(unscheduled(message)))).toBe('unschedulable-resources proven');
  });
  it.each([
    'No nodes are available that match all of the predicates: Insufficient example.com/fpga (2), MatchNodeSelector (4).',
    'No nodes are available that match all of the following predicates:: Insufficient cpu (4), PodToleratesNodeTaints (2).',
    "0/5 nodes are available: 2 Insufficient cpu, 3 node(s) had taint {a: b}, that the pod didn't tolerate.",
  ])('is likely where the nodes that are short may be closed too: %s', async (message) => {
    expect(answerOf(await diagnoseObjects(unscheduled(message)))).toBe('unschedulable-resources likely');
  });
  it('goes before the conditions of nodes that were never open', async () => {
    const message = '0/3 nodes are available: 1 node(s) were not ready, 2 Insufficient cpu.';
    expect(answerOf(await diagnoseObjects(unscheduled(message)))).toBe('unschedulable-resources likely');
  });
  it.each([
    '0/3 nodes are available: 1 PodToleratesNodeTaints, 3 Insufficient memory.',
    '0/5 nodes are available: 2 Insufficient cpu, 3 node(s) had untolerated taint {a: b}.',
  ])('is proven where one that is short is open for certain: %s', async (message) => {
    expect(answerOf(await diagnoseObjects(unscheduled(message)))).toBe('unschedulable-resources proven');
  });
  it.each([
    ['1 Insufficient memory, 1 node(s) were unschedulable', '; n2 is cordoned', 'kubectl uncordon n2'],
    ['2 Insufficient memory', '', undefined],
  ])('tells of a cordoned node only where the scheduler counts one: %s', async (reasons, words, command) => {
    const n2 = { kind: 'Node', metadata: { name: 'n2' }, spec: { unschedulable: true }, status: {} };
    const message = `0/2 nodes are available: ${reasons}.`;
    const { primary, remedies } = await diagnoseObjects([...unscheduled(message), n2]);
    expect(primary?.cause).toBe('unschedulable-resources');
    expect(primary && plainHeadline(primary.headline)).toBe(`No node has enough memory for a pod of app${words}`);
    expect(remedies.find(({ id }) => id === 'uncordon')?.command ?? undefined).toBe(command);
  });
  it('names devices where no node can give what the claims of the pod ask for', async () => {
    const containers = [{ name: 'main', image: 'r.example/app:1', resources: { requests: { cpu: '1' } } }];
    const { primary, remedies } = await diagnoseObjects(
      unscheduled('0/2 nodes are available: 2 cannot allocate all claims.', 20, { containers }),
    );
    expect(primary).toMatchObject({ cause: 'unschedulable-resources', certainty: 'proven' });
    expect(primary && plainHeadline(primary.headline)).toBe('No node has enough devices for a pod of app');
    expect(remedies.find(({ id }) => id === 'add-room')?.why).toContain('ResourceClaim');
  });
  it('reads the small letters of other schedulers, and names what is short', async () => {
    const { primary } = await diagnoseObjects(
      unscheduled('0/4 nodes are available: 4 insufficient example.com/fpga.', 20),
    );
    expect(primary).toMatchObject({ cause: 'unschedulable-resources', certainty: 'proven' });
    expect(primary && plainHeadline(primary.headline)).toBe('No node has enough example.com/fpga for a pod of app');
  });
  it.each([
    ['Too many pods', { requests: { cpu: '1' } }, 'No node has a place for one more pod of app', 'add-room'],
    ['Insufficient cpu', {}, 'No node has enough cpu for a pod of app', 'add-room'],
    ['Insufficient cpu', { requests: { cpu: '1' } }, 'No node has enough cpu for a pod of app', 'lower-requests'],
  ])('shows what the pod asks for only where that is short: %s, %j', async (words, resources, headline, step) => {
    const containers = [{ name: 'main', image: 'r.example/app:1', resources }];
    const { primary, evidence, remedies } = await diagnoseObjects(
      unscheduled(`0/3 nodes are available: 3 ${words}.`, 20, { containers }),
    );
    expect(primary && plainHeadline(primary.headline)).toBe(headline);
    const shows = primary?.claims.some(({ text }) => text === 'This is what the pod asks for.');
    expect(shows).toBe(step === 'lower-requests');
    expect(evidence.filter((one) => one.kind === 'field' && one.fields.length === 0)).toEqual([]);
    expect(remedies.map(({ id }) => id)).toContain(step);
  });
  describe('a pod that is larger than every node', () => {
    const asks = (requests: Record<string, string>, more: Record<string, unknown> = {}) =>
      unscheduled(
        '0/2 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 node(s) had untolerated taint(s).',
        20,
        {
          containers: [{ name: 'main', image: 'r.example/app:1', resources: { requests } }],
          ...more,
        },
      );
    const node = (name: string, allocatable: Record<string, string>, spec: Record<string, unknown> = {}) => ({
      kind: 'Node',
      metadata: { name },
      spec,
      status: { allocatable },
    });
    const control = { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] };
    const small = node('n1', { cpu: '2', memory: '24580016Ki' });
    const large = { cpu: '64', memory: '256Gi' };

    it('is told as one, with the largest node that it may run on', async () => {
      const { primary, evidence, remedies } = await diagnoseObjects([
        ...asks({ cpu: '12', memory: '64Gi' }),
        small,
        node('n2', large, control),
      ]);
      expect(primary).toMatchObject({ cause: 'unschedulable-resources', certainty: 'proven' });
      expect(primary && plainHeadline(primary.headline)).toBe(
        'No node has enough cpu and memory for a pod of app; none that it may run on has more than 2 cpu and 23.4Gi memory',
      );
      const claim = primary?.claims.find(({ text }) => text.startsWith('Each node that it may run on'));
      expect(claim?.evidence.map((n) => evidence[n])).toMatchObject([
        { object: 'Node n1', fields: [{ path: 'status.allocatable.cpu', value: '2' }] },
        { object: 'Node n1', fields: [{ path: 'status.allocatable.memory', value: '24580016Ki' }] },
      ]);
      expect(remedies.find(({ id }) => id === 'lower-requests')).toMatchObject({
        title: 'Ask for less, or add a larger node',
        why: expect.not.stringContaining('that can wait'),
      });
    });
    it.each([
      ['the pod fits on an empty one', { cpu: '2' }, [small, node('n2', large, control)]],
      ['a larger one is cordoned', { cpu: '12' }, [small, node('n2', large, { unschedulable: true })]],
      ['not all nodes were read', { cpu: '12' }, [small]],
      ['one does not say what it has', { cpu: '12' }, [small, node('n2', {})]],
    ])('is not told as one where %s', async (_, requests, nodes) => {
      const { primary } = await diagnoseObjects([...asks(requests), ...nodes]);
      expect(primary?.cause).toBe('unschedulable-resources');
      expect(primary && plainHeadline(primary.headline)).not.toContain('may run on');
    });
  });
  it('leaves other obstacles to their causes', async () => {
    expect(answerOf(await diagnoseObjects(unscheduled('0/2 nodes are available: 2 node(s) were unschedulable.')))).toBe(
      'unschedulable-taint-affinity proven',
    );
  });
  it.each([
    [2, 'healthy'],
    [6, 'unschedulable-resources proven'],
  ])('gives an autoscaler time to bring the node that it has ordered: %i minutes', async (minutes, answer) => {
    const grown = 'pod triggered scale-up: [{workers 3->4 (max: 9)}]';
    const objects = [
      ...unscheduled('0/2 nodes are available: 2 Insufficient cpu.', 20),
      event(`Pod/${podName}`, 'TriggeredScaleUp', grown, { type: 'Normal', lastTimestamp: ago(minutes) }),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe(answer);
  });
  it.each([
    ['orders of one pool, told as one event', [[20, 1, 9]], null, 'unschedulable-resources proven'],
    [
      'orders of one pool after the other',
      [
        [20, 20, 1],
        [9, 9, 1],
        [1, 1, 1],
      ],
      null,
      'unschedulable-resources proven',
    ],
    [
      'a second order soon after the first',
      [
        [3, 3, 1],
        [1, 1, 1],
      ],
      null,
      'healthy',
    ],
    ['a refusal that stands since', [[4, 4, 1]], 0.1, 'unschedulable-resources proven'],
    ['a refusal in passing', [[4, 4, 1]], 3.8, 'healthy'],
    ['an order after many refusals', [[2, 2, 1]], 3, 'healthy'],
  ])('counts from the first order, while it holds: %s', async (_, orders, refused, answer) => {
    const objects = [
      ...unscheduled('0/2 nodes are available: 2 Insufficient cpu.', 30),
      ...orders.map(([first = 0, last = 0, count], index) =>
        event(`Pod/${podName}`, 'TriggeredScaleUp', `pod triggered scale-up: [{pool-${index} 0->1 (max: 4)}]`, {
          metadata: { name: `order-${index}` },
          type: 'Normal',
          firstTimestamp: ago(first),
          lastTimestamp: ago(last),
          count,
        }),
      ),
      ...(refused === null
        ? []
        : [
            event(`Pod/${podName}`, 'NotTriggerScaleUp', "pod didn't trigger scale-up: 1 max node group size reached", {
              type: 'Normal',
              firstTimestamp: ago(25),
              lastTimestamp: ago(refused),
              count: 12,
            }),
          ]),
    ];
    expect(answerOf(await diagnoseObjects(objects))).toBe(answer);
  });
  it('gives the scheduler ten seconds', async () => {
    expect(answerOf(await diagnoseObjects(unscheduled('0/2 nodes are available: 2 Insufficient cpu.', 0.15)))).toBe(
      'healthy',
    );
  });
  it.each([
    '0/0 nodes are available: no nodes available to schedule pods.',
    '0/0 nodes are available. preemption: 0/0 nodes are available: No preemption victims found for incoming pod.',
    'no nodes available to schedule pods',
  ])('says that there is no node at all: %s', async (message) => {
    const { primary, evidence } = await diagnoseObjects(unscheduled(message));
    expect(primary).toMatchObject({ cause: 'unschedulable-resources', certainty: 'likely' });
    expect(primary && plainHeadline(primary.headline)).toBe('There is no node for a pod of app');
    expect(evidence[0]).toMatchObject({
      kind: 'object',
      text: expect.stringContaining(message),
      marks: [[expect.any(Number), expect.any(Number)]],
    });
  });

  const said = (component: string) =>
    event(`Pod/${podName}`, 'FailedScheduling', '0/2 nodes are available: 2 Insufficient cpu.', {
      source: { component },
    });
  const waits = (schedulerName?: string, message = '') =>
    unscheduled(message, 20, schedulerName === undefined ? {} : { schedulerName });
  it.each([
    ['default-scheduler', undefined, 'unschedulable-resources proven'],
    ['queue-scheduler', 'queue-scheduler', 'unschedulable-resources proven'],
    ['queue-scheduler', undefined, 'unknown possible'],
    ['', undefined, 'unschedulable-resources likely'],
  ])('believes the scheduler of the pod: "%s" of %s', async (component, schedulerName, expected) => {
    expect(answerOf(await diagnoseObjects([...waits(schedulerName), said(component)]))).toBe(expected);
  });
  it.each(['', 'somebody'])('believes the condition of the pod before an event by "%s"', async (component) => {
    const taint = '0/2 nodes are available: 2 node(s) had untolerated taint {a: b}.';
    expect(answerOf(await diagnoseObjects([...waits(undefined, taint), said(component)]))).toBe(
      'unschedulable-taint-affinity proven',
    );
  });

  it('reads a sentence that the event cuts off from the condition', async () => {
    const whole = '0/3 nodes are available: 2 node(s) had untolerated taint {a: b}, 3 Insufficient cpu.';
    const cut = `${whole.slice(0, 60)} ...`;
    const told = event(`Pod/${podName}`, 'FailedScheduling', cut, { source: { component: 'default-scheduler' } });
    expect(answerOf(await diagnoseObjects([...unscheduled(whole), told]))).toBe('unschedulable-resources proven');
    const alone = answerOf(await diagnoseObjects([...unscheduled(''), told]));
    expect(alone).toMatch(/ likely$/);
  });

  it('speaks of attachments where volumes are too many, and advises no lower request', async () => {
    const requests = { resources: { requests: { cpu: '1' } } };
    const spec = { containers: [{ name: 'main', image: 'r.example/app:1', ...requests }] };
    const message = '0/3 nodes are available: 3 node(s) exceed max volume count.';
    const { primary, remedies } = await diagnoseObjects(unscheduled(message, 20, spec));
    expect(plainHeadline(primary?.headline ?? [])).toBe('No node has enough volume attachments for a pod of app');
    expect(remedies.map(({ id }) => id)).not.toContain('lower-requests');
    expect(primary?.claims).toHaveLength(1);
  });
});
