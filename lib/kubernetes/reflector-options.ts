/** What a reflector is given: where to read, what of it, whom to tell, and what stands beside it. */
import 'server-only';
import type { Kind, ObjectOfKind, PoisonObject } from '../model/kubernetes';
import type { Feed } from '../model/source';
import type { ApiClient } from './api-client';
import type { Clock } from './clock';
import type { ListGate } from './list-gate';
import type { StreamedLists } from './list-reader';
import type { Shown } from './shown';

export interface ReflectorOptions<K extends Kind> {
  client: ApiClient;
  clock: Clock;
  kind: K;
  /** Null: the whole cluster. */
  namespace: string | null;
  /** Never throws: what cannot be read becomes a poison object (F37). */
  project: (raw: unknown) => ObjectOfKind[K] | PoisonObject;
  /** Failure texts come from the cluster: stripped and redacted before they are told. */
  clean: (text: string) => string;
  feed: Feed;
  /** A listener of the feed threw: a bug to count and log, not a reason to stop (F38). */
  onBug: (error: unknown) => void;
  /** Lists are asked for as streams while the server has them. Absent: never. */
  streamedLists?: StreamedLists;
  /** Shared by the namespaces of this kind. Absent: lists wait for none. */
  gate?: ListGate;
  /** Shared by the scopes of this kind. */
  shown?: Shown;
  /** A refusal was told. */
  onDenied?: () => void;
  /** A whole list is in hand: awaited before it is told, so that readers of parts of it fall silent first. */
  beforeTelling?: () => Promise<void>;
}
