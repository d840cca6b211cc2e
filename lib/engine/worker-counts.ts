/** How many workers a server starts, against the CPU and the memory that its container may use. */

import type { Remedy } from '../model/diagnosis';
import { formatBytes, formatCpu, parseQuantity } from '../format/quantity';
import { changeByHand } from '../remedy/change';
import { memoryLimitOf } from './facts/memory-limit';
import { peakOf, seriesOf } from './facts/series';
import type { ContainerView, WorkloadView } from './facts/views';

interface Server {
  name: string;
  seen: RegExp;
  /** Its option with the number. */
  option: RegExp;
  /** Variables that say the number. */
  variables: readonly string[];
  /** Without a number it starts one for each CPU of the node, whatever the limit is. */
  perNodeCpu: boolean;
  /** Workers for so many CPUs, in numbers and in words. */
  fit: (cpus: number) => { workers: number; words: string };
  how: (workers: number) => string;
}

const onePerCpu = (cpus: number) => {
  const workers = Math.max(1, Math.ceil(cpus));
  return { workers, words: `one for each CPU of ${formatCpu(cpus)} = ${workers}` };
};
/** gunicorn's own advice for workers that wait for input half of the time. */
const twicePlusOne = (cpus: number) => {
  const workers = Math.max(1, Math.floor(2 * cpus + 1));
  return { workers, words: `2 × ${formatCpu(cpus)} CPU + 1 = ${workers}` };
};

const servers: readonly Server[] = [
  {
    name: 'gunicorn',
    seen: /\bgunicorn\b/,
    option: /(?:--workers[= ]|-w ?)(\d+)/,
    variables: ['WEB_CONCURRENCY'],
    perNodeCpu: false,
    fit: twicePlusOne,
    how: (n) => `--workers ${n}, or WEB_CONCURRENCY=${n}`,
  },
  {
    name: 'uvicorn',
    seen: /\buvicorn\b/,
    option: /--workers[= ](\d+)/,
    variables: ['WEB_CONCURRENCY'],
    perNodeCpu: false,
    fit: onePerCpu,
    how: (n) => `--workers ${n}, or WEB_CONCURRENCY=${n}`,
  },
  {
    name: 'puma',
    seen: /\bpuma\b/,
    option: /(?:--workers[= ]|-w ?)(\d+)/,
    variables: ['WEB_CONCURRENCY'],
    perNodeCpu: false,
    fit: onePerCpu,
    how: (n) => `-w ${n}, or WEB_CONCURRENCY=${n}`,
  },
  {
    name: 'celery',
    seen: /\bcelery\b/,
    option: /(?:--concurrency[= ]|-c ?)(\d+)/,
    variables: ['CELERYD_CONCURRENCY'],
    perNodeCpu: true,
    fit: onePerCpu,
    how: (n) => `--concurrency=${n}`,
  },
  {
    name: 'nproc',
    seen: /\$\(nproc\)|`nproc`/,
    option: /(?!)/,
    variables: [],
    perNodeCpu: true,
    fit: onePerCpu,
    how: (n) => `${n} in place of nproc, which counts the CPUs of the node`,
  },
];

interface Seen {
  server: Server;
  workers: number;
  /** "gunicorn --workers 9" */
  words: string;
}

function workersOf(view: WorkloadView, container: ContainerView): Seen | null {
  const { image, command, args, env } = container.spec;
  const told = [...command, ...args].join(' ');
  const server = servers.find(({ seen }) => seen.test(`${image} ${told}`));
  if (!server) return null;
  const said = server.option.exec(told);
  if (said?.[1] !== undefined) return { server, workers: Number(said[1]), words: `${server.name} ${said[0].trim()}` };
  const variable = env.find(({ name, value }) => server.variables.includes(name) && /^\d+$/.test(value ?? ''));
  if (variable) return { server, workers: Number(variable.value), words: `${variable.name}=${variable.value ?? ''}` };
  if (!server.perNodeCpu) return null;
  const node = view.snapshot.nodes.find(({ metadata }) => metadata.name === container.pod.pod.spec.nodeName);
  const cpus = parseQuantity(node?.status.capacity['cpu'] ?? '');
  if (!node || cpus === null) return null;
  return {
    server,
    workers: cpus,
    words: `${server.name} starts one for each of the ${cpus} CPUs of ${node.metadata.name}`,
  };
}

/**
 * Fewer workers, where there are more than the CPU limit or the memory limit bears. Memory is what one took in the highest
 * peak that was measured. Null without a known server, without a peak, or where the number fits.
 */
export function sizedWorkers(view: WorkloadView, container: ContainerView): Remedy | null {
  const seen = workersOf(view, container);
  const measured = (['memory-working-set', 'memory-peak'] as const).flatMap(
    (id) => seriesOf(view, container, id)?.points ?? [],
  );
  const peak = peakOf(measured);
  if (!seen || !peak || seen.workers < 2) return null;
  const cpus = parseQuantity(container.spec.resources.limits['cpu'] ?? '');
  // All of a pod's limit for the workers of one container: what else runs there can only make them fewer.
  const memory = memoryLimitOf(container, undefined);
  const each = peak[1] / seen.workers;
  const byCpu = cpus === null ? null : seen.server.fit(cpus);
  const byMemory = memory === null ? null : Math.max(1, Math.floor((memory.bytes * 0.9) / each));
  const workers = Math.min(byCpu?.workers ?? Infinity, byMemory ?? Infinity);
  if (!Number.isFinite(workers) || workers >= seen.workers) return null;
  const steps = [
    ...(byCpu ? [byCpu.words] : []),
    ...(memory === null || byMemory === null
      ? []
      : [
          `peak ${formatBytes(peak[1])} ÷ ${seen.workers} = ${formatBytes(each)} each; 0.9 × ${memory.text} ÷ ${formatBytes(each)} = ${byMemory}`,
        ]),
  ];
  return {
    ...changeByHand(
      'set-workers',
      `Run ${workers} ${workers === 1 ? 'worker' : 'workers'}, not ${seen.workers}`,
      `${seen.words}: more than its limits bear. Set ${seen.server.how(workers)}.`,
    ),
    arithmetic: `${steps.join('; ')}; the smaller: ${workers}`,
  };
}
