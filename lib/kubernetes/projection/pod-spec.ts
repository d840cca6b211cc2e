// The spec of a pod, or of the template in a controller.
import 'server-only';

import type { PodTemplate } from '../../model/kubernetes';
import type { PodSpec, Toleration, Volume } from '../../model/pod-spec';
import { annotations } from './metadata';
import { container, isTokenVolume, securityContext } from './container';
import { Unread, type Raw, asBoolean, asNumber, asOptionalRecord, asRecord, asRecords, asSeconds } from './raw';
import { nodeSelectorTerms } from './selector';
import { podSpecOfText } from './same-spec';
import type { Texts } from './texts';

/** Of a pod or of a template. Defaults as the API server fills them in: restartPolicy Always, 30 s of grace. */
export function podSpec(value: unknown, texts: Texts): PodSpec {
  return value instanceof Unread ? podSpecOfText(value, texts, wholeSpec) : wholeSpec(asRecord(value), texts);
}

function wholeSpec(raw: Raw, texts: Texts): PodSpec {
  return {
    nodeName: texts.optional(raw.nodeName),
    restartPolicy: raw.restartPolicy === 'OnFailure' || raw.restartPolicy === 'Never' ? raw.restartPolicy : 'Always',
    terminationGracePeriodSeconds: asSeconds(raw.terminationGracePeriodSeconds, 30),
    activeDeadlineSeconds: asNumber(raw.activeDeadlineSeconds),
    serviceAccountName: texts.optional(raw.serviceAccountName ?? raw.serviceAccount),
    automountServiceAccountToken: asBoolean(raw.automountServiceAccountToken),
    hostNetwork: asBoolean(raw.hostNetwork) ?? false,
    hostPID: asBoolean(raw.hostPID) ?? false,
    shareProcessNamespace: asBoolean(raw.shareProcessNamespace) ?? false,
    enableServiceLinks: asBoolean(raw.enableServiceLinks),
    priorityClassName: texts.optional(raw.priorityClassName),
    runtimeClassName: texts.optional(raw.runtimeClassName),
    schedulerName: texts.optional(raw.schedulerName),
    nodeSelector: texts.share(texts.labels(raw.nodeSelector)),
    tolerations: texts.share(asRecords(raw.tolerations).map((toleration) => tolerationOf(toleration, texts))),
    affinity: affinity(raw.affinity, texts),
    imagePullSecrets: texts.share(asRecords(raw.imagePullSecrets).map((secret) => texts.common(secret.name))),
    securityContext: securityContext(raw.securityContext, texts),
    volumes: asRecords(raw.volumes).map((entry) => sharedVolume(entry, texts)),
    initContainers: asRecords(raw.initContainers).map((entry) => container(entry, texts)),
    containers: asRecords(raw.containers).map((entry) => container(entry, texts)),
    readinessGates: texts.share(asRecords(raw.readinessGates).map((gate) => texts.common(gate.conditionType))),
    ...schedulingGates(raw.schedulingGates, texts),
    ...podResources(raw.resources, texts),
  };
}

function schedulingGates(value: unknown, texts: Texts): Pick<PodSpec, 'schedulingGates'> {
  const names = asRecords(value).map((gate) => texts.common(gate.name));
  return names.length > 0 ? { schedulingGates: texts.share(names) } : {};
}

function podResources(value: unknown, texts: Texts): Pick<PodSpec, 'resources'> {
  const raw = asOptionalRecord(value);
  if (raw === null) return {};
  return { resources: texts.share({ limits: texts.quantities(raw.limits), requests: texts.quantities(raw.requests) }) };
}

/** `template` of a controller; null where there is none. */
export function podTemplate(value: unknown, texts: Texts): PodTemplate | null {
  const raw = asOptionalRecord(value);
  if (raw === null) return null;
  const metadata = asRecord(raw.metadata);
  return {
    metadata: {
      labels: texts.share(texts.labels(metadata.labels)),
      annotations: texts.share(annotations(metadata.annotations, texts)),
    },
    spec: podSpec(raw.spec, texts),
  };
}

function tolerationOf(raw: Raw, texts: Texts): Toleration {
  return {
    key: texts.optional(raw.key),
    operator: texts.optional(raw.operator),
    value: texts.optionalFree(raw.value),
    effect: texts.optional(raw.effect),
    tolerationSeconds: asNumber(raw.tolerationSeconds),
  };
}

function affinity(value: unknown, texts: Texts): PodSpec['affinity'] {
  const raw = asOptionalRecord(value);
  if (raw === null) return null;
  const kinds = ['nodeAffinity', 'podAffinity', 'podAntiAffinity'].filter(
    (kind) => asOptionalRecord(raw[kind]) !== null,
  );
  if (kinds.length === 0) return null;
  const required = asRecord(asRecord(raw.nodeAffinity).requiredDuringSchedulingIgnoredDuringExecution);
  return texts.share({ requiredNode: nodeSelectorTerms(required.nodeSelectorTerms, texts), kinds });
}

function sharedVolume(raw: Raw, texts: Texts): Volume {
  const projected = volume(raw, texts);
  return isTokenVolume(projected.name) ? projected : texts.share(projected);
}

function volume(raw: Raw, texts: Texts): Volume {
  const type = Object.keys(raw).find((key) => key !== 'name' && asOptionalRecord(raw[key]) !== null) ?? '';
  const configMap = asOptionalRecord(raw.configMap);
  const secret = asOptionalRecord(raw.secret);
  const claim = asOptionalRecord(raw.persistentVolumeClaim);
  const emptyDir = asOptionalRecord(raw.emptyDir);
  const hostPath = asOptionalRecord(raw.hostPath);
  const projected = asOptionalRecord(raw.projected);
  const sources = asRecords(projected?.sources);
  return {
    name: texts.plain(raw.name),
    type: texts.common(type),
    configMap:
      configMap === null
        ? null
        : {
            name: texts.common(configMap.name),
            optional: asBoolean(configMap.optional) ?? false,
            items: itemKeys(configMap.items, texts),
          },
    secret:
      secret === null
        ? null
        : {
            secretName: texts.common(secret.secretName),
            optional: asBoolean(secret.optional) ?? false,
            items: itemKeys(secret.items, texts),
          },
    persistentVolumeClaim:
      claim === null
        ? null
        : { claimName: texts.common(claim.claimName), readOnly: asBoolean(claim.readOnly) ?? false },
    emptyDir:
      emptyDir === null
        ? null
        : { medium: texts.optional(emptyDir.medium), sizeLimit: texts.optional(emptyDir.sizeLimit) },
    hostPath: hostPath === null ? null : { path: texts.free(hostPath.path), type: texts.optional(hostPath.type) },
    projected:
      projected === null
        ? null
        : texts.share({
            configMaps: sourceNames(sources, 'configMap', texts),
            secrets: sourceNames(sources, 'secret', texts),
          }),
  };
}

function itemKeys(value: unknown, texts: Texts): string[] {
  return asRecords(value).map((item) => texts.common(item.key));
}

function sourceNames(sources: readonly Raw[], kind: 'configMap' | 'secret', texts: Texts): string[] {
  return sources.flatMap((source) => {
    const reference = asOptionalRecord(source[kind]);
    return reference === null ? [] : [texts.common(reference.name)];
  });
}
