/** Who else in the pod declares a port, as a claim. */

import { fields } from '../../evidence';
import type { DraftClaim } from '../../rule';
import type { LogFinding } from '../log-rule';

/** Who else of the pod declares the port that was taken. */
export function portClaim({ container, captures }: LogFinding): DraftClaim[] {
  const port = Number(captures['port'] ?? /(?<!\d)(\d{1,5})$/.exec(captures['address'] ?? '')?.[1]);
  const { pod } = container;
  const others = pod.containers.filter(
    (other) => other !== container && other.spec.ports.some((p) => p.containerPort === port),
  );
  const claims: DraftClaim[] = others.map((other) => {
    const at = other.spec.ports.findIndex((p) => p.containerPort === port);
    return {
      text: `Container \`${other.name}\` of the same pod declares port ${port} too.`,
      evidence: [
        fields(pod.label, null, {
          [`!${other.specPath}.ports[${at}].containerPort`]: port,
          [`${other.specPath}.name`]: other.name,
        }),
      ],
    };
  });
  if (pod.pod.spec.hostNetwork) {
    claims.push({
      text: 'The pod uses the network of its node, so every process there counts.',
      evidence: [fields(pod.label, null, { '!spec.hostNetwork': true })],
    });
  }
  return claims;
}
