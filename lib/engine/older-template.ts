/** Steps that would change what the workload's template says otherwise already: the pod that is judged is of an older one (signals §9). */

import { parse } from 'yaml';
import type { Remedy } from '../model/diagnosis';
import type { PodTemplate } from '../model/kubernetes';
import type { Container } from '../model/pod-spec';
import { revisionOf, variableOf } from '../remedy/change';
import { showRollout, showRolloutId, showWorkload } from '../remedy/look';
import { compareTemplates, revisionsOf } from './changes';
import type { TroubledPod } from './facts/pod-trouble';
import { isOfRevision } from './facts/rollout';
import type { ContainerView, PodView, WorkloadView } from './facts/views';

/** Kinds whose pods, or those of their next Job, are made anew from a changed template without anybody's doing. */
const renewing = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob']);

type Spec = PodTemplate['spec'];

interface Origin {
  /** What the pod was made from; its own spec, where that is not known. */
  spec: Spec;
  /** Whether that is older than the template; null: a pod may differ from it by what admission made of it, too. */
  older: boolean | null;
}

function originOf(view: WorkloadView, pod: PodView, now: PodTemplate): Origin {
  const { children, controller } = view.snapshot;
  const owner = pod.pod.metadata.ownerReferences.find((reference) => reference.controller);
  const child = children.find(({ kind, metadata }) => kind === owner?.kind && metadata.name === owner.name);
  const from = child ? child.spec.template : revisionsOf(view).find((r) => isOfRevision(pod, r) === true)?.template;
  if (from && from.spec.containers.length > 0)
    return { spec: from.spec, older: compareTemplates(from, now).length > 0 };
  const [hash, newest] = [pod.pod.metadata.labels['controller-revision-hash'], controller?.status.updateRevision];
  return { spec: pod.pod.spec, older: hash && newest ? hash !== newest : null };
}

/** A field that a step writes: in words, and its value in a spec as text; of a container, undefined where there is none. */
interface Field {
  container: string | null;
  words: string;
  read: (spec: Spec, container: Container | undefined) => string;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

const keyOf = (value: object, key: string): unknown => Object.entries(value).find(([name]) => name === key)?.[1];

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function resource(container: string, kind: 'limits' | 'requests', name: string): Field {
  const read: Field['read'] = (_, of) => textOf(of?.resources[kind][name]);
  return { container, words: `resources.${kind}.${name}`, read };
}

/** The fields of one container in a patch. */
function fieldsOfContainer(patch: unknown): Field[] {
  if (!isMap(patch)) return [];
  const container = String(patch['name']);
  return Object.entries(patch).flatMap(([key, value]): Field[] => {
    if (key === 'name') return [];
    if (key !== 'resources' || !isMap(value))
      return [{ container, words: key, read: (_, of) => textOf(of && keyOf(of, key)) }];
    return (['limits', 'requests'] as const).flatMap((kind) =>
      Object.keys(isMap(value[kind]) ? value[kind] : {}).map((name) => resource(container, kind, name)),
    );
  });
}

function fieldsOfPatch(patch: string): Field[] {
  const at = (value: unknown, key: string) => (isMap(value) ? value[key] : undefined);
  const spec = at(at(at(parse(patch), 'spec'), 'template'), 'spec');
  return Object.entries(isMap(spec) ? spec : {}).flatMap(([key, value]): Field[] =>
    key === 'containers' || key === 'initContainers'
      ? Array.isArray(value)
        ? value.flatMap(fieldsOfContainer)
        : []
      : [{ container: null, words: key, read: (of) => textOf(keyOf(of, key)) }],
  );
}

/** What a step writes; `container` is the one that it is about, where it is no patch. */
function fieldsOf(step: Remedy, container: string): Field[] {
  if (step.patch !== null) return fieldsOfPatch(step.patch);
  if (step.id === 'set-memory-limit') return [resource(container, 'limits', 'memory')];
  if (step.id === 'set-image') return [{ container, words: 'image', read: (_, of) => textOf(of?.image) }];
  const variable = variableOf(step);
  if (variable === null) return [];
  return [
    { container, words: `env ${variable}`, read: (_, of) => textOf(of?.env.find(({ name }) => name === variable)) },
    // It may come from there as well.
    { container, words: 'envFrom', read: (_, of) => textOf(of?.envFrom) },
  ];
}

/** Of a short value what it is; a probe is only there, or another one. */
function changeWords({ words }: Field, from: string, to: string): string {
  if ([from, to].some((text) => /^[[{]|^$/.test(text))) {
    if (to === 'null') return `no \`${words}\``;
    return from === 'null' ? `\`${words}\`` : `another \`${words}\``;
  }
  const value = (text: string) => (text === 'null' ? 'none' : `\`${text}\``);
  return `\`${words}\` ${value(to)}, not ${value(from)}`;
}

/** What the template says otherwise of a field, in words; null where it says the same. */
function difference(field: Field, before: Spec, now: Spec): string | null {
  const containerIn = (spec: Spec) =>
    [...spec.initContainers, ...spec.containers].find(({ name }) => name === field.container);
  const [was, is] = [containerIn(before), containerIn(now)];
  if (field.container !== null && !is) return `no container \`${field.container}\``;
  const [from, to] = [field.read(before, was), field.read(now, is)];
  return from === to ? null : changeWords(field, from, to);
}

/**
 * The steps without those that the template has overtaken: to write its field again would undo what was changed since, and to go
 * back from it leads to what the pod has. In their place stands a look at how far the change has come.
 */
export function withoutOvertaken(view: WorkloadView, { name, pod }: ContainerView, steps: readonly Remedy[]): Remedy[] {
  const { workload, controller } = view.snapshot;
  const now = controller?.spec.template;
  if (!now || now.spec.containers.length === 0 || !renewing.has(workload.kind)) return [...steps];
  const { spec, older } = originOf(view, pod, now);
  if (older === false && spec === pod.pod.spec) return [...steps];
  // What makes a rollout need not be seen in a template: the value of a variable, the annotation of a restart.
  const newest = revisionsOf(view).at(-1);
  const isPast = older === true || (newest !== undefined && isOfRevision(pod, newest) === false);
  const said = new Set<string>();
  const isOvertaken = (step: Remedy) => {
    if (step.safety !== 'changes-workload') return false;
    if (step.id === 'roll-back') return isPast;
    const differs = fieldsOf(step, name).flatMap((field) => difference(field, spec, now.spec) ?? []);
    for (const words of differs) said.add(words);
    return differs.length > 0;
  };
  const overtaken = new Set(steps.filter(isOvertaken));
  const [first] = overtaken;
  if (first === undefined) return [...steps];
  const has = said.size > 0 ? ` by now has ${[...said].join(', and ')}` : ' was changed since';
  const made = older === null ? 'was made before that, or changed when it was made' : 'is of an older one';
  const next =
    workload.kind === 'CronJob'
      ? ' The next Job is made from the new one; with concurrencyPolicy Forbid, once this one is over.'
      : '';
  const why = `The pod template${has}: ${pod.pod.metadata.name} ${made}.${next}`;
  // `rollout status` refuses a workload whose pods are replaced only when they are deleted.
  const waits = workload.kind === 'CronJob' || controller.spec.strategy?.type === 'OnDelete';
  const look = waits ? { ...showWorkload(workload, why), id: showRolloutId } : showRollout(workload, why);
  return steps.flatMap((step) => (step === first ? [look] : overtaken.has(step) ? [] : [step]));
}

/** The steps without the way back to a revision whose own pods are in trouble by themselves now. */
export function withoutFailing(view: WorkloadView, troubled: readonly TroubledPod[], steps: Remedy[]): Remedy[] {
  const revisions = revisionsOf(view);
  const fails = (step: Remedy) => {
    const number = revisionOf(step);
    const target = number === null ? revisions.at(-2) : revisions.find((revision) => revision.number === number);
    return troubled.some(
      ({ pod, podTrouble, containers }) =>
        target !== undefined &&
        podTrouble === null &&
        containers.some(({ recovering }) => !recovering) &&
        isOfRevision(pod, target) === true,
    );
  };
  return steps.filter((step) => step.id !== 'roll-back' || !fails(step));
}
