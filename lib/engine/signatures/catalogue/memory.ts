/** A process other than PID 1 that was ended by signal 9, as its parent reports it (design §5, `oom-child-process`). */

import type { Signature } from '../signature';

export const memory: readonly Signature[] = [
  {
    id: 'shell-killed',
    cause: 'oom-child-process',
    weight: 'error',
    literals: ['killed'],
    // The first is bash's own form: it names its script and pads the process ID to five places; zsh, dash and busybox say less.
    pattern:
      /^(?:\S{1,120}: line \d{1,6}: {1,8}(?<pid>\d{1,8}) Killed(?: \(core dumped\))?(?: {1,30}(?<command>\S.{0,200}))?$|(?:(?:\S{1,120}: )?line \d{1,6}: {1,4})?(?:\/\S{1,120}: \d{1,5}: )?(?:\S{1,80} stderr: )?(?:\[\d+\][+-]? {1,4})?(?:(?<pid2>\d{1,8}) )? {0,8}Killed(?: \(core dumped\))?(?: {2,30}(?<command2>\S.{0,200}))?$)/,
    example: '/entrypoint.sh: line 14:    23 Killed                  python train.py --epochs 3',
    near: 'Killed by user request: 3 jobs',
  },
  {
    id: 'uwsgi-worker-killed',
    cause: 'oom-child-process',
    weight: 'error',
    literals: ['died, killed by signal 9'],
    pattern: /worker (?<worker>\d+) \(pid: (?<pid>\d+)\) died, killed by signal (?<signal>9)/,
    example: 'DAMN ! worker 1 (pid: 1432) died, killed by signal 9 :( trying respawn ...',
    near: 'worker 1 (pid: 1432) died, killed by signal 15 :(',
  },
  {
    id: 'child-signal-9',
    cause: 'oom-child-process',
    weight: 'error',
    literals: [
      'exit signal killed',
      'signal 9',
      'signal: killed',
      'sigkill',
      'signal=9',
      'signal = 9',
      'signal kill',
      'signal: 9',
      'with 137',
      'code 137',
      'status 137',
      'code=137',
      'status=137',
      'signalled: 9',
      'killed by oom',
      'oom killer',
      'oom-killer',
    ],
    pattern:
      /(?:(?:worker|child|process|subprocess|job|task|thread|pool|command|script|server|backend|renderer|pid)\b.{0,120}?(?:(?:killed|terminated|exited|died|ended|stopped|closed|crashed)\b.{0,24}?(?:signal:? ?=?\(?(?<signal>9\b|SIGKILL|KILL\b|killed)|SIGKILL|(?:code|status|with)[ =:]{1,3}137\b))|(?:exited|died|terminated|killed)(?: on| by| with)? signal (?<signal2>9\b|SIGKILL)|\b(?:worker|child|process) \d{1,8} got signal (?<signal3>9)\b|^signal: killed$|: signal: killed\b|exit signal Killed \(9\)|(?:killed|terminated) by (?:the )?(?:kernel )?OOM[ -]?[Kk]iller)/i,
    example: 'render worker exited with 137',
    near: 'worker exited with signal 15',
  },
  {
    id: 'node-cluster-killed',
    cause: 'oom-child-process',
    weight: 'error',
    literals: ['sigkill'],
    pattern:
      /(?:[Ww]orker|[Cc]hild|App|process)\b.{0,60}?(?:died|exited|exit|killed|closed)\b.{0,40}?(?<signal>SIGKILL)|\bexited: \S{1,60} \(terminated by (?<signal2>SIGKILL); not expected\)/,
    example: 'worker 23 died (code: null, signal: SIGKILL)',
    near: 'sending SIGKILL to remaining workers',
  },
  {
    id: 'php-fpm-child-killed',
    cause: 'oom-child-process',
    weight: 'error',
    literals: ['exited on signal 9'],
    pattern: /(?:child|worker process) (?<pid>\d+) exited on signal (?<signal>9)/,
    example: 'WARNING: [pool www] child 23 exited on signal 9 (SIGKILL) after 12.345678 seconds from start',
    near: 'WARNING: [pool www] child 23 exited on signal 15 (SIGTERM) after 12.3 seconds from start',
  },
  {
    id: 'kernel-oom-line',
    cause: 'oom-child-process',
    weight: 'error',
    literals: ['out of memory: kill', 'memory cgroup out of memory'],
    pattern:
      /(?:Memory cgroup out of memory|Out of memory): Kill(?:ed)? process (?<pid>\d+) \((?<process>[^)]{1,60})\)/,
    example: 'Memory cgroup out of memory: Killed process 2113 (python3) total-vm:1048576kB',
    near: 'memory cgroup is out of memory soon',
  },
  {
    id: 'child-segfault',
    cause: 'segfault',
    weight: 'error',
    literals: [
      'exit signal segmentation fault',
      'signal 11',
      'sigsegv',
      'signal: segmentation fault',
      'killed by signal 7',
      'code 139',
      'with 139',
      'status 139',
    ],
    pattern:
      /(?:(?:worker|child|process|subprocess|pid|job)\b.{0,60}?(?:killed|terminated|exited|died|crashed|sent)\b.{0,24}?(?:(?<signal>signal:? ?\(?(?:11\b|7\b|SIGSEGV)|SIGSEGV)|(?:code|status|with)[ =:]{1,3}139\b)|(?:exit )?signal:? (?<signal2>segmentation fault))/i,
    example: '2024/01/12 12:29:59 [alert] 1#1: worker process 23 exited on signal 11 (core dumped)',
    near: '[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x7c6056]',
  },
  {
    id: 'child-illegal-instruction',
    cause: 'illegal-instruction',
    weight: 'error',
    literals: ['signal 4', 'sigill', 'signal: illegal instruction'],
    pattern:
      /(?:(?:worker|child|process|subprocess|pid|job)\b.{0,60}?(?:killed|terminated|exited|died|crashed)\b.{0,24}?(?<signal>signal:? ?\(?(?:4\b|SIGILL)|SIGILL)|signal: (?<signal2>illegal instruction))/i,
    example: 'process 41 exited on signal 4 (SIGILL)',
    near: 'process 41 exited on signal 42',
  },
  {
    id: 'ghc-heap',
    cause: 'runtime-heap-exhausted',
    weight: 'fatal',
    literals: ['heap exhausted'],
    pattern: /^(?:\S{1,60}: )?(?<message>Heap exhausted(?:;| \(no more space))/,
    example: 'shop-exe: Heap exhausted;',
    near: 'the heap exhausted the gardener',
  },
];
