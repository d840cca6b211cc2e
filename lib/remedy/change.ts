/** Next steps that change a workload: for a person to run, each with how to see that it worked and how to take it back. */

import { parse, stringify } from 'yaml';
import type { ContainerRef, Remedy } from '../model/diagnosis';
import type { WorkloadRef } from '../model/workload';
import { hasControl } from '../format/control';
import {
  canRollOut,
  kubectl,
  lastWords,
  objectWords,
  placeholdersOf,
  resourceOf,
  rolloutStatus,
  type Word,
} from './kubectl';
import { remedy } from './look';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Why there is no command for a kind that has no rollout. */
function byHand({ kind }: WorkloadRef): string {
  if (kind === 'Pod' || kind === 'Job')
    return `Change it in its manifest and create it anew: a ${kind}'s template cannot be changed in place.`;
  if (kind === 'CronJob') return 'Change it in the manifest of the CronJob: it counts from the next Job on.';
  return `Change it in the manifest of the ${kind}: kubectl cannot set it there.`;
}

function undoOf(ref: WorkloadRef): string | null {
  return canRollOut(ref) ? kubectl(ref.namespace, 'rollout', 'undo', resourceOf(ref)) : null;
}

function change(
  ref: WorkloadRef,
  parts: Pick<Remedy, 'id' | 'title' | 'why'> & Partial<Remedy>,
  ...words: Word[]
): Remedy {
  const base = {
    safety: 'changes-workload' as const,
    verify: rolloutStatus(ref),
    undo: undoOf(ref),
    placeholders: placeholdersOf(words),
    ...parts,
  };
  if (!canRollOut(ref)) return remedy({ ...base, why: `${parts.why} ${byHand(ref)}`, placeholders: [] });
  return remedy({ ...base, command: kubectl(ref.namespace, ...words) });
}

/** `to` as Kubernetes writes it ("512Mi"), or null where no number is known: then a placeholder stands there. */
export function setMemoryLimit(
  ref: WorkloadRef,
  container: string,
  from: string,
  to: string | null,
  why: string,
): Remedy {
  const diff: Remedy['diff'] =
    to === null
      ? null
      : [
          { sign: ' ', text: 'resources:' },
          { sign: ' ', text: '  limits:' },
          { sign: '-', text: `    memory: ${from}` },
          { sign: '+', text: `    memory: ${to}` },
        ];
  const limit: Word = to === null ? { fill: '--limits=memory=<limit>' } : `--limits=memory=${to}`;
  const title = to === null ? 'Give it the memory it needs' : `Raise the limit from ${from} to ${to}`;
  return change(
    ref,
    { id: 'set-memory-limit', title, why, diff },
    'set',
    'resources',
    resourceOf(ref),
    '-c',
    container,
    limit,
  );
}

/** `kubectl rollout undo`; without `toRevision` to the one before, which kubectl finds itself. */
export function rollBack(ref: WorkloadRef, why: string, toRevision?: number): Remedy {
  const to = toRevision === undefined ? [] : [`--to-revision=${toRevision}`];
  return change(
    ref,
    {
      id: 'roll-back',
      title: toRevision === undefined ? 'Go back to the revision before' : `Go back to revision ${toRevision}`,
      why,
      undo: null,
    },
    'rollout',
    'undo',
    resourceOf(ref),
    ...to,
  );
}

/** The revision that a step goes back to, where it names one. */
export function revisionOf({ id, command }: Pick<Remedy, 'id' | 'command'>): number | null {
  const to = id === 'roll-back' ? /--to-revision=(\d+)/.exec(command ?? '')?.[1] : undefined;
  return to === undefined ? null : Number(to);
}

/** `kubectl set image` with the image left to fill in: only a person knows the name that was meant. */
export function setImage(ref: WorkloadRef, container: string, why: string): Remedy {
  return change(
    ref,
    { id: 'set-image', title: 'Name an image that exists', why },
    'set',
    'image',
    resourceOf(ref),
    ...lastWords({ fill: `${container}=<image>` }),
  );
}

/** A variable's value is the reader's to fill in: it is never known here. */
export function setEnv(ref: WorkloadRef, container: string, name: string, why: string): Remedy {
  return change(
    ref,
    { id: 'set-env', title: `Set ${name}`, why },
    'set',
    'env',
    resourceOf(ref),
    '-c',
    container,
    ...lastWords({ fill: `${name}=<value>` }),
  );
}

/** The variable that a step of `setEnv` sets; null of any other step. */
export function variableOf({ id, title }: Pick<Remedy, 'id' | 'title'>): string | null {
  return id === 'set-env' ? title.slice('Set '.length) : null;
}

/** `kubectl rollout restart`: pods that start now read what was changed. */
export function restart(ref: WorkloadRef, why: string): Remedy {
  return change(
    ref,
    { id: 'restart', title: 'Start its pods anew', why, undo: null },
    'rollout',
    'restart',
    resourceOf(ref),
  );
}

/** `kubectl rollout resume`: until then nothing that is changed of a paused Deployment's template reaches a pod. */
export function resume(ref: WorkloadRef): Remedy {
  return change(
    ref,
    {
      id: 'resume-rollout',
      title: `Let ${ref.name} roll out again`,
      why: 'The Deployment is paused: what is changed of its template reaches no pod until it is resumed, and kubectl refuses to undo or restart it. Somebody paused it: ask why first.',
      undo: kubectl(ref.namespace, 'rollout', 'pause', resourceOf(ref)),
    },
    'rollout',
    'resume',
    resourceOf(ref),
  );
}

/**
 * `kubectl delete pod`, of a StatefulSet: it waits for a pod that is not ready before it does anything else, also with a template
 * that would mend it (known, and documented as "forced rollback"). `changed`: the template was changed since the pod was made.
 */
export function deleteBrokenPod(at: { namespace: string; pod: string; changed: boolean }): Remedy {
  return remedy({
    id: 'delete-broken-pod',
    title: at.changed
      ? `Delete ${at.pod}, so that it is made anew from the template`
      : `After a change of the template, delete ${at.pod}`,
    why: 'A StatefulSet waits until a pod that is not ready is, and does not replace it, though its template is mended: unless its podManagementPolicy is Parallel, the pod has to be deleted by hand. Its claims stay.',
    safety: 'changes-workload',
    command: kubectl(at.namespace, 'delete', ...objectWords('pod', at.pod)),
  });
}

/** `kubectl uncordon`; null where the node is not known: then a placeholder stands there. */
export function uncordon(node: string | null, why: string): Remedy {
  const word: Word = node ?? { fill: '<node>' };
  return remedy({
    id: 'uncordon',
    title: node === null ? 'Let pods on a cordoned node again' : `Let pods on ${node} again`,
    why,
    safety: 'changes-node',
    command: kubectl('', 'uncordon', ...lastWords(word)),
    placeholders: placeholdersOf([word]),
    undo: kubectl('', 'cordon', ...lastWords(word)),
  });
}

/**
 * A strategic-merge patch of one container, built by a serialiser and read back (security A06). Its type says in which list it
 * stands: under a name that the other list has not, the API server adds a container without an image, and refuses it.
 *
 * @param fields what the container shall have, as in a manifest: { startupProbe: {…} }
 */
export function patchContainer(
  ref: WorkloadRef,
  { name, type }: ContainerRef,
  fields: { [key: string]: Json },
  words: Pick<Remedy, 'id' | 'title' | 'why'> & { diff?: Remedy['diff'] },
): Remedy {
  const list = type === 'container' ? 'containers' : 'initContainers';
  return patchTemplate(ref, { [list]: [{ name, ...fields }] }, words);
}

const unprintable = 'A text in it holds invisible characters: there is nothing here to copy.';

/** Every key and string in a patch. */
function textsOf(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]);
}

/** Texts of patches by their JSON. Every judgement of a workload asks for the same ones, and writing them is most of its time. */
const written = new Map<string, string>();
const mostWritten = 1_000;

/** As YAML, written by a serialiser and read back (security A06). Throws where it reads back as something else. */
function yamlOf(patch: Json): string {
  const json = JSON.stringify(patch);
  const known = written.get(json);
  if (known !== undefined) return known;
  const yaml = stringify(patch);
  if (JSON.stringify(parse(yaml)) !== json) throw new Error('the patch does not read back as it was written');
  if (written.size >= mostWritten) written.clear();
  written.set(json, yaml);
  return yaml;
}

/** A strategic-merge patch of the pod template's spec. */
export function patchTemplate(
  ref: WorkloadRef,
  spec: { [key: string]: Json },
  words: Pick<Remedy, 'id' | 'title' | 'why'> & { diff?: Remedy['diff'] },
): Remedy {
  const patch = { spec: { template: { spec } } };
  // What looks different from what it is may not be copied, in a patch as little as in a command (security A03).
  const command = kubectl(ref.namespace, 'patch', resourceOf(ref), '--type=strategic', '-p', JSON.stringify(patch));
  if (command === null || textsOf(patch).some(hasControl))
    return remedy({ ...words, why: `${words.why} ${unprintable}`, safety: 'changes-workload' });
  const yaml = yamlOf(patch);
  if (!canRollOut(ref)) return change(ref, { ...words, patch: yaml });
  return remedy({
    ...words,
    safety: 'changes-workload',
    patch: yaml,
    command,
    verify: rolloutStatus(ref),
    undo: undoOf(ref),
  });
}

/** Something to create in the namespace whose content only the reader knows. */
export function createObject(
  kind: 'Secret' | 'ConfigMap',
  namespace: string,
  name: string,
  keys: readonly string[],
  why: string,
): Remedy {
  const words: Word[] = kind === 'Secret' ? ['create', 'secret', 'generic'] : ['create', 'configmap'];
  const literals = (keys.length > 0 ? keys : ['<key>']).map((key) => ({ fill: `--from-literal=${key}=<value>` }));
  return remedy({
    id: `create-${kind.toLowerCase()}`,
    title: `Create ${kind} ${name}`,
    why,
    safety: 'changes-config',
    command: kubectl(namespace, ...words, ...literals, ...lastWords(name)),
    placeholders: [...new Set(placeholdersOf(literals))],
  });
}

/** Anything that is changed in files or by another team: what to change, without a command that pretends to do it. */
export function changeByHand(id: string, title: string, why: string, diff: Remedy['diff'] = null): Remedy {
  return remedy({ id, title, why, safety: 'changes-workload', diff });
}
