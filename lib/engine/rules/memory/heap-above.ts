/** A heap that is allowed to grow past the memory limit: the kernel kills it before its runtime has to free anything. */

import type { Remedy } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { changeByHand } from '../../../remedy/change';
import { heapSizeOf, limitAbove, type HeapSize } from '../../facts/heap-size';
import { isShared, type MemoryLimit } from '../../facts/memory-limit';
import type { ContainerView } from '../../facts/views';
import type { DraftClaim } from '../../rule';
import { roundUpBytes } from '../../sizing';
import { raise } from './limit';

function heapPast(container: ContainerView, limit: MemoryLimit): HeapSize | null {
  const heap = heapSizeOf(container);
  return heap && heap.bytes >= limit.bytes ? heap : null;
}

export function heapPastClaim(container: ContainerView, limit: MemoryLimit): DraftClaim[] {
  const heap = heapPast(container, limit);
  if (!heap) return [];
  const whose = limit.of === 'pod' ? 'the limit of its pod' : 'its limit';
  return [
    {
      text: `Its heap may grow to ${heap.words} (\`${heap.flag}\`), ${whose} is ${limit.text}: it is killed before its runtime has to free anything.`,
      evidence: [heap.evidence],
    },
  ];
}

function lowerHeap(container: ContainerView, limit: MemoryLimit, heap: HeapSize): Remedy {
  const { share, flag } = heap.runtime;
  const why = `${heap.flag} lets it pass the limit. Should it honestly need that heap, the limit has to lie well above it: the rest is for what lies outside the heap.`;
  if (isShared(container, limit))
    return changeByHand('lower-heap', `Lower ${heap.flag}, or set the limit well above it`, why);
  return changeByHand(
    'lower-heap',
    `Set ${flag(limit.bytes * share)}, or the limit well above ${heap.words}`,
    `${why} The lower flag is ${share} of ${limit.text}.`,
  );
}

/** More memory, and a heap that fits where it does not. `unless`: what else may have ended it, as the end of a clause. */
export function roomSteps(ref: WorkloadRef, container: ContainerView, limit: MemoryLimit, unless: string): Remedy[] {
  const heap = heapSizeOf(container);
  const past = heapPast(container, limit);
  const needs = `Right when it honestly needs more${unless}; a leak would fill any limit.`;
  const least = heap ? roundUpBytes(limitAbove(heap)) : 0;
  const step =
    heap && least > limit.bytes * 2
      ? raise(ref, container, limit, `${needs} That leaves room above its heap of ${heap.words}.`, least)
      : raise(
          ref,
          container,
          limit,
          `${needs} Twice the limit is a first guess: no memory history was read.`,
          limit.bytes * 2,
        );
  return [...(past ? [lowerHeap(container, limit, past)] : []), step];
}
