/** Why an image cannot be had, from the words of the kubelet and the runtime (signals §1.2, §1.7). */

import type { CauseId } from '../../model/causes';
import type { Evidence } from '../../model/diagnosis';
import type { ClusterEvent } from '../../model/kubernetes';
import { eventEvidence, fields } from '../evidence';
import { isOfKubelet } from './kill';
import type { ContainerView } from './views';

export type PullCause = Extract<
  CauseId,
  | 'image-not-found'
  | 'image-pull-auth'
  | 'image-pull-network'
  | 'image-name-invalid'
  | 'image-never-pull'
  | 'image-platform-mismatch'
  | 'disk-full-or-evicted'
>;

export interface PullFailure {
  cause: PullCause | null;
  image: string;
  /** The decisive words, as they stand in the message. */
  words: string;
  message: string;
  evidence: Evidence[];
}

/** The order matters: a message that says "not found" after "no match for platform" is about the platform. */
const patterns: readonly (readonly [PullCause, RegExp])[] = [
  [
    'image-platform-mismatch',
    /no match for platform in manifest|no matching manifest for \S+|no image found in (?:manifest list|image index) for architecture|does not match the specified platform/i,
  ],
  [
    'image-name-invalid',
    /couldn't parse image (?:name|reference)[^:]*|invalid reference format|InvalidImageName|short-name "[^"]*" did not resolve[^"]*|short name mode is enforcing[^"]*/,
  ],
  ['image-never-pull', /is not present with pull policy of Never/],
  ['disk-full-or-evicted', /no space left on device/],
  [
    'image-pull-network',
    /dial tcp[^:]{0,260}(?::\d{1,5})?: (?:lookup [^:]{1,260}(?::\d{1,5})?: )?(?:no such host|server misbehaving|i\/o timeout|connect: [a-z ]+)|lookup \S+(?: on \S+)?: (?:no such host|server misbehaving|i\/o timeout)|i\/o timeout|connection refused|connection reset by peer|no route to host|TLS handshake timeout|x509: [^"]*|http: server gave HTTP response to HTTPS client|context deadline exceeded|context canceled|Client\.Timeout exceeded|unexpected EOF|request canceled while waiting for connection|proxyconnect tcp[^"]*|toomanyrequests[^"]*|429 Too Many Requests|(?:50[0234]) (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout)|the registry is unavailable|pull QPS exceeded/i,
  ],
  [
    'image-pull-auth',
    /no basic auth credentials|401 Unauthorized|403 Forbidden|authorization failed|authentication required|unauthorized[^"]*|insufficient_scope|failed to authorize|failed to fetch (?:anonymous|oauth) token|invalid username\/password|denied: requested access to the resource is denied|pull access denied[^"]*|access denied|denied: [^"]*/i,
  ],
  // The registry did not answer as one; whatever else was said of it stands above.
  ['image-pull-network', /failed to do request: (?:Head|Get)/],
  [
    'image-not-found',
    /manifest unknown|Tag \S+ was deleted or has expired|manifest for \S+ not found|name unknown|repository \S+ not found|not found|does not exist|reading manifest \S+ in \S+: [^"]*/i,
  ],
];

/** A registry that hides what is private answers "denied" for what does not exist: both readings are open then (signals §1.7). */
const ambiguous =
  /pull access denied, repository does not exist or may require|repository does not exist or may require/;

/** Docker Hub, by its name or by leaving the registry out: the first part of the name has no dot and no port. */
function isDockerHub(image: string): boolean {
  const [first = '', ...rest] = image.split('/');
  return rest.length === 0 || /^(?:docker\.io|index\.docker\.io)$/.test(first) || !/[.:]|^localhost$/.test(first);
}

/** An image may be called "unauthorized", as its registry or its tag may: names are no answer of the registry. */
function withoutNames(message: string, image: string): string {
  const [, host = '', repository = '', tag = ''] = /^(?:([^/.:]*[.:][^/]*)\/)?([^:@]*)(?:[:@](.*))?$/.exec(image) ?? [];
  const hidden = (text: string): string => '·'.repeat(text.length);
  return [image, repository, host, `:${tag}`, `manifests/${tag}`]
    .filter((name) => name.length > 1)
    .reduce((said, name) => said.replaceAll(name, hidden(name)), message);
}

/** What the runtime did not find, or not reach, on its own node: no registry said so. */
const ofTheNode =
  /content digest \S+: not found|no such file or directory|exec plugin|credential (?:provider|plugin|helper)|dial unix/;

/**
 * What a pull's words say. For an ambiguous denial the pod decides: asked of Docker Hub without any credentials, a public
 * image needs none, so the name is what is wrong first; with credentials, or at a private registry, it is the permission.
 */
export function classifyPull(
  message: string,
  image = '',
  hasSecrets = true,
): { cause: PullCause; words: string } | null {
  const denial = ambiguous.exec(message)?.[0];
  if (denial !== undefined && !hasSecrets && isDockerHub(image)) return { cause: 'image-not-found', words: denial };
  const said = withoutNames(message, image);
  for (const [cause, pattern] of patterns) {
    const found = pattern.exec(said);
    if (found && (cause === 'image-not-found' || cause === 'image-pull-network') && ofTheNode.test(said)) return null;
    if (found) return { cause, words: message.slice(found.index, found.index + found[0].length).trim() };
  }
  return null;
}

/**
 * True for the registry's "does not exist or may require authorization", which fits a wrong name as well as missing
 * credentials.
 */
export function isAmbiguousDenial(message: string): boolean {
  return ambiguous.test(message);
}

const pullReasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

/** Words that only repeat that something failed: "Error: ErrImagePull", "Back-off pulling image …". */
const symptom = /^(?:Error: \w+$|Back-off pulling image "[^"]*"$)/;

/** Words that say why an image was not taken, though they fit no cause of pulling: what the runtime made of what it got. */
export function unplacedPull(failure: PullFailure): string | null {
  return failure.cause !== null || failure.message === '' || symptom.test(failure.message) ? null : failure.message;
}

/**
 * What is said of the image that the container has now. Only where one of them names it can the others be told to be of an
 * image that it had before: a registry's alias, or a file written by hand, may name it otherwise.
 */
function ofImage(events: readonly ClusterEvent[], image: string): readonly ClusterEvent[] {
  const namedBy = ({ message }: ClusterEvent): string | undefined => / image "([^"]+)"/.exec(message)?.[1];
  const isIt = (named: string | undefined): boolean => named === image || named === `${image}:latest`;
  if (!events.some((event) => isIt(namedBy(event)))) return events;
  return events.filter((event) => namedBy(event) === undefined || isIt(namedBy(event)));
}

/** The pull failure of a container that waits for its image; null when it waits for something else. */
export function pullFailure(container: ContainerView): PullFailure | null {
  const waiting = container.status ? container.status.state.waiting : { reason: '', message: '' };
  // A name that cannot be read is told by its event before the state says so.
  const isTold = waiting !== null && pullReasons.has(waiting.reason);
  const newestEvent = container.events.at(-1);
  const isUnread = newestEvent?.reason === 'InspectFailed' && /couldn't parse image/.test(newestEvent.message);
  if (!waiting || (container.status && !isTold && !isUnread)) return null;
  const path = `${container.statusPath}.state.waiting`;
  const state = fields(container.pod.label, null, {
    [`!${path}.reason`]: waiting.reason,
    [`${path}.message`]: waiting.message,
  });
  const texts = ofImage(container.events, container.spec.image).filter(
    (e) =>
      isOfKubelet(e) &&
      ['Failed', 'InspectFailed', 'ErrImageNeverPull'].includes(e.reason) &&
      !symptom.test(e.message) &&
      // "Failed" with "Error: " is said of a container that cannot be made.
      (e.reason !== 'Failed' ||
        (container.status ? !e.message.startsWith('Error: ') : e.message.startsWith('Failed to pull image'))),
  );
  const newest = texts.at(-1);
  // Without a status only an event can tell that it waits for its image.
  if (!container.status && !newest) return null;
  // Since 1.32 the waiting message carries the real error; before that only the event does (signals §1.2).
  const classify = (message: string) =>
    classifyPull(message, container.spec.image, container.pod.pod.spec.imagePullSecrets.length > 0);
  const fromState = symptom.test(waiting.message) ? null : classify(waiting.message);
  const found = fromState ?? (newest ? classify(newest.message) : null) ?? byReason(waiting.reason);
  return {
    cause: found?.cause ?? null,
    image: container.spec.image,
    words: found?.words ?? waiting.reason,
    message: fromState ? waiting.message : (newest?.message ?? waiting.message),
    evidence: [...(newest ? [eventEvidence(newest, found?.words)] : []), ...(container.status ? [state] : [])],
  };
}

function byReason(reason: string): { cause: PullCause; words: string } | null {
  if (reason === 'InvalidImageName') return { cause: 'image-name-invalid', words: reason };
  if (reason === 'ErrImageNeverPull') return { cause: 'image-never-pull', words: reason };
  if (reason === 'RegistryUnavailable') return { cause: 'image-pull-network', words: reason };
  return null;
}
