// managedFields: who wrote what and when; which keys a Secret or ConfigMap has, without ever seeing a value (signals §9).
import 'server-only';

import type { ConfigObject, Meta } from '../../model/kubernetes';
import { type Raw, asInstant, asRecord, asRecords } from './raw';
import type { Texts } from './texts';

type Writer = Omit<Meta['writers'][number], 'fields'>;

/** One entry of managedFields with its field set still raw. */
interface FieldOwner {
  writer: Writer;
  fieldsV1: Raw;
}

/** `metadata` of an object. Empty where a tool has stripped managedFields. */
export function fieldOwners(metadata: Raw, texts: Texts): FieldOwner[] {
  return asRecords(metadata.managedFields).map((entry) => ({
    writer: {
      manager: texts.common(entry.manager),
      operation: texts.common(entry.operation),
      at: asInstant(entry.time),
      subresource: texts.optional(entry.subresource),
    },
    fieldsV1: asRecord(entry.fieldsV1),
  }));
}

const maxFields = 50;
const maxDepth = 16;
/** Leaves that the API server's defaults fill in: they crowd out what a person changed. */
const dullLeaves = new Set(['name', 'protocol', 'terminationMessagePath', 'terminationMessagePolicy', 'schedulerName']);

/**
 * Dotted paths under `spec` that a writer owns, at most 50: `spec.template.spec.containers[app].image`. The controller
 * manager copies templates and scales on order; its paths say nothing of what a person or a pipeline changed.
 */
export function controllerFields(writer: Writer, fieldsV1: Raw, texts: Texts): string[] {
  if (writer.subresource === 'status' || writer.manager === 'kube-controller-manager') return [];
  const found: string[] = [];
  walk(asRecord(fieldsV1['f:spec']), 'spec', 0);
  return found;

  function walk(node: Raw, path: string, depth: number): void {
    for (const key of Object.keys(node)) {
      if (found.length >= maxFields) return;
      if (key === '.') continue;
      const child = asRecord(node[key]);
      const isLeaf = Object.keys(child).length === 0;
      if (isLeaf && key.startsWith('f:') && dullLeaves.has(key.slice(2))) continue;
      const childPath = `${path}${step(key, texts)}`;
      if (isLeaf || depth >= maxDepth) found.push(texts.common(childPath));
      else walk(child, childPath, depth + 1);
    }
  }
}

/** `f:image` is a field, `k:{"name":"app"}` an entry of a keyed list, `v:"x"` an entry of a set. */
function step(key: string, texts: Texts): string {
  if (key.startsWith('f:')) return `.${texts.plain(key.slice(2))}`;
  if (!key.startsWith('k:')) return `[${texts.free(key.slice(2)).slice(0, 100)}]`;
  const members = [...key.slice(2).matchAll(/:("(?:[^"\\]|\\.)*"|[^,"{}]+)/g)].map((match) => match[1] ?? '');
  return `[${texts.free(members.join(',').replaceAll('"', '')).slice(0, 100)}]`;
}

/** Where an object's keys stand in a field set, and in the object itself when a recording carries it whole. */
const dataFields = ['data', 'stringData', 'binaryData'];

/**
 * Key names of a Secret or ConfigMap and when each was last written. Names come from managedFields; from a recording
 * that carries values the names are taken and the values are never looked at. Null where neither is there.
 */
export function configKeys(raw: Raw, texts: Texts): ConfigObject['keys'] {
  const owners = fieldOwners(asRecord(raw.metadata), texts);
  const changedAt = new Map<string, string | null>();
  for (const { writer, fieldsV1 } of owners) {
    for (const field of dataFields) {
      for (const key of Object.keys(asRecord(fieldsV1[`f:${field}`]))) {
        if (!key.startsWith('f:')) continue;
        const name = texts.common(key.slice(2));
        changedAt.set(name, later(changedAt.get(name) ?? null, writer.at));
      }
    }
  }
  const carriesData = dataFields.some((field) => Object.keys(asRecord(raw[field])).length > 0);
  for (const field of dataFields) {
    for (const key of Object.keys(asRecord(raw[field]))) {
      const name = texts.common(key);
      if (!changedAt.has(name)) changedAt.set(name, null);
    }
  }
  if (owners.length === 0 && !carriesData) return null;
  return [...changedAt].map(([name, at]) => ({ name, changedAt: at }));
}

function later(left: string | null, right: string | null): string | null {
  if (left === null || right === null) return left ?? right;
  return Date.parse(left) >= Date.parse(right) ? left : right;
}
