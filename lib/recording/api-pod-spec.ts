/** Pod specs on their way back to the API's shape (api-object.ts). */
import 'server-only';

import type { PodTemplate } from '../model/kubernetes';
import type { Container, EnvVar, PodSpec, Volume } from '../model/pod-spec';

export type ApiValue = Record<string, unknown>;

/** A projected template in the shape of the API, for a file that is read as any other recording. */
export function apiTemplate(template: PodTemplate): ApiValue {
  return { metadata: template.metadata, spec: apiPodSpec(template.spec) };
}

/** A projected pod spec in the shape of the API; what was not kept is not there. */
export function apiPodSpec(spec: PodSpec): ApiValue {
  return {
    ...spec,
    affinity: spec.affinity === null ? null : apiAffinity(spec.affinity),
    imagePullSecrets: spec.imagePullSecrets.map((name) => ({ name })),
    volumes: spec.volumes.map(apiVolume),
    initContainers: spec.initContainers.map(apiContainer),
    containers: spec.containers.map(apiContainer),
    readinessGates: spec.readinessGates.map((conditionType) => ({ conditionType })),
    ...(spec.schedulingGates ? { schedulingGates: spec.schedulingGates.map((name) => ({ name })) } : {}),
  };
}

function apiContainer(container: Container): ApiValue {
  return { ...container, env: container.env.map(apiEnv) };
}

/** Stands for a literal value that was not kept: neither an address nor anything that is kept by name. */
const notKept = '«not recorded»';

function apiEnv(variable: EnvVar): ApiValue {
  const { name, valueFrom } = variable;
  if (valueFrom === null) return { name, value: variable.empty ? '' : apiEnvValue(variable) };
  return {
    name,
    valueFrom: {
      ...valueFrom,
      fieldRef: valueFrom.fieldRef === null ? null : { fieldPath: valueFrom.fieldRef },
      resourceFieldRef: valueFrom.resourceFieldRef === null ? null : { resource: valueFrom.resourceFieldRef },
    },
  };
}

/** An address goes back as a URL: under any name that is read as its host and port, a bare `db:5432` is not. */
function apiEnvValue({ value, address }: EnvVar): string {
  if (value !== null) return value;
  if (address === null) return notKept;
  return address.startsWith(':') ? address : `tcp://${address}`;
}

function apiAffinity(affinity: NonNullable<PodSpec['affinity']>): ApiValue {
  const required = { nodeSelectorTerms: nodeSelectorTerms(affinity.requiredNode) };
  return Object.fromEntries(
    affinity.kinds.map((kind) => [
      kind,
      kind === 'nodeAffinity' ? { requiredDuringSchedulingIgnoredDuringExecution: required } : {},
    ]),
  );
}

/** "zone In [a b] and disk Exists" back into expressions. */
export function nodeSelectorTerms(terms: readonly string[]): ApiValue[] {
  return terms.map((term) => ({
    matchExpressions: term
      .split(' and ')
      .filter((text) => text !== '')
      .map((text) => {
        const [, key, operator, values] = /^(\S*) (\S*)(?: \[(.*)\])?$/.exec(text) ?? [];
        return { key, operator, values: values?.split(' ') ?? [] };
      }),
  }));
}

function apiVolume(volume: Volume): ApiValue {
  return volume.type === '' ? { name: volume.name } : { name: volume.name, [volume.type]: sourceOf(volume) };
}

function sourceOf(volume: Volume): ApiValue {
  const { configMap, secret, projected } = volume;
  if (configMap !== null) return { ...configMap, items: configMap.items.map((key) => ({ key })) };
  if (secret !== null) return { ...secret, items: secret.items.map((key) => ({ key })) };
  if (projected !== null) {
    return {
      sources: [
        ...projected.configMaps.map((name) => ({ configMap: { name } })),
        ...projected.secrets.map((name) => ({ secret: { name } })),
      ],
    };
  }
  return { ...(volume.persistentVolumeClaim ?? volume.emptyDir ?? volume.hostPath) };
}
