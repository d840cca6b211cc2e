/** The kernel ended the program for a bad memory access: SIGSEGV, or SIGBUS whose reason cannot be named (signals §5.5: 139, 135). */
import { defineCrashRule } from './native-crash';

export const segfault = defineCrashRule({
  id: 'segfault',
  codes: [139, 135],
  ntStatus: 0xc0000005,
  confusedWith: ['runtime-heap-exhausted', 'oom-killed-limit', 'illegal-instruction'],
  supersedes: [
    'unknown',
    'app-error-uncaught',
    'exits-zero',
    'init-container-failing',
    'sidecar-failing',
    'readiness-never-ready',
    'liveness-probe-failing',
  ],
  headline: [' is ended by the kernel for a ', { mark: 'bad memory access' }],
  meaning: 'the kernel’s signal for a memory access that is not allowed.',
  advice: {
    title: 'Find the native code that faults',
    why: 'A library that does not fit the C library of the image, a native add-on, or a fault of the program itself: run it with a core dump or a debugger, and try the image before.',
  },
});
