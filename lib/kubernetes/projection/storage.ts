// PersistentVolumeClaim and PersistentVolume.
import 'server-only';

import type { ObjectBase, PersistentVolume, PersistentVolumeClaim } from '../../model/kubernetes';
import { conditions } from './pod';
import { type Raw, asOptionalRecord, asRecord } from './raw';
import { nodeSelectorTerms } from './selector';
import type { Texts } from './texts';

/** A claim: what it asks for, and the volume it is bound to. */
export function persistentVolumeClaim(raw: Raw, base: ObjectBase, texts: Texts): PersistentVolumeClaim {
  const spec = asRecord(raw.spec);
  const status = asRecord(raw.status);
  return {
    apiVersion: base.apiVersion,
    kind: 'PersistentVolumeClaim',
    metadata: base.metadata,
    spec: {
      storageClassName: texts.optional(spec.storageClassName),
      volumeName: texts.optional(spec.volumeName),
      accessModes: texts.plainList(spec.accessModes),
      requests: texts.quantities(asRecord(spec.resources).requests),
    },
    status: { phase: texts.common(status.phase), conditions: conditions(status.conditions, texts) },
  };
}

/** A volume: its claim, and the nodes that it may be used on. */
export function persistentVolume(raw: Raw, base: ObjectBase, texts: Texts): PersistentVolume {
  const spec = asRecord(raw.spec);
  const status = asRecord(raw.status);
  const claim = asOptionalRecord(spec.claimRef);
  const required = asRecord(asRecord(spec.nodeAffinity).required);
  return {
    apiVersion: base.apiVersion,
    kind: 'PersistentVolume',
    metadata: base.metadata,
    spec: {
      storageClassName: texts.optional(spec.storageClassName),
      claimRef: claim === null ? null : `${texts.common(claim.namespace)}/${texts.common(claim.name)}`,
      nodeAffinity: nodeSelectorTerms(required.nodeSelectorTerms, texts),
      capacity: texts.quantities(spec.capacity),
    },
    status: {
      phase: texts.common(status.phase),
      reason: texts.common(status.reason),
      message: texts.free(status.message),
    },
  };
}
