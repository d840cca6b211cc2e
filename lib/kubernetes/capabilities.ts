/** What cannot be read, why, what cannot be known because of it, and the rule that would allow it. */
import 'server-only';
import { plural } from '../format/count';
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
  /** Namespaces in which a log was read. */
  logsRead: string[];
  /** Where the whole cluster may not be read: it has more namespaces than were asked about. */
  namespacesCut: boolean;
  readSecretMetadata: boolean;
  serverVersion: string | null;
}

/**
 * What cannot be read, what cannot be known because of it, and the permission that would change it: what /about shows.
 */
export function describeCapabilities(facts: CapabilityFacts): Capabilities {
  const missing = facts.states.filter(({ state }) => state === 'denied' || state === 'absent');
  const unread = unreadNamespaces(missing);
  return {
    serverVersion: facts.serverVersion,
    missing: [
      ...[...unread].map(([namespace, states]) => missingNamespace(namespace, states, facts.logsDenied)),
      ...missing
        .filter(({ namespace }) => namespace === null || !unread.has(namespace))
        .map((state) => missingKind(state, namespacesRead(state, facts.states))),
      ...(facts.namespacesCut && facts.states.some(isDeniedAsAWhole) ? [otherNamespaces] : []),
      ...missingLogs(
        facts.logsDenied.filter((namespace) => namespace === null || !unread.has(namespace)),
        facts.logsRead,
      ),
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
  permissions: [],
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
    permissions: failure?.permission === undefined ? [] : [failure.permission],
  };
  if (readIn.length === 0) return missing;
  return {
    ...missing,
    what: `${kinds[kind].plural} in other namespaces`,
    why: `${why} They are read in ${someOf(readIn)}.${tail}`,
    unknowable: `of the other namespaces, ${missing.unknowable}`,
  };
}

/** What is missing of each namespace whose pods may not be read: without them it is as good as not read, as on the board (lib/runtime/freshness). */
function unreadNamespaces(missing: readonly KindState[]): Map<string, KindState[]> {
  const refused = missing.filter(({ kind, state }) => kind === 'Pod' && state === 'denied');
  const all = refused
    .flatMap(({ namespace }) => namespace ?? [])
    .map((namespace) => {
      return [namespace, missing.filter((state) => state.namespace === namespace)] as const;
    });
  return new Map(all.flatMap(([namespace, states]) => (states.length > 1 ? [[namespace, states]] : [])));
}

function missingNamespace(
  namespace: string,
  states: readonly KindState[],
  logsDenied: readonly (string | null)[],
): Missing {
  const logs = logsDenied.includes(namespace) ? [logPermission(namespace)] : [];
  const [pods, ...others] = states.toSorted((a, b) => Number(b.kind === 'Pod') - Number(a.kind === 'Pod'));
  const either = [plural(others.length, 'other kind'), ...logs.map(() => 'logs')].join(' and ');
  return {
    what: `namespace ${namespace}`,
    why: `${pods?.failure?.message ?? 'Its pods may not be read.'} Not read either: ${either}.`,
    unknowable: 'whether anything is broken there',
    permissions: [...states.flatMap(({ failure }) => failure?.permission ?? []), ...logs],
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

function logPermission(namespace: string | null): Permission {
  return { verbs: ['get'], group: '', resource: 'pods/log', namespace };
}

/** Of all scopes in one. `readIn`: the namespaces in which logs were read, though those of the whole cluster may not be. */
function missingLogs(denied: readonly (string | null)[], readIn: readonly string[]): Missing[] {
  if (denied.length === 0) return [];
  const names = denied.flatMap((namespace) => namespace ?? []);
  const where = denied.includes(null) ? 'in the whole cluster' : `in ${someOf(names)}`;
  const missing = {
    what: `logs ${where}`,
    why: `The account may not read logs ${where}.`,
    unknowable: unknowableWithout.logs,
    permissions: denied.map(logPermission),
  };
  if (!denied.includes(null) || readIn.length === 0) return [missing];
  const some = someOf(readIn);
  return [{ ...missing, what: `logs outside ${some}`, why: `${missing.why} They are read in ${some}.` }];
}

/** A setting, not a refusal: no rule would bring it, and one namespace has it as all have. */
function notTurnedOn(kind: 'Secret' | 'ConfigMap'): Missing {
  return {
    what: `metadata of ${kinds[kind].plural}`,
    why: 'Not turned on: UNLOOP_READ_SECRET_METADATA=true reads it, where the account may. It is off because RBAC cannot grant metadata without values.',
    unknowable: unknowableWithout[kind],
    permissions: [],
  };
}
