/** What cannot be read, why, what cannot be known because of it, and the rule that would allow it. */
import 'server-only';
import { kinds } from '../model/kinds';
import type { Permission } from '../model/result';
import type { Capabilities, KindState } from '../model/source';
import { scopeWords } from './kind-path';
import { MOST_NAMESPACES } from './namespace-finder';
import { unknowableWithout } from './unknowable';

export interface CapabilityFacts {
  states: KindState[];
  /** Scopes in which pods/log is refused: by an access review or by a log read. Null: the whole cluster. */
  logsDenied: (string | null)[];
  /** Where the whole cluster may not be read: it has more namespaces than were asked about. */
  namespacesCut: boolean;
  readSecretMetadata: boolean;
  serverVersion: string | null;
}

/**
 * What cannot be read, what cannot be known because of it, and the permission that would change it: what /about shows.
 */
export function describeCapabilities(facts: CapabilityFacts): Capabilities {
  return {
    serverVersion: facts.serverVersion,
    missing: [
      ...facts.states
        .filter(({ state }) => state === 'denied' || state === 'absent')
        .map((state) => missingKind(state, namespacesRead(state, facts.states))),
      ...(facts.namespacesCut && facts.states.some(isDeniedAsAWhole) ? [otherNamespaces] : []),
      ...facts.logsDenied.map(missingLogs),
      ...(facts.readSecretMetadata ? [] : (['Secret', 'ConfigMap'] as const).map(notTurnedOn)),
    ],
  };
}

type Missing = Capabilities['missing'][number];

function isDeniedAsAWhole({ kind, namespace, state }: KindState): boolean {
  return state === 'denied' && namespace === null && kinds[kind].namespaced;
}

const otherNamespaces: Missing = {
  what: `namespaces beyond the first ${MOST_NAMESPACES}`,
  why: `The account may not read the whole cluster, and what it may read is asked in ${MOST_NAMESPACES} namespaces at most. UNLOOP_NAMESPACES names others.`,
  unknowable: 'whether anything is broken in the other namespaces',
  permission: null,
};

function canBeNamed(which: 'Namespaces' | 'Others'): string {
  return `${which} that it may read can be named with --namespace (UNLOOP_NAMESPACES).`;
}

/** Which namespaces those are, the account can seldom list: only a person knows. Holds for the command line too. */
export const nameNamespaces = canBeNamed('Namespaces');
/** An account that may not list them may read more than were found. */
const nameOthers = canBeNamed('Others');

/** `readIn`: the namespaces in which it is read all the same; only of the others is nothing known. */
function missingKind({ kind, namespace, failure }: KindState, readIn: readonly string[]): Missing {
  const why = failure?.message ?? 'It may not be read.';
  const advice = readIn.length > 0 ? nameOthers : nameNamespaces;
  const tail = kind === 'Pod' && namespace === null ? ` ${advice}` : '';
  const missing = {
    what: scopeWords(kind, namespace),
    why: `${why}${tail}`,
    unknowable: unknowableWithout[kind],
    permission: failure?.permission ?? null,
  };
  if (readIn.length === 0) return missing;
  return {
    ...missing,
    what: `${kinds[kind].plural} in other namespaces`,
    why: `${why} They are read in ${someOf(readIn)}.${tail}`,
    unknowable: `of the other namespaces, ${missing.unknowable}`,
  };
}

/** Where a kind is read by namespace, for the whole cluster is refused (F22). */
function namespacesRead(refused: KindState, states: readonly KindState[]): string[] {
  if (refused.namespace !== null) return [];
  return states.flatMap(({ kind, namespace, state }) =>
    kind === refused.kind && namespace !== null && (state === 'live' || state === 'stale') ? [namespace] : [],
  );
}

function someOf(names: readonly string[]): string {
  const [some, more] = [names.slice(0, 3).join(', '), names.length - 3];
  return more > 0 ? `${some} and ${more} more` : some;
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

/** A setting, not a refusal: no rule would bring it, and one namespace has it as all have. */
function notTurnedOn(kind: 'Secret' | 'ConfigMap'): Missing {
  return {
    what: `metadata of ${kinds[kind].plural}`,
    why: 'Not turned on: UNLOOP_READ_SECRET_METADATA=true reads it, where the account may. It is off because RBAC cannot grant metadata without values.',
    unknowable: unknowableWithout[kind],
    permission: null,
  };
}
