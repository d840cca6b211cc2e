/** Kernel settings and features that a program needs and the node does not have (design §5, `node-kernel-setting`). */

import type { Signature } from '../signature';

export const kernel: readonly Signature[] = [
  {
    id: 'sysctl-missing',
    cause: 'node-kernel-setting',
    weight: 'error',
    literals: ['sysctl', '/proc/sys/'],
    pattern:
      /(?:sysctl: (?:cannot stat|error|setting key|permission denied|unknown key).{0,20}?["' ](?<setting>\/?(?:proc\/sys\/)?[\w./-]{3,120})|(?:open|write|stat|read)\w{0,16} ["']?(?<setting2>\/proc\/sys\/[\w./-]{3,120})(?![\w./-])["']?.{0,20}?: (?:no such file or directory|No such file or directory|read-only file system|permission denied))/,
    example: 'sysctl: cannot stat /proc/sys/net/netfilter/nf_conntrack_max: No such file or directory',
    near: 'sysctl: applied 12 settings',
  },
  {
    id: 'huge-pages',
    cause: 'node-kernel-setting',
    weight: 'error',
    literals: ['hugepage', 'huge page', 'hugetlb', 'hugepages'],
    pattern:
      /(?<message>(?:(?:[Nn]o|[Cc]annot|[Cc]ould not|[Ff]ailed to|[Uu]nable to|[Nn]ot enough)\b.{0,60}?\b(?:huge ?page|hugetlb)|(?:huge ?page|hugetlb).{0,40}?(?:not (?:available|supported|enabled|enough)|unavailable|failed)).{0,80})/i,
    example: 'EAL: No free hugepages reported in hugepages-1048576kB',
    near: 'using 12 huge pages',
  },
  {
    // Built for pages of 4 KiB, on a kernel with pages of 16 or 64; each allocation fails after it.
    id: 'page-size',
    cause: 'node-kernel-setting',
    weight: 'fatal',
    literals: ['unsupported system page size'],
    pattern: /(?<message><jemalloc>: Unsupported system page size)/,
    example: '<jemalloc>: Unsupported system page size',
    near: '<jemalloc>: the system page size is 4096',
  },
  {
    id: 'kernel-module-missing',
    cause: 'node-kernel-setting',
    weight: 'error',
    literals: [
      'modprobe',
      'kernel module',
      "can't initialize iptables table",
      'protocol not available',
      'table does not exist (do you need to insmod',
      'kernel does not support',
      'kernel version',
      '/dev/kvm',
      '/dev/fuse',
      '/dev/net/tun',
      'function not implemented',
      'kernel too old',
      'io_uring',
    ],
    pattern:
      /(?<message>required kernel modules are not loaded.{0,80}|modprobe: (?:FATAL|ERROR|can't).{0,120}|Table does not exist \(do you need to insmod\?\)|[Kk]ernel (?:module .{0,60}?(?:not (?:found|loaded|available)|missing|failed)|does not support|too old|version .{1,40}?(?:not supported|required|too old)).{0,120}|(?<path>\/dev\/(?:kvm|fuse|net\/tun)).{0,20}(?:No such file|no such file|not found|does not exist)|FATAL: kernel too old|required kernel (?:module|feature) .{1,80})/,
    example: 'modprobe: FATAL: Module ip_tables not found in directory /lib/modules/6.1.0-13-amd64',
    near: 'kernel modules: 12 loaded',
  },
  {
    id: 'filesystem-kind-missing',
    cause: 'node-kernel-setting',
    weight: 'error',
    literals: ['no such device', 'unknown filesystem type'],
    pattern:
      /(?<message>\bmount(?:\.\w{1,12})?: .{0,120}?(?:failed: No such device|unknown filesystem type '(?<setting>[\w.]{1,40})').{0,60})/,
    example: 'mount: mounting nfsd on /proc/fs/nfsd failed: No such device',
    near: 'mount: no such device in the list',
  },
  {
    // Loggers put the reason on the line before, without saying whose it is.
    id: 'watcher-not-created',
    vague: true,
    cause: 'node-kernel-setting',
    weight: 'error',
    literals: ['create watcher', 'create fsnotify watcher', 'create file watcher', 'create a watcher'],
    pattern:
      /(?<message>[Ff]ailed to create (?:a )?(?:new )?(?:fsnotify |file )?watcher for (?<path>\/[\w./@-]{1,250}))$/,
    example: 'Failed to create watcher for /var/lib/kubelet/device-plugins/gpu.sock',
    near: 'Failed to create watcher for /etc/shop/conf.d: no such file or directory',
  },
  {
    id: 'aio-limit',
    cause: 'node-kernel-setting',
    weight: 'fatal',
    literals: ['aio-max-nr', 'io_setup'],
    pattern:
      /(?<message>\b(?:[Ii]ncreas|[Rr]ais|[Nn]ot enough|[Ee]xceed|[Tt]oo (?:low|small)|[Cc]ould not|[Ff]ailed|[Uu]nable).{0,140}?(?:\/proc\/sys\/fs\/|\bfs\.)(?<setting>aio-max-nr).{0,100}|\bio_setup\(\d{0,9}\)? (?:failed|returned).{0,60}EAGAIN.{0,60}|InnoDB: io_setup\(\) failed with EAGAIN.{0,80})/,
    example:
      'Could not set up asynchronous I/O: resource temporarily unavailable. Increase the number in /proc/sys/fs/aio-max-nr',
    near: 'fs.aio-max-nr = 1048576',
  },
  {
    id: 'cgroup-missing',
    cause: 'node-kernel-setting',
    weight: 'error',
    literals: ['cgroup'],
    pattern:
      /(?<message>(?:failed to (?:find|detect|mount|initialize)|no such|could not (?:find|determine)|unable to (?:find|get)) .{0,40}cgroup.{0,100}|cgroups?: cgroup mountpoint does not exist|(?:requires?|only supports?) cgroups? v?[12].{0,60})/i,
    example: 'cgroups: cgroup mountpoint does not exist: unknown',
    near: 'cgroup v2 detected',
  },
  {
    id: 'pids-limit',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: [
      'resource temporarily unavailable',
      "can't start new thread",
      'pthread_create',
      'cannot fork',
      "can't fork",
      'fork: retry',
      'eagain',
      'cannot create thread',
    ],
    pattern:
      /(?<message>(?:fork|clone|vfork|posix_spawn|pthread_create|spawn)\b.{0,60}?(?:[Rr]esource temporarily unavailable|EAGAIN|failed)|can't start new thread|[Cc]an(?:no|')t (?:fork|create thread).{0,60}|failed to start thread "[^"]{1,60}")/,
    example: '/entrypoint.sh: fork: retry: Resource temporarily unavailable',
    near: 'resource temporarily unavailable, queue is full',
  },
  {
    id: 'seccomp-refused',
    cause: 'permission-denied',
    weight: 'error',
    literals: [
      'bad system call',
      'sigsys',
      'no usable sandbox',
      'failed to move to new namespace',
      'setuid sandbox',
      'running as root without --no-sandbox',
      'must be run as root',
      'must be root',
      'requires root',
      'need to be root',
      'are you root',
      'needs to be run as root',
      'only root can',
      'cap_net_admin',
      'cap_sys_admin',
      'cap_net_raw',
      'cap_net_bind_service',
      'cap_ipc_lock',
      'missing capability',
    ],
    pattern:
      /(?<message>Bad system call|\bSIGSYS\b|No usable sandbox!?.{0,80}|Failed to move to new namespace.{0,100}|Running as root without --no-sandbox is not supported|(?:must|needs? to|should|has to) be (?:run (?:as|by) )?(?:the )?root\b.{0,60}|requires root(?: privileges)?|[Aa]re you root\?|(?:requires?|needs?|missing|without|lacks?|add|have) .{0,30}(?<permission>CAP_[A-Z_]{3,30}).{0,60})/i,
    example: 'iptables v1.8.7: Permission denied (you must be root)',
    near: 'the root of the tree must be found',
  },
  {
    id: 'must-not-be-root',
    cause: 'run-as-nonroot-violation',
    weight: 'fatal',
    literals: [
      'not run as root',
      'execution of the',
      'not be run as root',
      'to be run as root',
      'running as root',
      'as root is not',
      'should not be root',
      'not as root',
      'refusing to run as root',
      'root execution',
      'cannot be run as root',
      'can not run',
      'please do not run',
    ],
    pattern:
      /(?<message>can ?not (?:be )?run (?:\w{1,30} )?as root|can not run \w{1,30} as root|(?:must|should|may|do) not (?:be )?run (?:\w{1,20} )?as (?:the )?root|execution of the \w{1,30} server is not permitted|not supposed to (?:be )?run as root|refusing to run as root|[Rr]unning (?:\w{1,20} )?as root is not (?:allowed|permitted|supported)|"root" execution of the PostgreSQL server is not permitted|Please consult the (?:Documentation|manual) for how to run mysqld as root)/i,
    example: '"root" execution of the PostgreSQL server is not permitted.',
    near: 'running as root is fine',
  },
  {
    id: 'initdb-bus-error',
    cause: 'node-kernel-setting',
    weight: 'fatal',
    literals: ['bus error'],
    pattern: /^(?<message>Bus error(?: \(core dumped\))?)\s*$/,
    // PostgreSQL and DPDK get SIGBUS at their first touch of huge pages that the cgroup may not have.
    context: [
      {
        before: 6,
        after: 4,
        pattern:
          /selecting default (?:max_connections|shared_buffers)|child process (?:exited|was terminated).{0,40}(?:135|signal 7)|running bootstrap script/,
      },
    ],
    example: 'Bus error (core dumped)',
    near: 'Bus error handler installed',
  },
  {
    id: 'file-watchers-limit',
    cause: 'node-kernel-setting',
    weight: 'error',
    literals: ['too many open files'],
    pattern:
      /(?<message>(?:file target manager|tailer|watch|journal target|kubelet config|cert(?:ificate)? watch|[fi]notify)[\w: .,'"()/-]{0,70}(?:: |" err(?:or)?=")too many open files|(?:creat|initiali[sz]|start)(?:e|ing)? (?:[\w-]{1,20} ){0,3}(?:manager|reloader|notifier)(?::? |" err(?:or)?=")too many open files)/i,
    example:
      'level=error caller=main.go:114 msg="error creating promtail" error="failed to make file target manager: too many open files"',
    near: 'the watcher read 3 files, too many open files is no trouble here',
  },
  {
    // The kernel answers ENOSPC when the watches of inotify are used up; no disk is meant.
    id: 'file-watches-used-up',
    cause: 'node-kernel-setting',
    weight: 'error',
    literals: ['no space left', 'enospc'],
    pattern:
      /(?<message>(?:[Ff]ailed to|[Cc]annot|[Cc]ould not|[Uu]nable to|[Ee]rror)(?=[\w ]{0,30}\b(?:watch|[fi]notify))[\w:. '"/-]{0,200}?no space left on device|\binotify_add_watch\b.{0,160}(?:no space left on device|ENOSPC)|ENOSPC: (?:no space left on device, watch|System limit for number of file watchers reached).{0,160})/i,
    example: 'ERROR cannot watch /srv/shop/menu.yaml: no space left on device',
    near: 'cannot write /srv/shop/menu.yaml: no space left on device',
  },
  {
    // What the runtime of the node lets a container open: a warning says that it goes on all the same.
    id: 'open-files-limit',
    cause: 'node-kernel-setting',
    weight: 'error',
    literals: ['file descriptors', 'open files', 'ulimit'],
    pattern:
      /(?<message>(?:number of |limit (?:for|of|on) )?(?:open file ?descriptors|file ?descriptors|open files|ulimit(?: -n)?)\b(?: limit)?(?: ?\(\d{1,12}\))? (?:is|are|was) (?:too (?:small|low)|not (?:high )?enough|insufficient|below the)\b.{0,100}|ulimit -n must be .{1,80})/,
    example: 'the number of open file descriptors is too small, got 1024, expect greater or equal to 82920',
    near: 'the number of open file descriptors is 82920',
  },
  {
    id: 'netlink-not-supported',
    cause: 'node-kernel-setting',
    weight: 'error',
    literals: ['rtnetlink answers', 'unable to access interface'],
    pattern:
      /(?<message>RTNETLINK answers: (?:Operation|Protocol) not supported|Unable to access interface: Protocol not supported)/,
    example: 'RTNETLINK answers: Operation not supported',
    near: 'RTNETLINK answers: File exists',
  },
];
