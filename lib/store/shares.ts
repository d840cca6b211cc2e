/** Shared links: a diagnosis and its snapshot frozen under a secret token, with an end, a quota and an audit (security §3). */
import 'server-only';
import { randomUUID } from 'node:crypto';
import type { Diagnosis } from '../model/diagnosis';
import type { SeriesView } from '../model/metrics';
import { Problem } from '../model/problem';
import type { Result } from '../model/result';
import type { Snapshot } from '../model/snapshot';
import type { Connection } from './connection';
import { freeze, thaw } from './frozen';
import { hashToken, newToken } from './share-token';

export interface NewShare {
  /** Redacted already: nothing is redacted here. */
  snapshot: Snapshot;
  diagnosis: Diagnosis;
  /** Thinned and redacted already; left out where there is no Prometheus. */
  series?: SeriesView[];
  /** Shortened to the configured longest life. */
  expiresInMs: number;
  /** Who froze it; null while there is no sign-in. */
  createdBy: string | null;
}

/** `token` is known to the caller alone; it cannot be had again. */
export interface MadeShare {
  id: string;
  token: string;
  expiresAt: string;
}

export interface FrozenShare {
  id: string;
  createdAt: string;
  expiresAt: string;
  createdBy: string | null;
  snapshot: Snapshot;
  diagnosis: Diagnosis;
  series: SeriesView[];
}

export interface ShareListing {
  id: string;
  createdAt: string;
  expiresAt: string;
  createdBy: string | null;
  cluster: string;
  namespace: string;
  kind: string;
  name: string;
}

export interface Shares {
  /** Throws `Problem` 'too-large' past 2 MB of JSON, 'too-many-requests' past a quota, 'forbidden' where sharing is off. */
  create(share: NewShare): Promise<Result<MadeShare>>;
  /** Null for a token that is unknown, malformed, expired or revoked, without a difference. `seen: false` for unfurlers: no view. */
  read(token: string, options?: { seen: boolean }): Promise<Result<FrozenShare | null>>;
  /** Ends a share and drops its content. False where there is none with this id; ending one twice is no error. */
  revoke(id: string, actor: string | null): Promise<Result<boolean>>;
  /** Those that still open, newest first, at most 500. */
  list(): Promise<Result<ShareListing[]>>;
  /** Deletes what expired or was revoked, and audit rows older than 90 days. Answers how many shares went. A new database is not opened for it. */
  purge(): Promise<Result<number>>;
}

export interface SharesOptions {
  connection: Connection;
  /** RFC 3339, UTC. */
  now: () => string;
  maxDays: number;
  /** Most shares open at once; 0 turns sharing off. */
  limit: number;
}

const dayMs = 86_400_000;
const auditDays = 90;
/** A share is made by a press. Thirty in a minute from one process is no person's work. */
const createsPerMinute = 30;
/** An open page that reloads is one view, so that reading cannot fill the audit. */
const sameViewMs = 60_000;

/**
 * The links over one connection. `maxDays`: the longest life of a link; `limit`: how many may be open at once; 0:
 * none.
 */
export function createShares({ connection, now, maxDays, limit }: SharesOptions): Shares {
  let recentCreates: number[] = [];

  const nowDate = () => new Date(now());
  const openAt = (at: Date) => ({ revokedAt: null, expiresAt: { gt: at } });
  const event = (
    shareId: string,
    action: 'created' | 'opened' | 'revoked' | 'purged',
    at: Date,
    actor: string | null,
  ) => {
    return { id: randomUUID(), shareId, action, at, actor };
  };

  function chargeRate(at: Date): void {
    recentCreates = recentCreates.filter((ms) => ms > at.getTime() - 60_000);
    if (recentCreates.length >= createsPerMinute) {
      throw new Problem('too-many-requests', `More than ${createsPerMinute} links were made within a minute.`, {
        remedy: 'Wait a minute.',
        retryAfterSeconds: 60,
      });
    }
    recentCreates.push(at.getTime());
  }

  async function noteView(shareId: string, at: Date): Promise<void> {
    await connection.run(async (client) => {
      const since = new Date(at.getTime() - sameViewMs);
      const seen = await client.shareEvent.findFirst({ where: { shareId, action: 'opened', at: { gt: since } } });
      if (seen === null) await client.shareEvent.create({ data: event(shareId, 'opened', at, null) });
    });
  }

  return {
    async create({ snapshot, diagnosis, series = [], expiresInMs, createdBy }) {
      if (limit === 0) throw new Problem('forbidden', 'Sharing is turned off here (UNLOOP_SHARE_LIMIT is 0).');
      const frozen = freeze({ snapshot, diagnosis, series });
      const at = nowDate();
      chargeRate(at);
      const expiresAt = new Date(at.getTime() + Math.min(expiresInMs, maxDays * dayMs));
      const id = randomUUID();
      const token = newToken();
      return connection.change(async (tx) => {
        // Two presses at the same moment may pass the limit by one.
        if ((await tx.share.count({ where: openAt(at) })) >= limit) throw tooManyShares(limit);
        const { namespace, kind, name } = diagnosis.workload;
        const row = { id, tokenHash: hashToken(token) ?? '', createdAt: at, expiresAt, createdBy, ...frozen };
        await tx.share.create({ data: { ...row, cluster: diagnosis.cluster.name, namespace, kind, name } });
        await tx.shareEvent.create({ data: event(id, 'created', at, createdBy) });
        return { id, token, expiresAt: expiresAt.toISOString() };
      });
    },

    async read(token, { seen } = { seen: true }) {
      const at = nowDate();
      const found = await connection.run(async (client) => {
        // A malformed token is looked up like any other: the empty string is nobody's hash.
        return client.share.findFirst({ where: { tokenHash: hashToken(token) ?? '', ...openAt(at) } });
      });
      if (!found.ok) return { ok: false, failure: found.failure };
      if (found.value === null) return { ok: true, value: null, asOf: found.asOf };
      const { id, createdAt, expiresAt, createdBy, ...rest } = found.value;
      const content = thaw(rest);
      if (!content.ok) return { ok: false, failure: content.failure };
      // A full disk must not close the link: where the view cannot be noted, it is shown all the same.
      if (seen) await noteView(id, at);
      const times = { createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
      return { ok: true, asOf: found.asOf, value: { id, ...times, createdBy, ...content.value } };
    },

    revoke(id, actor) {
      const at = nowDate();
      return connection.change(async (tx) => {
        const data = { revokedAt: at, snapshotJson: '', diagnosisJson: '' };
        const { count } = await tx.share.updateMany({ where: { id, revokedAt: null }, data });
        if (count === 0) return (await tx.share.count({ where: { id } })) > 0;
        await tx.shareEvent.create({ data: event(id, 'revoked', at, actor) });
        return true;
      });
    },

    list() {
      const at = nowDate();
      return connection.run(async (client) => {
        const rows = await client.share.findMany({
          where: openAt(at),
          orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
          take: 500,
          omit: { tokenHash: true, snapshotJson: true, diagnosisJson: true },
        });
        return rows.map(({ id, createdAt, expiresAt, createdBy, cluster, namespace, kind, name }) => {
          const times = { createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
          return { id, ...times, createdBy, cluster, namespace, kind, name };
        });
      });
    },

    async purge() {
      const isNew = await connection.isNew();
      if (!isNew.ok) return { ok: false, failure: isNew.failure };
      if (isNew.value) return { ...isNew, value: 0 };
      const at = nowDate();
      return connection.change(async (tx) => {
        const ended = { OR: [{ expiresAt: { lte: at } }, { revokedAt: { not: null } }] };
        const rows = await tx.share.findMany({ where: ended, select: { id: true }, take: 5000 });
        const ids = rows.map((row) => row.id);
        await tx.share.deleteMany({ where: { id: { in: ids } } });
        await tx.shareEvent.createMany({ data: ids.map((id) => event(id, 'purged', at, null)) });
        await tx.shareEvent.deleteMany({ where: { at: { lt: new Date(at.getTime() - auditDays * dayMs) } } });
        return ids.length;
      });
    },
  };
}

function tooManyShares(limit: number): Problem {
  return new Problem('too-many-requests', `${limit} links are open, which is as many as may be at once.`, {
    remedy: 'Revoke one, wait until one expires, or raise UNLOOP_SHARE_LIMIT.',
  });
}
