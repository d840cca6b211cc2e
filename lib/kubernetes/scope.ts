/** Holds what is read to the namespace that it was asked of. */
import 'server-only';
import type { Kind } from '../model/kubernetes';
import { ApiError } from './api-error';
import { asRecord } from './projection/raw';
import type { ReflectorOptions } from './reflector-options';

/**
 * As `project`; throws ApiError for an object that names another namespace. A proxy that mixes up answers must not put it into the
 * picture: the reader of its own namespace would be believed no more, and nobody would compare it.
 */
export function inScope<K extends Kind>({
  kind,
  namespace,
  project,
}: Pick<ReflectorOptions<K>, 'kind' | 'namespace' | 'project'>): ReflectorOptions<K>['project'] {
  if (namespace === null) return project;
  return (raw) => {
    const object = project(raw);
    if (object.metadata.namespace === namespace) return object;
    const { namespace: stated } = asRecord(asRecord(raw).metadata);
    if (typeof stated === 'string' && stated !== '')
      throw new ApiError('malformed', `The API server sent a ${kind} of another namespace than ${namespace}.`);
    // One that says no namespace of its own is spoiled, and of the one that was asked for (F37).
    return { ...object, metadata: { ...object.metadata, namespace } };
  };
}
