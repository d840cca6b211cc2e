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
  /** False where the words have a second reading. */
  sure: boolean;
  message: string;
  evidence: Evidence[];
}

/** A layer or the configuration of an image, which its manifest names. */
const partMissing =
  /could not fetch content descriptor \S+ (?:\([^)]*\) )?from remote: not found|content at \S+ not found/;

/**
 * Docker before 17.12 asked again by the first protocol of registries where the second had no image to give, and told the answer to
 * that alone: 405 of a registry which has given that protocol up.
 */
const throughV1 = /v1 Registry API is disabled|Status 40[45] trying to pull repository/;

/** A policy on the node takes no image without a good signature: CRI-O's reason and words, and the kubelet's of it (signals §1.2). */
export const bySignature =
  /(?:signature validation failed|Source image rejected)[^\n]{0,160}|SignatureValidationFailed/;

/** The order matters: a message that says "not found" after "no match for platform" is about the platform. */
const patterns: readonly (readonly [PullCause, RegExp])[] = [
  [
    'image-platform-mismatch',
    /no match for platform in manifest|no matching manifest for \S+|no image found in (?:manifest list|image index) for architecture|no supported platform found in manifest list|image operating system "[^"]*" cannot be used on this platform|does not match the specified platform/i,
  ],
  [
    'image-name-invalid',
    /couldn't parse image (?:name|reference)[^:]*|invalid reference format|InvalidImageName|short-name "[^"]*" did not resolve[^"]*|short name mode is enforcing[^"]*|short-name resolution enforced but cannot prompt[^"]*/,
  ],
  ['image-never-pull', /is not present with pull policy of Never/],
  ['disk-full-or-evicted', /no space left on device/],
  [
    'image-pull-network',
    /dial tcp[^:]{0,260}(?::\d{1,5})?: (?:lookup [^:]{1,260}(?::\d{1,5})?: )?(?:no such host|server misbehaving|i\/o timeout|Try again|connect: [a-z ]+)|lookup \S+(?: on \S+)?: (?:no such host|server misbehaving|i\/o timeout|Temporary failure in name resolution|Try again)|i\/o timeout|connection refused|connection reset by peer|no route to host|TLS handshake timeout|x509: [^"]*|http: server gave HTTP response to HTTPS client|context deadline exceeded|context canceled|Client\.Timeout exceeded|unexpected EOF|(?<=: )EOF\b|request canceled while waiting for connection|proxyconnect tcp[^"]*|Proxy Authentication Required|unexpected media type text\/html|toomanyrequests[^"]*|429 Too Many Requests|too many requests to registry|(?:50[0234]) (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout)|unexpected HTTP status: 5\d\d|the registry is unavailable|pull QPS exceeded/i,
  ],
  [
    'image-pull-auth',
    /no basic auth credentials|401 Unauthorized|403 Forbidden|invalid status code from registry 40[13]\b(?: \(\w+\))?|error parsing HTTP 40[13] response body|authorization token has expired|Status 40[13] trying to pull|authorization failed|authentication (?:is )?required|unauthorized[^"]*|insufficient_scope|failed to authorize|failed to fetch (?:anonymous|oauth) token|invalid username\/password|requested access to the resource is denied|pull access denied[^"]*|access denied|denied: [^"]*|(?<=: )denied(?=[.\s]*$)|412 Precondition Failed(?: - Server message: [^"\n]{1,160})?/i,
  ],
  ['image-pull-auth', bySignature],
  // The registry did not answer as one; whatever else was said of it stands above.
  ['image-pull-network', /failed to do request: (?:Head|Get)/],
  // The registry's own words. What a proxy, the snapshotter, a lease or a store of the node does not have ends in "not found" too.
  [
    'image-not-found',
    /(?:manifest|name)[ _]unknown|not known to (?:the )?registry|Tag \S+ was deleted or has expired|(?:manifest for|image|repository|artifact|tag) \S+ (?:was )?not found|(?:(?<=: )\S{1,500}|resolve reference "[^"\s]{1,500}"): not found|\/v2\/(?!\S{0,500}\/blobs\/)\S{1,500}: 404 Not Found|reading manifest \S+ in \S+: (?:[\w ]*not found|StatusCode: 404)/i,
  ],
  ['image-not-found', throughV1],
  // It has the image's manifest and lacks a part of it.
  ['image-not-found', partMissing],
];

/** A registry that hides what is private answers "denied" for what does not exist: both readings are open then (signals §1.7). */
const ambiguous =
  /pull access denied, repository does not exist or may require|repository does not exist or may require|does not exist or no pull access|requested access to the resource is denied|\(or it may not exist\)|could not be found or you (?:don't|do not) have permission/;

/** No more than that: a registry may answer so for what does not exist, too, and a page of HTML is of a proxy or a gate before it. */
const bareDenial = /(?:^|: )denied[.\s]*$|error parsing HTTP 40[13] response body/;

/** Words of a registry, or of whoever asked it, that had credentials to judge, or gives nothing to anybody without them. */
const aboutCredentials = /no basic auth credentials|invalid username\/password|incorrect username or password/;

/** The registry's own trouble, quoted: what it says of a disk is of its own. */
const ofTheServer =
  /Server message: |\b5\d\d (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Timeout|Insufficient Storage)/;

/** A registry's own rule for what it gives out, such as Harbor's for vulnerabilities and signatures; a HEAD request tells no more of it. */
export const byPolicy = /412 Precondition Failed|cannot be pulled due to configured policy/i;

/** Beside these an end that comes too early is of the connection, of a layer that is damaged, or of the disk (signals §1.7). */
const unpacking = /failed to extract layer|failed to unpack image on snapshotter/;

/** The kubelet or the runtime gave the pull up: it was restarted, or the pull made no progress. The way to the registry is one reading. */
const cancelled = /^context canceled$/i;

/** A page in place of an image comes of a proxy, a login, or a host that is no registry, because the image's name is wrong: who sent it is open. */
const webPage = /^unexpected media type text\/html$/i;

/** Whether what was unpacked ended before it was whole. */
export function isCutLayer({ words, message }: Pick<PullFailure, 'words' | 'message'>): boolean {
  return /EOF$/.test(words) && unpacking.test(message);
}

/** The kubelet's own limit, `registryPullQPS` (signals §1.7): no registry was asked, and a later try mostly gets its turn. */
const throttled = /^pull QPS exceeded$/i;

/** Whether the kubelet put the pull off by itself. */
export function isThrottled({ words }: PullFailure): boolean {
  return throttled.test(words);
}

/** The pod's pull secrets were read, as far as is known, so the registry was asked with what they hold. */
interface Credentials {
  /** The pod names pull secrets. */
  named: boolean;
  /** The kubelet said that it could not read them; the pull was anonymous then, and that is why. */
  unread: boolean;
}

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
const ofTheNode = /no such file or directory|exec plugin|credential (?:provider|plugin|helper)|dial unix/;

export interface PullWords {
  cause: PullCause;
  words: string;
  sure: boolean;
}

/**
 * What a pull's words say. For an ambiguous denial the pod decides: asked of Docker Hub without any credentials, a public
 * image needs none, so the name is what is wrong first; with credentials, or at a private registry, it is the permission. Who
 * asks without credentials is refused what does not exist in the words of what is private (signals §1.7).
 */
export function classifyPull(
  message: string,
  image = '',
  { named, unread }: Credentials = { named: true, unread: false },
): PullWords | null {
  const said = withoutNames(message, image);
  for (const [cause, pattern] of patterns) {
    const found = pattern.exec(said);
    if (!found || (cause === 'disk-full-or-evicted' && ofTheServer.test(said))) continue;
    if ((cause === 'image-not-found' || cause === 'image-pull-network') && ofTheNode.test(said)) return null;
    const words = message.slice(found.index, found.index + found[0].length).trim();
    if (cause !== 'image-pull-auth' && cause !== 'image-not-found')
      return {
        cause,
        words,
        sure: ![cancelled, throttled, webPage].some((open) => open.test(words)) && !isCutLayer({ words, message }),
      };
    if (byPolicy.test(words) || bySignature.test(words)) return { cause, words, sure: false };
    const denial = ambiguous.exec(message)?.[0];
    if (denial !== undefined && !named && isDockerHub(image))
      return { cause: 'image-not-found', words: denial, sure: false };
    const isAnonymous = /anonymous token/.test(message) || !named;
    const sure =
      cause === 'image-not-found'
        ? !partMissing.test(said) && !throughV1.test(said)
        : aboutCredentials.test(message) || unread || !(isAnonymous || bareDenial.test(said));
    return { cause, words, sure: sure && denial === undefined };
  }
  return null;
}

/** The kubelet names the pull secrets that it could not read, and asks without them (signals §3.3). */
export function unreadSecrets({ pod, events }: ContainerView['pod']): ClusterEvent | null {
  const isNamed = pod.spec.imagePullSecrets.length > 0;
  return (
    events.findLast((event) => isNamed && event.reason === 'FailedToRetrieveImagePullSecret' && isOfKubelet(event)) ??
    null
  );
}

/** Whether a part of the image is what the registry lacks. */
export function lacksPart({ message }: PullFailure): boolean {
  return partMissing.test(message);
}

const pullReasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  // Of Kubernetes 1.0 and 1.1.
  'PullImageError',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

/** Words that only repeat that something failed: "Error: ErrImagePull", "Back-off pulling image …". */
const symptom = /^(?:Error: \w+$|Back-off pulling image "[^"]*"$)/;

/** The runtime's work on the node with what a registry gave, or with what gives it credentials. */
const ofTheRuntime =
  /media type|unpack|extract|commit|snapshot|lease|content (?:store|digest)|layer|decompress|exec plugin|credential (?:provider|plugin|helper)|dial unix|signature|failed to inspect image/i;

/** Words that say why an image was not taken, though they fit no cause of pulling: what the runtime made of what it got. */
export function unplacedPull({ cause, message }: PullFailure): string | null {
  const own = message.replace(/failed to pull and unpack image "[^"]*": /, '');
  return cause !== null || !ofTheRuntime.test(own) ? null : message;
}

/**
 * What is said of the image that the container has now. Only where one of them names it can the others be told to be of an
 * image that it had before: a registry's alias, or a file written by hand, may name it otherwise.
 */
function ofImage<T extends { message: string }>(
  said: readonly T[],
  image: string,
  events: readonly ClusterEvent[],
): T[] {
  const namedBy = ({ message }: { message: string }): string | undefined => / image "([^"]+)"/.exec(message)?.[1];
  const isIt = (named: string | undefined): boolean => named === image || named === `${image}:latest`;
  if (!events.some((event) => isIt(namedBy(event)))) return [...said];
  return said.filter((one) => namedBy(one) === undefined || isIt(namedBy(one)));
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
  const texts = ofImage(container.events, container.spec.image, container.events).filter(
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
  const credentials = {
    named: container.pod.pod.spec.imagePullSecrets.length > 0,
    unread: unreadSecrets(container.pod) !== null,
  };
  const classify = (message: string) => {
    const found = classifyPull(message, container.spec.image, credentials);
    // The kubelet asks the runtime of its node what it has: no registry, and no network.
    return found?.cause === 'image-pull-network' && /^Failed to inspect image/.test(message) ? null : found;
  };
  // The state is of the image before, until the new one has been tried.
  const isNow = ofImage([waiting], container.spec.image, container.events).length > 0;
  const fromState = symptom.test(waiting.message) || !isNow ? null : classify(waiting.message);
  const found = fromState ?? (newest ? classify(newest.message) : null) ?? (isNow ? byReason(waiting.reason) : null);
  return {
    cause: found?.cause ?? null,
    image: container.spec.image,
    words: found?.words ?? waiting.reason,
    sure: found?.sure ?? false,
    message: fromState ? waiting.message : (newest?.message ?? waiting.message),
    evidence: [...(newest ? [eventEvidence(newest, found?.words)] : []), ...(container.status ? [state] : [])],
  };
}

function byReason(reason: string): PullWords | null {
  const sure = true;
  if (reason === 'InvalidImageName') return { cause: 'image-name-invalid', words: reason, sure };
  if (reason === 'ErrImageNeverPull') return { cause: 'image-never-pull', words: reason, sure };
  if (reason === 'SignatureValidationFailed') return { cause: 'image-pull-auth', words: reason, sure: false };
  if (reason === 'RegistryUnavailable') return { cause: 'image-pull-network', words: reason, sure };
  return null;
}
