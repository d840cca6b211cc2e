// One container of a pod spec, with its probes, hooks and security context.
import 'server-only';

import type { Container, Handler, Probe, SecurityContext } from '../../model/pod-spec';
import { commandWords } from './command';
import { envFrom, envVars } from './env';
import { type Raw, asBoolean, asList, asNumber, asOptionalRecord, asRecord, asRecords } from './raw';
import type { Texts } from './texts';

/** What runs, as far as the spec says: the command's first word, else the image. */
const programOf = ({ command, image }: Raw): string =>
  [asList(command)[0], image].find((name) => typeof name === 'string') ?? '';

/** A container of `containers` or `initContainers`. */
export function container(raw: Raw, texts: Texts): Container {
  const resources = asRecord(raw.resources);
  return {
    name: texts.common(raw.name),
    image: texts.image(raw.image),
    imagePullPolicy: texts.optional(raw.imagePullPolicy),
    command: commandWords(raw.command, texts),
    args: commandWords(raw.args, texts, programOf(raw)),
    workingDir: texts.optionalFree(raw.workingDir),
    env: envVars(raw.env, texts),
    envFrom: envFrom(raw.envFrom, texts),
    ports: texts.share(
      asRecords(raw.ports).map((port) => ({
        name: texts.optional(port.name),
        containerPort: asNumber(port.containerPort) ?? 0,
        hostPort: asNumber(port.hostPort),
        protocol: texts.common(port.protocol) || 'TCP',
      })),
    ),
    resources: texts.share({
      limits: texts.quantities(resources.limits),
      requests: texts.quantities(resources.requests),
      // A recording of ours has it as it was.
      ...(raw.resources === undefined || resources.unknown === true ? { unknown: true as const } : {}),
    }),
    livenessProbe: probe(raw.livenessProbe, texts),
    readinessProbe: probe(raw.readinessProbe, texts),
    startupProbe: probe(raw.startupProbe, texts),
    lifecycle: lifecycle(raw.lifecycle, texts),
    securityContext: securityContext(raw.securityContext, texts),
    volumeMounts: asRecords(raw.volumeMounts).map((mount) => volumeMount(mount, texts)),
    terminationMessagePolicy: texts.optional(raw.terminationMessagePolicy),
    restartPolicy: texts.optional(raw.restartPolicy),
  };
}

function volumeMount(raw: Raw, texts: Texts): Container['volumeMounts'][number] {
  const name = texts.plain(raw.name);
  const mount = {
    name,
    mountPath: texts.free(raw.mountPath),
    subPath: texts.optionalFree(raw.subPath ?? raw.subPathExpr),
    readOnly: asBoolean(raw.readOnly) ?? false,
  };
  return isTokenVolume(name) ? mount : texts.share(mount);
}

/** The service account's volume is named anew in every pod: a copy of it is never needed twice. */
export function isTokenVolume(name: string): boolean {
  return name.startsWith('kube-api-access-');
}

/** Defaults of signals §6.1; a probe of zero or less than the least value means the default too (defaults.go). */
function probe(value: unknown, texts: Texts): Probe | null {
  const raw = asOptionalRecord(value);
  if (raw === null) return null;
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler(raw, texts);
  return texts.share({
    exec,
    httpGet,
    tcpSocket,
    grpc,
    sleep,
    initialDelaySeconds: asNumber(raw.initialDelaySeconds) ?? 0,
    periodSeconds: positive(raw.periodSeconds, 10),
    timeoutSeconds: positive(raw.timeoutSeconds, 1),
    successThreshold: positive(raw.successThreshold, 1),
    failureThreshold: positive(raw.failureThreshold, 3),
    terminationGracePeriodSeconds: asNumber(raw.terminationGracePeriodSeconds),
  });
}

function positive(value: unknown, fallback: number): number {
  const number = asNumber(value);
  return number === null || number < 1 ? fallback : number;
}

function handler(raw: Raw, texts: Texts): Handler {
  const exec = asOptionalRecord(raw.exec);
  const httpGet = asOptionalRecord(raw.httpGet);
  const tcpSocket = asOptionalRecord(raw.tcpSocket);
  const grpc = asOptionalRecord(raw.grpc);
  const sleep = asOptionalRecord(raw.sleep);
  return {
    exec: exec === null ? null : { command: commandWords(exec.command, texts) },
    httpGet:
      httpGet === null
        ? null
        : {
            path: texts.free(httpGet.path) || '/',
            port: portOf(httpGet.port, texts),
            scheme: texts.common(httpGet.scheme) || 'HTTP',
            host: texts.optional(httpGet.host),
          },
    tcpSocket:
      tcpSocket === null ? null : { port: portOf(tcpSocket.port, texts), host: texts.optional(tcpSocket.host) },
    grpc: grpc === null ? null : { port: asNumber(grpc.port) ?? 0, service: texts.optional(grpc.service) },
    sleep: sleep === null ? null : { seconds: asNumber(sleep.seconds) ?? 0 },
  };
}

/** A port by number or by name. */
export function portOf(value: unknown, texts: Texts): string | number {
  return typeof value === 'number' ? value : texts.common(value);
}

function lifecycle(value: unknown, texts: Texts): Container['lifecycle'] {
  const raw = asOptionalRecord(value);
  if (raw === null) return null;
  const postStart = asOptionalRecord(raw.postStart);
  const preStop = asOptionalRecord(raw.preStop);
  return texts.share({
    postStart: postStart === null ? null : handler(postStart, texts),
    preStop: preStop === null ? null : handler(preStop, texts),
    stopSignal: texts.optional(raw.stopSignal),
  });
}

/** Of a container or of a pod; the fields that only one of the two has are null in the other. */
export function securityContext(value: unknown, texts: Texts): SecurityContext | null {
  const raw = asOptionalRecord(value);
  if (raw === null || Object.keys(raw).length === 0) return null;
  const capabilities = asRecord(raw.capabilities);
  return texts.share({
    runAsUser: asNumber(raw.runAsUser),
    runAsGroup: asNumber(raw.runAsGroup),
    runAsNonRoot: asBoolean(raw.runAsNonRoot),
    readOnlyRootFilesystem: asBoolean(raw.readOnlyRootFilesystem),
    privileged: asBoolean(raw.privileged),
    allowPrivilegeEscalation: asBoolean(raw.allowPrivilegeEscalation),
    fsGroup: asNumber(raw.fsGroup),
    capabilities: { add: texts.plainList(capabilities.add), drop: texts.plainList(capabilities.drop) },
  });
}
