/** A realistic diagnosis for tests: the cart of the reference screens, killed for its memory limit after a rollout lowered it. */

import type { Diagnosis } from '../model/diagnosis';

const pod = 'cart-7d9c6b5f8-x2x9k';

/** A fresh copy each time, so that a test may change what it likes. */
export function cartDiagnosis(): Diagnosis {
  return {
    cluster: { name: 'prod-eu-1', id: '5e4d1c1e-0000-4000-8000-000000000001' },
    workload: {
      namespace: 'shop',
      kind: 'Deployment',
      name: 'cart',
      apiVersion: 'apps/v1',
      uid: '8c0c7b5e-0000-4000-8000-000000000002',
    },
    asOf: '2026-11-21T03:13:12Z',
    status: 'broken',
    since: '2026-11-21T02:31:12Z',
    pending: [],
    primary: {
      cause: 'oom-killed-limit',
      family: 'memory',
      container: { name: 'app', type: 'container' },
      pods: { affected: 3, of: 3 },
      certainty: 'proven',
      headline: ['Container ', { code: 'app' }, ' was killed for passing its ', { mark: '256Mi' }, ' memory limit'],
      claims: [
        { text: 'The last seven runs all ended with reason `OOMKilled`, exit code 137.', evidence: [0] },
        { text: 'Working-set memory reached 255Mi of 256Mi four seconds before each death.', evidence: [1] },
        { text: 'No probe failed first: the kubelet never announced a kill.', evidence: [2] },
        { text: 'Its last words are `allocating 64 MiB for session cache`.', evidence: [4, 5] },
      ],
      wouldDisprove: 'The kernel log of the node names a process of another container at the same second.',
      dependsOn: null,
    },
    contributing: [
      {
        cause: 'limit-lowered-by-rollout',
        family: 'contributing',
        container: { name: 'app', type: 'container' },
        pods: { affected: 3, of: 3 },
        certainty: 'proven',
        headline: ['It began with revision ', { mark: '7' }, ', which lowered the limit from 512Mi'],
        claims: [{ text: 'Revision 6 ran 11 days with 512Mi, peak 301Mi. Revision 7 asks for 256Mi.', evidence: [3] }],
        wouldDisprove: null,
        dependsOn: null,
      },
    ],
    ruledOut: [
      {
        cause: 'liveness-probe-failing',
        because: 'No `Killing` event names a probe, and the last probe passed 3 s before the death.',
        evidence: [2],
      },
      { cause: 'oom-killed-node', because: 'Node `ip-10-0-3-7` reports no MemoryPressure.', evidence: [] },
    ],
    notChecked: [
      { what: 'the kernel log of the node', why: "Unloop does not read nodes' logs.", permission: null },
      {
        what: 'quota of shop',
        why: 'The account may not list resource quotas.',
        permission: { verbs: ['list', 'watch'], group: '', resource: 'resourcequotas', namespace: 'shop' },
      },
    ],
    evidence: [
      {
        kind: 'field',
        object: `Pod shop/${pod}`,
        at: '2026-11-21T03:09:22Z',
        fields: [
          { path: 'status.containerStatuses[0].lastState.terminated.reason', value: 'OOMKilled', decisive: true },
          { path: 'status.containerStatuses[0].lastState.terminated.exitCode', value: '137', decisive: true },
          {
            path: 'status.containerStatuses[0].lastState.terminated.startedAt',
            value: '2026-11-21T03:05:21Z',
            decisive: false,
          },
        ],
      },
      {
        kind: 'metric',
        object: 'Prometheus',
        at: '2026-11-21T03:09:18Z',
        query: `container_memory_working_set_bytes{pod="${pod}",container="app"}`,
        unit: 'bytes',
        samples: [
          { at: '2026-11-21T03:08:48Z', value: '212860928', decisive: false },
          { at: '2026-11-21T03:09:18Z', value: '267911168', decisive: true },
        ],
      },
      {
        kind: 'absence',
        object: 'Events of the pod',
        at: null,
        text: 'No Killing event.',
        looked: '41 events from 02:30 to 03:12 UTC',
      },
      {
        kind: 'object',
        object: 'ReplicaSet shop/cart-7d9c6b5f8, revision 7',
        at: '2026-11-21T02:30:21Z',
        text: 'spec.template.spec.containers[0].resources.limits.memory: 512Mi → 256Mi',
        marks: [[58, 71]],
      },
      {
        kind: 'log',
        object: `Log of app in ${pod}`,
        at: '2026-11-21T03:09:21.402Z',
        container: 'app',
        instance: 'previous',
        line: 812,
        text: 'INFO cart.cache allocating 64 MiB for session cache\nINFO cart.cache connected to redis.shop:6379',
        marks: [[16, 51]],
      },
      {
        kind: 'event',
        object: `Pod shop/${pod}`,
        at: '2026-11-21T03:09:24Z',
        type: 'Warning',
        reason: 'BackOff',
        message: `Back-off restarting failed container app in pod ${pod}_shop(8c0c7b5e)`,
        marks: [[0, 8]],
        count: 23,
        firstAt: '2026-11-21T02:35:10Z',
      },
    ],
    remedies: [
      {
        id: 'set-memory-limit',
        title: 'Go back to the limit that held',
        why: 'Peak over 11 days was 301Mi; 512Mi leaves 41 % of room.',
        safety: 'changes-workload',
        order: 1,
        command: 'kubectl -n shop set resources deployment/cart -c app --limits=memory=512Mi',
        diff: [
          { sign: ' ', text: 'resources:' },
          { sign: ' ', text: '  limits:' },
          { sign: '-', text: '    memory: 256Mi' },
          { sign: '+', text: '    memory: 512Mi' },
        ],
        patch: null,
        placeholders: [],
        verify: 'kubectl -n shop rollout status deployment/cart',
        undo: 'kubectl -n shop rollout undo deployment/cart',
        owner: null,
        arithmetic: null,
      },
      {
        id: 'show-logs',
        title: 'See whether it would go on growing',
        why: 'Each run grew 55Mi a minute and never levelled. A leak would fill 512Mi too, in nine minutes.',
        safety: 'read-only',
        order: 2,
        command: `kubectl -n shop logs ${pod} -c app --previous --tail=200`,
        diff: null,
        patch: null,
        placeholders: [],
        verify: null,
        undo: null,
        owner: null,
        arithmetic: null,
      },
      {
        id: 'set-image',
        title: 'Or run the last image that did not leak',
        why: 'Only the owner knows its tag.',
        safety: 'ask',
        order: 3,
        command: "kubectl -n shop set image deployment/cart 'app=registry.example.com/shop/cart:<tag>'",
        diff: null,
        patch: null,
        placeholders: ['<tag>'],
        verify: null,
        undo: null,
        owner: 'team-checkout',
        arithmetic: null,
      },
    ],
    impact: { ready: 0, desired: 3, services: ['shop/cart'], servicesWithoutEndpoints: ['shop/cart'] },
    restarts: { total: 7, lastHour: 7, next: [{ pod, container: 'app', at: '2026-11-21T03:15:26Z' }] },
    runs: [
      {
        pod,
        podUid: 'b7c1f0aa-0000-4000-8000-000000000003',
        node: 'ip-10-0-3-7',
        revision: 7,
        container: 'app',
        type: 'container',
        startedAt: '2026-11-21T03:05:21Z',
        finishedAt: '2026-11-21T03:09:22Z',
        exitCode: 137,
        reason: 'OOMKilled',
        termAt: null,
        endedBy: 'memory',
        lastLine: 'INFO cart.cache allocating 64 MiB for session cache',
        source: 'kubelet',
      },
    ],
    changes: [
      {
        at: '2026-11-21T02:30:21Z',
        kind: 'rollout',
        revision: 7,
        field: 'resources.limits.memory',
        from: '512Mi',
        to: '256Mi',
        evidence: [3],
      },
    ],
    risks: [],
    alerts: [],
    versions: { schema: 1, engine: '0.1.0' },
  };
}

/** A healthy workload: nothing is primary, and something could not be looked at. */
export function healthyDiagnosis(): Diagnosis {
  return {
    ...cartDiagnosis(),
    status: 'healthy',
    since: null,
    primary: null,
    contributing: [],
    ruledOut: [],
    evidence: [],
    remedies: [],
    impact: { ready: 3, desired: 3, services: ['shop/cart'], servicesWithoutEndpoints: [] },
    restarts: { total: 0, lastHour: 0, next: [] },
    runs: [],
    changes: [],
  };
}

/** The cart with hostile text wherever a cluster can put text (security A01 to A03, A35). */
export function hostileDiagnosis(): Diagnosis {
  const attack =
    '<img src=x onerror=alert(1)> ![b](http://evil.example/b.png) [x](javascript:alert(1)) <!channel> <@U123ABC> @everyone ``` </code></pre><script>alert(1)</script> \u001b[31mred \u202egnp';
  const diagnosis = cartDiagnosis();
  const { primary, evidence, remedies } = diagnosis;
  if (primary) {
    primary.headline = ['Container ', { code: attack }, ' said ', { mark: attack }, ` and ${attack}`];
    primary.claims = [{ text: `It said \`${attack}\` and ${attack}`, evidence: [0] }];
    primary.wouldDisprove = attack;
    primary.dependsOn = { workload: { namespace: attack, kind: attack, name: attack }, via: attack, evidence: [1] };
  }
  diagnosis.cluster.name = attack;
  diagnosis.workload.name = attack;
  diagnosis.pending = [attack];
  diagnosis.notChecked = [{ what: attack, why: attack, permission: null }];
  diagnosis.ruledOut = [{ cause: 'dns-failure', because: attack, evidence: [] }];
  diagnosis.impact.servicesWithoutEndpoints = [attack];
  diagnosis.changes = diagnosis.changes.map((change) => ({ ...change, field: attack, from: attack, to: attack }));
  diagnosis.runs = diagnosis.runs.map((run) => ({ ...run, lastLine: attack, reason: attack, pod: attack }));
  diagnosis.evidence = evidence.map((item) => ({ ...item, object: attack }));
  diagnosis.evidence.push({ kind: 'object', object: attack, at: null, text: `${attack}\n${attack}`, marks: [[0, 4]] });
  diagnosis.remedies = remedies.map((item) => ({ ...item, title: attack, why: attack, owner: attack, patch: attack }));
  return diagnosis;
}
