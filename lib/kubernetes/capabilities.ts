/** What cannot be read, why, what cannot be known because of it, and the rule that would allow it. */
import 'server-only';
import type { Kind } from '../model/kubernetes';
import type { Permission } from '../model/result';
import type { Capabilities, KindState } from '../model/source';
import { kindPermission, scopeWords } from './kind-path';
import { unknowableWithout } from './unknowable';

export interface CapabilityFacts {
  states: KindState[];
  /** Scopes in which pods/log is refused: by an access review or by a log read. Null: the whole cluster. */
  logsDenied: (string | null)[];
  readSecretMetadata: boolean;
  /** The scopes that are read: [null], or the namespaces of the option. */
  scopes: (string | null)[];
  serverVersion: string | null;
}

/**
 * What cannot be read, what cannot be known because of it, and the permission that would change it: what /about shows.
 */
export function describeCapabilities(facts: CapabilityFacts): Capabilities {
  return {
    serverVersion: facts.serverVersion,
    missing: [
      ...facts.states.filter(({ state }) => state === 'denied' || state === 'absent').map(missingKind),
      ...facts.logsDenied.map(missingLogs),
      ...(facts.readSecretMetadata
        ? []
        : (['Secret', 'ConfigMap'] as const).flatMap((kind) => notTurnedOn(kind, facts))),
    ],
  };
}

type Missing = Capabilities['missing'][number];

function missingKind({ kind, namespace, failure }: KindState): Missing {
  return {
    what: scopeWords(kind, namespace),
    why: failure?.message ?? 'It may not be read.',
    unknowable: unknowableWithout[kind],
    permission: failure?.permission ?? null,
  };
}

function missingLogs(namespace: string | null): Missing {
  const where = namespace === null ? 'in the whole cluster' : `in ${namespace}`;
  const permission: Permission = { verbs: ['get'], group: '', resource: 'pods/log', namespace };
  return {
    what: `logs ${where}`,
    why: `The account may not read logs ${where}.`,
    unknowable: unknowableWithout.logs,
    permission,
  };
}

function notTurnedOn(kind: Extract<Kind, 'Secret' | 'ConfigMap'>, { scopes }: CapabilityFacts): Missing[] {
  return scopes.map((namespace) => ({
    what: `metadata of ${scopeWords(kind, namespace)}`,
    why: 'Reading it is not turned on: RBAC cannot grant metadata without values, so it is off until the operator grants it.',
    unknowable: unknowableWithout[kind],
    permission: kindPermission(kind, namespace),
  }));
}
