/** Six small workloads that need nothing but a shell: five that fail for real, and one healthy rollout. */

/** The lab serves its own registry; elsewhere a public busybox does. */
export const image =
  process.env['UNLOOP_TEST_IMAGE'] ??
  (process.env['UNLOOP_TEST_KUBECONFIG']?.includes('unloop-lab')
    ? 'registry.lab.test/library/busybox:1.35'
    : 'busybox:1.36');

function deployment(name: string, container: string, spec = '', replicas = 1): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${name} } }
  ${spec.split('\n').join('\n  ')}
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      terminationGracePeriodSeconds: 6
      containers:
        - name: app
          image: ${image}
          ${container.split('\n').join('\n          ')}
`;
}

/** Namespaced by the caller. */
export function manifests(namespace: string): string {
  const all = [
    deployment('greedy', 'command: [tail, /dev/zero]\nresources: { limits: { memory: 16Mi } }'),
    deployment(
      'unwell',
      `command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 1; done"]\nlivenessProbe: { exec: { command: ["false"] }, periodSeconds: 2, failureThreshold: 2 }`,
    ),
    deployment('deaf', 'command: [sleep, "3600"]'),
    `---\napiVersion: v1\nkind: Secret\nmetadata: { name: mailer }\nstringData: { SMTP_PASS: not-a-real-one }\n`,
    deployment(
      'mailer',
      'command: [sleep, "3600"]\nenv: [{ name: SMTP_PASSWORD, valueFrom: { secretKeyRef: { name: mailer, key: SMTP_PASSWORD } } }]',
    ),
    deployment('absent', 'command: [sleep, "3600"]').replace(image, image.replace(/:[^:]*$/, ':no-such-tag')),
    rollout('1'),
  ];
  return all.join('').replaceAll('metadata: { name:', `metadata: { namespace: ${namespace}, name:`);
}

/** A slow, correct rollout: each pod must have been ready for 20 s before the next is replaced. */
export function rollout(version: string): string {
  return deployment(
    'steady',
    `command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 1; done"]\nenv: [{ name: VERSION, value: "${version}" }]\nreadinessProbe: { exec: { command: ["true"] }, periodSeconds: 2 }`,
    'minReadySeconds: 20\nstrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }',
    3,
  );
}
