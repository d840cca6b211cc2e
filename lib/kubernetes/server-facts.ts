/** What is asked of a server now and then: its version, the id of the cluster, and whether logs may be read. */
import 'server-only';
import { z } from 'zod';
import type { LogAnswer } from '../model/source';
import type { ApiClient } from './api-client';
import { toApiError } from './api-error';
import { Backoff } from './backoff';
import { pause, type Clock } from './clock';
import { mayDo } from './permissions';
import { DENIED_RETRY_MS } from './verdict';

const versionSchema = z.object({ gitVersion: z.string() });
const namespaceSchema = z.object({ metadata: z.object({ uid: z.string() }) });

/**
 * Keeps asking until each is known, and every five minutes after: permission can be granted (F23), a server upgraded, and a
 * cluster built anew behind the same address.
 */
export class ServerFacts {
  version: string | null = null;
  /** uid of the namespace kube-system: the nearest thing to an id that a cluster has. */
  clusterId: string | null = null;
  /** Scopes (null: the whole cluster) in which an access review says that logs may not be read. */
  logsDenied: (string | null)[] = [];
  /** Namespaces in which a log read was refused since an access review allowed it last: it does not see every authorizer. */
  readonly logsRefused = new Set<string>();
  /** Namespaces in which a log was read since one was refused there last: an access review asks for the whole cluster only. */
  readonly logsRead = new Set<string>();
  private running: Promise<void> | null = null;
  private wakeUp: (() => void) | null = null;
  private isAskedAgain = false;

  constructor(
    private readonly client: ApiClient,
    private readonly clock: Clock,
    private readonly scopes: () => (string | null)[],
    private readonly signal: AbortSignal,
  ) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Resolves after the signal was aborted and nothing is left running. */
  async stopped(): Promise<void> {
    await this.running;
  }

  /** What a log read tells of the rights in its namespace. */
  noteLog(namespace: string, answer: LogAnswer): void {
    if (answer.ok) {
      this.logsRead.add(namespace);
      this.logsRefused.delete(namespace);
    } else if (answer.failure.permission !== undefined) {
      this.logsRead.delete(namespace);
      this.logsRefused.add(namespace);
    }
  }

  /** Also while it asks: what it asked for may not be what is asked now. */
  askAgain(): void {
    this.isAskedAgain = true;
    this.wakeUp?.();
  }

  private async run(): Promise<void> {
    const backoff = new Backoff(this.clock);
    while (!this.signal.aborted) {
      this.isAskedAgain = false;
      const answered = await this.askAll();
      if (this.isAskedAgain) continue;
      const { done, wake } = pause(this.clock, answered ? DENIED_RETRY_MS : backoff.next(), this.signal);
      this.wakeUp = wake;
      await done;
    }
  }

  /** False where the server could not be asked; a refusal is an answer. */
  private async askAll(): Promise<boolean> {
    const { client, signal } = this;
    const questions = [
      async () => {
        this.version = versionSchema.parse(await client.getJson('/version', { verb: 'get', signal })).gitVersion;
      },
      async () => {
        const answer = await client.getJson('/api/v1/namespaces/kube-system', { verb: 'get', signal });
        this.clusterId = namespaceSchema.parse(answer).metadata.uid;
      },
      async () => {
        const denied: (string | null)[] = [];
        for (const namespace of this.scopes()) {
          const allowed = await mayDo(client, { verbs: ['get'], group: '', resource: 'pods/log', namespace }, signal);
          if (!allowed) denied.push(namespace);
          else if (namespace === null) this.logsRefused.clear();
          else this.logsRefused.delete(namespace);
        }
        this.logsDenied = denied;
      },
    ];
    let answered = true;
    for (const ask of questions) {
      try {
        await ask();
      } catch (error) {
        const { status } = toApiError(error).details;
        if (status !== 403 && status !== 404) answered = false;
      }
    }
    return answered;
  }
}
