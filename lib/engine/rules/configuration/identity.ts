/** As whom a container runs and what it may write, from its security context. */

import type { Evidence } from '../../../model/diagnosis';
import { fields } from '../../evidence';
import { mountOf } from '../../facts/mounts';
import type { DraftClaim } from '../../rule';
import type { LogFinding } from '../log-rule';

/** One claim with the fields that are set; none where the template says nothing. */
export function identityClaim({ container, captures }: LogFinding): DraftClaim[] {
  const own = container.spec.securityContext;
  const pod = container.pod.pod.spec.securityContext;
  const user = own?.runAsUser ?? pod?.runAsUser ?? null;
  const path = captures['path'] ?? captures['file'];
  const holding = path === undefined ? null : mountOf(container.spec, path);
  const evidence: Evidence = fields(container.pod.label, null, {
    [`${container.specPath}.securityContext.runAsUser`]: own?.runAsUser,
    'spec.securityContext.runAsUser': pod?.runAsUser,
    'spec.securityContext.fsGroup': pod?.fsGroup,
    [`${container.specPath}.securityContext.readOnlyRootFilesystem`]: own?.readOnlyRootFilesystem,
    [`${container.specPath}.securityContext.capabilities.drop`]: own?.capabilities.drop,
    ...(holding
      ? {
          [`${container.specPath}.volumeMounts[${holding.at}].mountPath`]: holding.mount.mountPath,
          [`${container.specPath}.volumeMounts[${holding.at}].readOnly`]: holding.mount.readOnly || undefined,
        }
      : {}),
  });
  if (evidence.kind !== 'field' || evidence.fields.length === 0) return [];
  const who = user === null ? 'the user of the image' : `user ${user}`;
  return [
    {
      text: `${own?.readOnlyRootFilesystem === true ? 'Its root file system is read-only; it' : 'It'} runs as ${who}${holding ? `; the path is on its volume \`${holding.mount.name}\`` : ''}.`,
      evidence: [evidence],
    },
  ];
}
