import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { causeIds, type CauseId } from '../model/causes';
import { riskIds, type AlertRule, type ContainerRef } from '../model/diagnosis';
import { alertsFor } from './alerts';
import { findingOf } from './testing/build';

const promtool = ['/usr/bin/promtool', '/usr/local/bin/promtool'].find((path) => existsSync(path));
/** Said in the name of what is skipped. */
const how = promtool === undefined ? 'NOT TESTED, needs promtool (Debian: apt-get install prometheus)' : promtool;

const app = 'namespace="shop",pod="cart-7d9c6b5f8-x2x9k",container="app"';
const pod = 'namespace="shop",pod="cart-7d9c6b5f8-x2x9k"';
const hpa = 'namespace="shop",horizontalpodautoscaler="cart"';
const reason = (of: string, why: string) => `${of}{${app},reason="${why}"}`;
const restarts = `kube_pod_container_status_restarts_total{${app}}`;
const waiting = 'kube_pod_container_status_waiting_reason';
const last = 'kube_pod_container_status_last_terminated_reason';
const exitCode = `kube_pod_container_status_last_terminated_exitcode{${app}}`;

/** Series in promtool's notation, one value a minute: start + step x times, _ for no sample. */
type Input = Record<string, string>;
interface Case {
  at: string;
  fires: Input;
  /** The nearest that is no reason: each must keep it silent. */
  silent: Input[];
}

const cases: Record<string, Case> = {
  ContainerKilledForMemory: {
    at: '30m',
    fires: { [reason(last, 'OOMKilled')]: '1x60', [restarts]: '0x25 1x35' },
    silent: [
      { [reason(last, 'Error')]: '1x60', [restarts]: '0x25 1x35' },
      { [reason(last, 'OOMKilled')]: '1x60', [restarts]: '4x60' },
    ],
  },
  ContainerRestartsSlowly: {
    at: '1440m',
    fires: { [restarts]: '0x300 1x300 2x300 3x300 4x300' },
    silent: [{ [restarts]: '0x700 1x800' }, { [restarts]: '9x1500' }],
  },
  InitContainerLoops: {
    at: '30m',
    fires: { [`kube_pod_init_container_status_restarts_total{${app}}`]: '0x18 1x4 2x4 3x10' },
    silent: [
      { [`kube_pod_init_container_status_restarts_total{${app}}`]: '3x60' },
      { [restarts]: '0x18 1x4 2x4 3x10' },
    ],
  },
  ContainerKilledAfterGrace: {
    at: '30m',
    fires: { [exitCode]: '137x60', [reason(last, 'Error')]: '1x60' },
    silent: [
      { [exitCode]: '137x60', [reason(last, 'OOMKilled')]: '1x60' },
      { [exitCode]: '143x60', [reason(last, 'Error')]: '1x60' },
    ],
  },
  JobFails: {
    at: '30m',
    fires: { 'kube_job_status_failed{namespace="shop",job_name="cart"}': '0x20 1x40' },
    silent: [
      { 'kube_job_status_failed{namespace="shop",job_name="cart"}': '0x60' },
      { 'kube_job_status_failed{namespace="shop",job_name="cart-report"}': '1x60' },
    ],
  },
  ContainerThrottled: {
    at: '30m',
    fires: {
      [`container_cpu_cfs_throttled_periods_total{${app}}`]: '0+180x60',
      [`container_cpu_cfs_periods_total{${app}}`]: '0+600x60',
    },
    silent: [
      {
        [`container_cpu_cfs_throttled_periods_total{${app}}`]: '0+120x60',
        [`container_cpu_cfs_periods_total{${app}}`]: '0+600x60',
      },
    ],
  },
  ContainerNearMemoryLimit: {
    at: '30m',
    fires: {
      [`container_memory_working_set_bytes{${app}}`]: '95x60',
      [`kube_pod_container_resource_limits{${app},resource="memory"}`]: '100x60',
    },
    silent: [
      {
        [`container_memory_working_set_bytes{${app}}`]: '85x60',
        [`kube_pod_container_resource_limits{${app},resource="memory"}`]: '100x60',
      },
      {
        [`container_memory_working_set_bytes{${app}}`]: '95x60',
        [`kube_pod_container_resource_limits{${app},resource="cpu"}`]: '100x60',
      },
    ],
  },
  ImageNotPulled: {
    at: '30m',
    fires: { [reason(waiting, 'ImagePullBackOff')]: '1x60' },
    silent: [{ [reason(waiting, 'ImagePullBackOff')]: '0x60' }, { [reason(waiting, 'ContainerCreating')]: '1x60' }],
  },
  ContainerNotStarted: {
    at: '30m',
    fires: { [reason(waiting, 'CreateContainerConfigError')]: '1x60' },
    silent: [{ [reason(waiting, 'CrashLoopBackOff')]: '1x60' }],
  },
  ContainerFailsProbes: {
    at: '30m',
    fires: { [`prober_probe_total{${app},probe_type="Liveness",result="failed"}`]: '0+2x60' },
    silent: [
      { [`prober_probe_total{${app},probe_type="Liveness",result="failed"}`]: '7x60' },
      { [`prober_probe_total{${app},probe_type="Liveness",result="successful"}`]: '0+6x60' },
    ],
  },
  PodSlowToStart: {
    at: '30m',
    fires: {
      [`kube_pod_status_ready_time{${pod}}`]: '1090x60',
      [`kube_pod_container_state_started{${app}}`]: '1000x60',
    },
    silent: [
      { [`kube_pod_status_ready_time{${pod}}`]: '1030x60', [`kube_pod_container_state_started{${app}}`]: '1000x60' },
    ],
  },
  ConnectionPoolFull: {
    at: '30m',
    fires: { [`hikaricp_connections_active{${app}}`]: '10x60', [`hikaricp_connections_max{${app}}`]: '10x60' },
    silent: [
      { [`hikaricp_connections_active{${app}}`]: '9x60', [`hikaricp_connections_max{${app}}`]: '10x60' },
      { [`go_sql_in_use_connections{${app}}`]: '9x60', [`go_sql_max_open_connections{${app}}`]: '0x60' },
    ],
  },
  EventLoopBlocked: {
    at: '30m',
    fires: { [`nodejs_eventloop_lag_p99_seconds{${app}}`]: '2x60' },
    silent: [{ [`nodejs_eventloop_lag_p99_seconds{${app}}`]: '0.2x60' }],
  },
  GoroutinesGrow: {
    at: '100m',
    fires: { [`go_goroutines{${app}}`]: '100+20x150' },
    silent: [{ [`go_goroutines{${app}}`]: '3000x150' }, { [`go_goroutines{${app}}`]: '10+2x150' }],
  },
  GarbageCollectionTooLong: {
    at: '30m',
    fires: { [`jvm_gc_pause_seconds_sum{${app}}`]: '0+18x60' },
    silent: [{ [`jvm_gc_pause_seconds_sum{${app}}`]: '0+6x60' }],
  },
  AutoscalerAtMaximum: {
    at: '60m',
    fires: {
      [`kube_horizontalpodautoscaler_status_current_replicas{${hpa}}`]: '4x90',
      [`kube_horizontalpodautoscaler_spec_max_replicas{${hpa}}`]: '4x90',
      [`kube_horizontalpodautoscaler_spec_min_replicas{${hpa}}`]: '1x90',
    },
    silent: [
      {
        [`kube_horizontalpodautoscaler_status_current_replicas{${hpa}}`]: '3x90',
        [`kube_horizontalpodautoscaler_spec_max_replicas{${hpa}}`]: '4x90',
        [`kube_horizontalpodautoscaler_spec_min_replicas{${hpa}}`]: '1x90',
      },
      {
        [`kube_horizontalpodautoscaler_status_current_replicas{${hpa}}`]: '4x90',
        [`kube_horizontalpodautoscaler_spec_max_replicas{${hpa}}`]: '4x90',
        [`kube_horizontalpodautoscaler_spec_min_replicas{${hpa}}`]: '4x90',
      },
    ],
  },
  AutoscalerBlind: {
    at: '30m',
    fires: {
      [`kube_horizontalpodautoscaler_status_condition{${hpa},condition="ScalingActive",status="false"}`]: '1x60',
    },
    silent: [
      { [`kube_horizontalpodautoscaler_status_condition{${hpa},condition="ScalingActive",status="false"}`]: '0x60' },
      { [`kube_horizontalpodautoscaler_status_condition{${hpa},condition="ScalingLimited",status="false"}`]: '1x60' },
    ],
  },
  AutoscalerFlapping: {
    at: '60m',
    fires: { [`kube_horizontalpodautoscaler_status_desired_replicas{${hpa}}`]: '2x9 5x9 2x9 5x9 2x9 5x30' },
    silent: [{ [`kube_horizontalpodautoscaler_status_desired_replicas{${hpa}}`]: '2x30 5x60' }],
  },
};

const able = { restarts: false, killed: false, unprobed: [] };

/** Every rule that can be offered, by its name. */
function offered(): Map<string, AlertRule> {
  const deployment = { namespace: 'shop', kind: 'Deployment', name: 'cart' };
  const container = { name: 'app', type: 'container' as const };
  const all = [
    ...causeIds.flatMap((cause) => alertsFor(deployment, [findingOf(cause)], [], able)),
    ...riskIds.flatMap((id) => alertsFor(deployment, [], [{ id, container }], able)),
    ...alertsFor({ ...deployment, kind: 'Job' }, [findingOf('app-error-uncaught')], [], { ...able, restarts: true }),
  ];
  return new Map(all.map((rule) => [/alert: (\w+)/.exec(rule.yaml)?.[1] ?? '', rule]));
}

const rules = offered();

it('has a case for each rule that can be offered', () => {
  expect([...rules.keys()].sort()).toEqual(Object.keys(cases).sort());
});

describe.skipIf(promtool === undefined)(`an alert rule by promtool test rules: ${how}`, () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'unloop-alerts-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /** Empty where promtool finds as many alerts firing as were expected, one or none; else what it says. */
  function judged(name: string, input: Input, at: string, firing: boolean, yaml = rules.get(name)?.yaml): string {
    const [rule, test] = [join(folder, 'rule.yaml'), join(folder, 'test.yaml')];
    writeFileSync(rule, yaml ?? '');
    const series = Object.entries(input).map(([of, values]) => ({ series: of, values }));
    const expr = `count(ALERTS{alertname="${name}",alertstate="firing"})`;
    const samples = firing ? [{ labels: '{}', value: 1 }] : [];
    const tests = [
      { interval: '1m', input_series: series, promql_expr_test: [{ expr, eval_time: at, exp_samples: samples }] },
    ];
    writeFileSync(test, stringify({ rule_files: [rule], evaluation_interval: '1m', tests }));
    try {
      execFileSync(promtool ?? '', ['test', 'rules', test], { encoding: 'utf8', stdio: 'pipe' });
      return '';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  it.each(Object.entries(cases))('%s fires on its cause, and is silent otherwise', (name, { at, fires, silent }) => {
    expect(judged(name, fires, at, true)).toBe('');
    for (const input of silent) expect(judged(name, input, at, false)).toBe('');
    expect(judged(name, fires, at, false), 'the check itself can fail').not.toBe('');
    const { groups } = parse(rules.get(name)?.yaml ?? '') as { groups: { rules: { for?: string }[] }[] };
    // What must last is not told of at once.
    if (groups[0]?.rules[0]?.for !== undefined) expect(judged(name, fires, '0m', false)).toBe('');
  });

  const cart = { namespace: 'shop', kind: 'Deployment', name: 'cart' };
  const yamlFor = (cause: CauseId, type: ContainerRef['type']): string =>
    alertsFor(cart, [{ ...findingOf(cause), container: { name: 'app', type } }], [], able)[0]?.yaml ?? '';
  const risky = (days: number): string =>
    alertsFor(
      cart,
      [],
      [{ id: 'nightly-restart', container: { name: 'app', type: 'container' }, alert: { days } }],
      able,
    )[0]?.yaml ?? '';

  it('fires on one restart a night once it looks back over days, and not on two of them', () => {
    const name = 'ContainerRestartsSlowly';
    const nights = { [restarts]: '0x1440 1x1440 2x1440 3x1440' };
    expect(judged(name, nights, '4400m', true, risky(4))).toBe('');
    expect(judged(name, nights, '4200m', false, risky(4))).toBe('');
    expect(judged(name, nights, '4400m', false, risky(1))).toBe('');
  });

  it.each(['init', 'sidecar'] as const)('reads the metrics of init containers for a container of type %s', (type) => {
    const init = (series: string) => series.replace('kube_pod_container_', 'kube_pod_init_container_');
    const named: [CauseId, string][] = [
      ['app-error-uncaught', 'ContainerRestartsSlowly'],
      ['oom-killed-limit', 'ContainerKilledForMemory'],
      ['image-not-found', 'ImageNotPulled'],
    ];
    for (const [cause, name] of named) {
      const { at, fires } = cases[name] ?? { at: '', fires: {} };
      const input = Object.fromEntries(Object.entries(fires).map(([series, values]) => [init(series), values]));
      expect(judged(name, input, at, true, yamlFor(cause, type)), cause).toBe('');
      expect(judged(name, fires, at, true, yamlFor(cause, 'container')), cause).toBe('');
    }
  });
});
