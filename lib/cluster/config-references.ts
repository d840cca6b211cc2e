// Which ConfigMaps and Secrets a pod refers to by name.
import 'server-only';

import type { PodSpec } from '../model/pod-spec';

export interface ConfigReferences {
  ConfigMap: Set<string>;
  Secret: Set<string>;
}

/** From env, envFrom, volumes, projected volumes and imagePullSecrets (signals §9), optional ones included. */
export function configReferences(spec: PodSpec): ConfigReferences {
  const found: ConfigReferences = { ConfigMap: new Set(), Secret: new Set(spec.imagePullSecrets) };
  for (const container of [...spec.initContainers, ...spec.containers]) {
    for (const { valueFrom } of container.env) {
      if (valueFrom?.configMapKeyRef) found.ConfigMap.add(valueFrom.configMapKeyRef.name);
      if (valueFrom?.secretKeyRef) found.Secret.add(valueFrom.secretKeyRef.name);
    }
    for (const { configMapRef, secretRef } of container.envFrom) {
      if (configMapRef) found.ConfigMap.add(configMapRef.name);
      if (secretRef) found.Secret.add(secretRef.name);
    }
  }
  for (const { configMap, secret, projected } of spec.volumes) {
    if (configMap) found.ConfigMap.add(configMap.name);
    if (secret) found.Secret.add(secret.secretName);
    for (const name of projected?.configMaps ?? []) found.ConfigMap.add(name);
    for (const name of projected?.secrets ?? []) found.Secret.add(name);
  }
  return found;
}
