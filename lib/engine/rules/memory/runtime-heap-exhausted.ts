/** The language's own heap gave up; the kernel did not kill (signals §7: jv-2, nd-1, ph-1, dn-4, er-4). */
import { heapClaim } from './heap';
import { changeByHand } from '../../../remedy/change';
import { defineLogRule, doesItsWork, logsOf, subject, short } from '../log-rule';

export const runtimeHeapExhausted = defineLogRule({
  id: 'runtime-heap-exhausted',
  confusedWith: ['oom-killed-limit', 'segfault'],
  // A thread of a JVM ends so, and the others go on without it.
  goesOn: ({ digest, hit }) =>
    digest.excerpt.some(({ n, text }) => n === hit.line && /\bException in thread "(?!main")/.test(text)),
  headline: ({ container, ending }) => [
    ...subject(container),
    ' ran out of its ',
    { mark: 'own heap' },
    doesItsWork(container, ending) ? ', and goes on without the thread that did' : ', not of its memory limit',
  ],
  says: ({ captures }) =>
    captures['message'] === undefined
      ? 'Its log says that the heap of the language runtime is full.'
      : `Its log says: ${short(captures['message'])}`,
  more: (found) => heapClaim(found),
  remedies: (found) => [
    logsOf(found, 'See how fast it grew, and at what.'),
    changeByHand(
      'raise-heap',
      'Give the heap its share of the limit',
      'Java: -XX:MaxRAMPercentage or -Xmx; Node: --max-old-space-size in NODE_OPTIONS; PHP: memory_limit. About three quarters of the memory limit is a usual share. A leak fills any heap.',
    ),
  ],
  wouldDisprove: 'Reason OOMKilled in its last state: then the kernel was first.',
});
