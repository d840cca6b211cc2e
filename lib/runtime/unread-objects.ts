/** Objects that are in the cluster and could not be understood: they have no card, so they are named among what is missing. */
import 'server-only';

import { command } from '../format/shell';
import { isKind, kinds } from '../model/kinds';
import type { PoisonObject } from '../model/kubernetes';
import { isObjectName } from '../model/object-name';
import type { Capabilities } from '../model/source';

/** More would hide what else is missing. */
const most = 20;

function where({ kind, metadata: { namespace, name } }: PoisonObject): string {
  if (name === '') return `${kind}${namespace === '' ? '' : ` in ${namespace}`} without a usable name`;
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}

/** For the board and the command line: "Deployment shop/cart: could not be understood". */
export function unreadInWords(poisons: readonly PoisonObject[]): string[] {
  const shown = listed(poisons).map((object) => `${where(object)}: could not be understood, so nothing is said of it`);
  return withRest(shown, poisons.length, 'could not be understood either');
}

/** Of a namespace that is read by name. The board says what stands before the colon: a typo is to be seen there. */
export function absentInWords(namespace: string): string {
  return `namespace ${namespace} (the cluster has none of that name): nothing is seen there`;
}

/** The same for /about. No rule would bring it. */
export function absentNamespace(namespace: string): Capabilities['missing'][number] {
  return {
    what: `namespace ${namespace}`,
    why: 'The cluster has none of that name. It is named by --namespace (UNLOOP_NAMESPACES), or by the context.',
    unknowable: 'whether anything is broken in the one that was meant',
    permissions: [],
  };
}

/** Workloads, by key, that the product failed to judge. What the board shows of them, where it shows them, is older. */
export function unjudgedInWords(keys: ReadonlySet<string>): string[] {
  const shown = [...keys]
    .sort()
    .slice(0, most)
    .map((key) => {
      const [namespace = '', kind = '', name = ''] = key.split('/');
      return `${kind} ${namespace}/${name}: judging it failed by a bug of Unloop (its log has more), so nothing new is said of it`;
    });
  return withRest(shown, keys.size, 'could not be judged either');
}

function withRest(shown: readonly string[], all: number, why: string): string[] {
  const left = all - shown.length;
  return left > 0 ? [...shown, `${left} more: ${why}`] : [...shown];
}

/** For /about: each with its reason and the command that shows it. */
export function unreadObjects(poisons: readonly PoisonObject[]): Capabilities['missing'] {
  const shown = listed(poisons).map((object) => ({
    what: where(object),
    why: `It could not be understood: ${object.poison}. ${lookAt(object)}`,
    unknowable: 'whether it is broken, and what it has to do with others; it is not on the board',
    permissions: [],
  }));
  const left = poisons.length - shown.length;
  const rest = {
    what: `${left} more objects`,
    why: 'They could not be understood either.',
    unknowable: '',
    permissions: [],
  };
  return left > 0 ? [...shown, rest] : shown;
}

/** Pods first: an incident shows in them. */
function listed(poisons: readonly PoisonObject[]): PoisonObject[] {
  const rank = ({ kind }: PoisonObject): number => (kind === 'Pod' ? 0 : 1);
  return poisons.toSorted((a, b) => rank(a) - rank(b) || (where(a) < where(b) ? -1 : 1)).slice(0, most);
}

function lookAt({ kind, metadata: { namespace, name } }: PoisonObject): string {
  const names = namespace === '' ? [name] : [namespace, name];
  if (!names.every(isObjectName) || !isKind(kind)) return 'Nothing can ask for it by name.';
  const { group, plural } = kinds[kind];
  const scope = namespace === '' ? [] : ['-n', namespace];
  const words = ['kubectl', 'get', group === '' ? plural : `${plural}.${group}`, ...scope, name, '-o', 'yaml'];
  return `See it with: ${command(words)}`;
}
