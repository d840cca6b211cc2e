/** What outlives the process, behind one lazily opened database. */
import 'server-only';
import type { Config } from '../config/config';
import { createConnection } from './connection';
import { createShares, type Shares } from './shares';

export interface Store {
  shares: Shares;
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
    close: () => connection.close(),
  };
}
