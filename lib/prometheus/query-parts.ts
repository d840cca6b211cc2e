// What queries are written with: the labels they group by, gauges that are fresh, rates, and shares of counters.
import 'server-only';

import type { MetricId } from '../model/metrics';
import type { Inventory } from './inventory';
import type { Family, Gauge } from './names';
import { type LabelNames, matchers, oneOf, type Scope } from './scope';

/** The points of time that are asked for, and how far back each looks. All in seconds. */
export interface Grid {
  step: number;
  /** Range of rates: at least four scrapes, at least a step. */
  rate: number;
  /** A gauge counts as measured for this long. */
  fresh: number;
  /** Steps longer than two scrapes: the highest value within the step, so that no peak is lost. */
  coarse: boolean;
}

export interface Curve {
  id: MetricId | 'ready-at';
  query: string;
  /** The labels of its answer. */
  labels: LabelNames | { node: string };
  /** The label whose value is the curve's detail, or the detail itself. */
  detail: { label: string } | { is: string } | null;
}

export type Make = (context: Context) => Curve[];

export interface Context {
  inventory: Inventory;
  scope: Scope;
  grid: Grid;
}

const containers = 'container!="",container!="POD"';

export const seconds = (value: number): string => `${value}s`;

/** A `by (…)` over one container's labels, and more. */
export function by(labels: LabelNames, ...more: string[]): string {
  return `by (${[labels.namespace, labels.pod, labels.container, ...more].join(', ')})`;
}

/** A gauge at each step: only where a scrape is recent, so that a missing scrape is a missing point. */
export function fresh(selector: string, { grid }: Context): string {
  return grid.coarse
    ? `max_over_time(${selector}[${seconds(grid.step)}])`
    : `(${selector} and count_over_time(${selector}[${seconds(grid.fresh)}]))`;
}

/** A query over the container's series of one family, where the family and all metrics are there. */
export function of(
  id: Curve['id'],
  family: Family,
  metrics: string[],
  write: (select: (metric: string, ...more: string[]) => string, labels: LabelNames, context: Context) => string,
  detail: Curve['detail'] = null,
): Make {
  return (context) => {
    const { inventory, scope } = context;
    const labels = inventory.labels[family];
    if (labels === null || metrics.some((metric) => !inventory.names.has(metric))) return [];
    const own =
      family === 'cadvisor' ? [inventory.cadvisorOnly, containers.replaceAll('container', labels.container)] : [];
    const select = (metric: string, ...more: string[]): string =>
      `${metric}{${matchers(scope, labels, ...own, ...more)}}`;
    return [{ id, labels, detail, query: write(select, labels, context) }];
  };
}

/** The first of several that has its metrics. */
export const first =
  (...makes: Make[]): Make =>
  (context) =>
    makes.map((make) => make(context)).find((curves) => curves.length > 0) ?? [];

/** A rate summed over the cgroups and CPUs of a container, once for each time that it is scraped (signals §8.2, duplicates). */
export function cpuRate(selector: string, labels: LabelNames, range: string): string {
  return `max ${by(labels)} (sum ${by(labels, 'job', 'instance', 'prometheus_replica')} (rate(${selector}[${range}])))`;
}

/** Nothing failed where there is no series of failures, as long as the total was counted; nothing is known where it was not. */
export function shareOf(failed: string, total: string, born: string): string {
  return `((${failed} or ${total} * 0) / (${total} > 0) unless ${born})`;
}

/** A counter that was not there a range ago: how much of its first value is new cannot be told, and 0 it is not. */
export function justBorn(selector: string, grouped: string, { rate }: Grid): string {
  return `sum ${grouped} (${selector} unless ${selector} offset ${seconds(rate)})`;
}

/** Queries of one metric under the names that its exporters give it; `tail` turns the unit into ours. */
export function gauges(id: MetricId, names: readonly Gauge[], fold: 'sum' | 'max', tail = '', label?: string): Make[] {
  return names.map(({ name, only }) =>
    of(
      id,
      'application',
      [name],
      (select, labels, context) =>
        `${fold} ${by(labels, ...(label === undefined ? [] : [label]))} (${fresh(select(name, only), context)})${tail}`,
      label === undefined ? null : { label },
    ),
  );
}

/** `BY (` in what is written becomes the grouping by the node's name. */
export function node(
  id: MetricId,
  metric: string,
  write: (select: (metric: string, ...more: string[]) => string, context: Context) => string,
): Make {
  return (context) => {
    const { inventory, scope } = context;
    if (inventory.node === null || scope.nodes.length === 0 || !inventory.names.has(metric)) return [];
    if (inventory.node === 'node') {
      const own = oneOf('node', scope.nodes);
      const query = write((name, ...more) => `${name}{${[own, ...more].join(',')}}`, context);
      return [{ id, detail: null, labels: { node: 'node' }, query: query.replace('BY (', 'by (node) (') }];
    }
    const uname = `max by (instance, nodename) (node_uname_info{${oneOf('nodename', scope.nodes)}})`;
    const query = write((name, ...more) => `${name}{${more.join(',')}}`, context).replace('BY (', 'by (instance) (');
    return [
      {
        id,
        detail: null,
        labels: { node: 'nodename' },
        query: `${query} * on (instance) group_left (nodename) ${uname}`,
      },
    ];
  };
}
