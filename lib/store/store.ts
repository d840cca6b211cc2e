/** What outlives the process, behind one lazily opened database. */
import 'server-only';
import type { Config } from '../config/config';
import type { Result } from '../model/result';
import { createConnection } from './connection';
import { createShares, type Shares } from './shares';

export interface Store {
  shares: Shares;
  /** Opens the database (with its migrations) if need be and asks it one question: for /readyz, /about and the start. */
  check(): Promise<Result<null>>;
  close(): Promise<void>;
}

/** Nothing is opened before the first use; the runtime keeps one store for the process. */
export function createStore(
  config: Pick<Config, 'databaseUrl' | 'shareMaxDays' | 'shareLimit'>,
  now: () => string,
): Store {
  const connection = createConnection({ url: config.databaseUrl, now });
  return {
    shares: createShares({ connection, now, maxDays: config.shareMaxDays, limit: config.shareLimit }),
    check: () =>
      connection.run(async (client) => {
        await client.share.count({ take: 1 });
        return null;
      }),
    close: () => connection.close(),
  };
}
