// The Prometheus that is used: named by the settings or found by its Service, what it has, and how it does.
import 'server-only';

import type { PrometheusConfig } from '../config/config';
import type { Service } from '../model/kubernetes';
import type { Failure } from '../model/result';
import type { PrometheusView } from '../model/views';
import { type Asked, createClient, type PrometheusClient } from './client';
import { discover, type Found } from './discover';
import { describeInventory, type Inventory, takeInventory } from './inventory';
import { type Group, groupNames } from './queries';
import { type Curves, readCurves, type ReadOptions } from './read-curves';
import { createHttpTransport, type Transport } from './transport';

export interface Prometheus {
  /** Whether there is one to ask. Makes no request. */
  there(): boolean;
  /** Never throws and never takes longer than the time limits of its requests. Empty where there is none to ask. */
  read(options: ReadOptions): Promise<Curves>;
  view(): PrometheusView;
  close(): void;
}

export interface PrometheusOptions {
  config: PrometheusConfig;
  /** The Services of the cluster, as far as they are known by now. */
  services: () => Iterable<Service>;
  /** Through the API server's proxy, where the settings allow it; null while there is no API server to ask. */
  proxied: (found: Found) => Transport | null;
  /** Time by the cluster's clock, seconds since the epoch. */
  nowSeconds: () => number;
}

const inventoryMs = 600_000;
/** An empty or failed look is repeated sooner: it may have just started. */
const inventoryRetryMs = 15_000;
/** So is one that found no containers: each kubelet is scraped at a time of its own, and the others are there before it. */
const withoutContainersMs = 60_000;
const discoverMs = 30_000;
/** Where nothing can be read at all, what is missed is named by these. */
const named: readonly Group[] = ['memory', 'cpu', 'probes', 'http'];

/** How long an inventory is kept. Null: it is still on its way. */
function keptMs(done: Asked<Inventory> | null): number {
  if (done === null) return inventoryMs;
  if (!done.ok || done.value.names.size === 0) return inventoryRetryMs;
  return done.value.labels.cadvisor === null ? withoutContainersMs : inventoryMs;
}

/** The address that is set, else one found among `services`, looked for again now and then. Asks nothing until it is read from. */
export function createPrometheus({ config, services, proxied, nowSeconds }: PrometheusOptions): Prometheus {
  let client: { client: PrometheusClient; foundBy: string; address: string } | null = null;
  let inventory: { answer: Promise<Asked<Inventory>>; atMs: number; done: Asked<Inventory> | null } | null = null;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let spent = 0;

  const use = (transport: Transport, foundBy: string, address: string): void => {
    spent += client?.client.requests() ?? 0;
    client?.client.close();
    client = { client: createClient(transport), foundBy, address };
    inventory = null;
  };

  /** A found one is looked for again now and then: Services move. */
  const find = (): PrometheusClient | null => {
    if (!config.on) return null;
    if (config.url !== null) {
      if (client === null) {
        const transport = createHttpTransport(config.url, config, true);
        use(transport, 'UNLOOP_PROMETHEUS_URL', transport.address);
      }
    } else if (performance.now() - lookedAtMs > discoverMs) {
      lookedAtMs = performance.now();
      const found = discover(services());
      if (found !== null && client?.foundBy !== found.foundBy) {
        const transport = config.viaApiServer ? proxied(found) : createHttpTransport(found.url, config, false);
        if (transport === null) lookedAtMs = Number.NEGATIVE_INFINITY;
        else use(transport, found.foundBy, config.viaApiServer ? 'through the API server' : found.url);
      }
    }
    return client?.client ?? null;
  };

  const known = (from: PrometheusClient): Promise<Asked<Inventory>> => {
    const age = inventory === null ? Number.POSITIVE_INFINITY : performance.now() - inventory.atMs;
    if (inventory !== null && age < keptMs(inventory.done)) return inventory.answer;
    // Its own time limit, not the asker's: many wait for the same answer.
    const next: typeof inventory = {
      answer: takeInventory(from, nowSeconds(), new AbortController().signal),
      atMs: performance.now(),
      done: null,
    };
    inventory = next;
    void next.answer.then((answer) => {
      next.done = answer;
    });
    return next.answer;
  };

  return {
    there: () => find() !== null,
    async read(options) {
      const from = find();
      if (from === null) return { series: [], failures: [] };
      const has = await known(from);
      if (has.ok) return readCurves(from, has.value, options);
      const failure: Failure = { ...has.failure, message: options.redact(has.failure.message) };
      const groups = named.filter((group) => options.groups.includes(group));
      return { series: [], failures: groups.map((group) => ({ what: groupNames[group], failure })) };
    },
    view() {
      const from = find();
      const requests = spent + (from?.requests() ?? 0);
      const nothing = { has: [], missing: [], scrapeSeconds: null };
      if (from === null || client === null) {
        const why = config.on ? null : 'UNLOOP_PROMETHEUS_URL is off.';
        return { state: 'none', address: null, foundBy: null, why, ...nothing, requests };
      }
      const { address, foundBy } = client;
      const done = inventory?.done ?? null;
      const trouble = from.trouble() ?? (done?.ok === false ? done.failure : null);
      const state = trouble !== null ? 'fails' : done === null ? 'connecting' : 'answers';
      const said = done?.ok === true ? describeInventory(done.value) : nothing;
      return { state, address, foundBy, why: trouble?.message ?? null, ...said, requests };
    },
    close: () => {
      client?.client.close();
    },
  };
}
