/** The heap flag of the runtime that is seen, against the container's memory limit. */

import type { Remedy } from '../model/diagnosis';
import { formatBytes } from '../format/quantity';
import { changeByHand } from '../remedy/change';
import { runtimes, type Runtime } from './facts/heap-size';
import { isShared, memoryLimitOf } from './facts/memory-limit';
import type { ContainerView, WorkloadView } from './facts/views';

interface Flag extends Runtime {
  seen: RegExp;
  how: string;
}

const flags: Flag[] = [
  {
    ...runtimes.java,
    seen: /\b(java|jdk|jre|jvm|temurin|openjdk|JAVA_TOOL_OPTIONS|JAVA_OPTS)\b/,
    how: 'or -XX:MaxRAMPercentage=75, in JAVA_TOOL_OPTIONS',
  },
  {
    ...runtimes.node,
    seen: /\b(node|nodejs|npm|NODE_OPTIONS)\b/,
    how: 'in NODE_OPTIONS',
  },
  {
    ...runtimes.go,
    seen: /\b(go|golang|GOMEMLIMIT|GOGC)\b/,
    how: 'as a variable',
  },
];

/** Null where no runtime is recognised by image, command or variables, or there is no limit of its own to size against. */
export function sizedHeap(view: WorkloadView, container: ContainerView): Remedy | null {
  const { image, command, args, env } = container.spec;
  const words = [image, ...command, ...args, ...env.map(({ name }) => name)].join(' ');
  const limit = memoryLimitOf(container, undefined);
  const exports = view.snapshot.metrics.find((s) => s.id === 'event-loop-lag' || s.id === 'goroutines')?.id;
  const hint = exports === 'event-loop-lag' ? ' node' : exports === 'goroutines' ? ' go' : '';
  const found = flags.find(({ seen }) => seen.test(words + hint));
  if (!found || limit === null || isShared(container, limit)) return null;
  const bytes = limit.bytes * found.share;
  const flag = found.flag(bytes);
  return {
    ...changeByHand(
      'raise-heap',
      `Set ${flag}`,
      `${found.how}: the rest of the limit is for what lies outside the heap. A leak fills any heap.`,
    ),
    arithmetic: `${limit.text} × ${found.share} = ${formatBytes(bytes)}`,
  };
}
