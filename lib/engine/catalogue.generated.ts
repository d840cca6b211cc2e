/** The pages of the causes as plain data, in the order of ids. Written by scripts/generate-catalogue.mjs. */

import type { CauseId, Family } from '../model/causes';

/** Sections are HTML made from the Markdown beside the rule, without any raw HTML of its own. */
export interface CausePage {
  id: CauseId;
  family: Family;
  title: string;
  sections: Record<'meaning' | 'evidence' | 'confusedWith' | 'whatToDo' | 'sources', string>;
}

export const catalogue: readonly CausePage[] = [
  {
    "id": "admission-denied",
    "family": "start",
    "title": "Refused at admission",
    "sections": {
      "meaning": "<p>The pod is refused before it can run: by Pod Security, an admission webhook or policy, the API server's own checks, or the kubelet's. Or a webhook that must be asked does not answer. The controller keeps trying, and no pod appears.</p>",
      "evidence": "<ul>\n<li>Event <code>FailedCreate</code> on the ReplicaSet, StatefulSet, DaemonSet or Job, not on a pod: <code>Error creating: pods &quot;…&quot; is forbidden: violates PodSecurity &quot;restricted:latest&quot;: …</code>, <code>admission webhook &quot;…&quot; denied the request: …</code>, <code>failed calling webhook &quot;…&quot;: …</code>, <code>error looking up service account …</code>, <code>Pod &quot;…&quot; is invalid: …</code>.</li>\n<li>A Deployment repeats it in its condition <code>ReplicaFailure</code>.</li>\n<li>The kubelet's refusal leaves a pod with <code>phase: Failed</code> and <code>status.reason</code> <code>UnexpectedAdmissionError</code>, <code>SysctlForbidden</code>, <code>AppArmor</code>, <code>TopologyAffinityError</code>, …</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/quota-exceeded\"><code>quota-exceeded</code></a>: the same event with <code>exceeded quota</code> or <code>failed quota</code>.</li>\n<li><a href=\"/causes/rbac-forbidden\"><code>rbac-forbidden</code></a>: the <em>program</em> is refused by the API server at run time.</li>\n<li><a href=\"/causes/unschedulable-resources\"><code>unschedulable-resources</code></a>: <code>OutOfcpu</code> and the like are about room on the node.</li>\n<li><a href=\"/causes/run-as-nonroot-violation\"><code>run-as-nonroot-violation</code></a>: the pod was admitted, and the kubelet refuses the container.</li>\n</ul>",
      "whatToDo": "<ol>\n<li><code>kubectl describe</code> the ReplicaSet (or owner): the message lists each field that is not allowed.</li>\n<li>Change those fields in the template; or, where the pod must be privileged, have the namespace labelled <code>pod-security.kubernetes.io/enforce</code> by its owner.</li>\n<li><code>failed calling webhook</code>: find its Service in the webhook configuration and bring its pods back.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/security/pod-security-admission/\">Pod Security Admission</a>, <a href=\"https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/\">Dynamic Admission Control</a></li>\n<li>kubernetes/kubernetes <code>pkg/controller/controller_utils.go</code>, <code>pkg/kubelet/lifecycle/predicate.go</code>, <code>staging/src/k8s.io/pod-security-admission</code></li>\n</ul>"
    }
  },
  {
    "id": "app-error-uncaught",
    "family": "program",
    "title": "Ended by an error of its own",
    "sections": {
      "meaning": "<p>The program ended itself with an exception, a panic or a fatal message, and nothing narrower says why: no missing variable, no refused connection, no full heap. Kubernetes only restarts it.</p>",
      "evidence": "<ul>\n<li><code>reason: Error</code> with an ordinary exit code (1, 2, 3, 255 …) and no <code>Killing</code> event.</li>\n<li>A stack trace or a fatal line in the log of that run: <code>panic:</code>, <code>Traceback (most recent call last):</code>, <code>Exception in thread &quot;main&quot;</code>, <code>Unhandled rejection</code>.</li>\n<li>The innermost <code>Caused by</code>, or the first exception of a chain, names what went wrong.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/config-invalid\"><code>config-invalid</code></a>, <a href=\"/causes/missing-env-var\"><code>missing-env-var</code></a>, <a href=\"/causes/dependency-unreachable\"><code>dependency-unreachable</code></a>, <a href=\"/causes/db-migration-failing\"><code>db-migration-failing</code></a>: the same trace with a root that names the thing.</li>\n<li><a href=\"/causes/segfault\"><code>segfault</code></a>: exit 139, mostly without a word. A Go nil pointer prints <code>SIGSEGV</code>, ends with 2 and belongs here.</li>\n<li><a href=\"/causes/unknown\"><code>unknown</code></a>: a bare exit code, nothing in the log.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Read the log of the previous run from the first error on; what follows is often its echo.</li>\n<li>Does it fail at once, or at some request or record? The lines just before tell.</li>\n<li>If it began with a rollout and the revision before runs, go back to that first and search afterwards.</li>\n<li>If a configuration or a schema changed at that time, compare.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Debug Running Pods: <a href=\"https://kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod/\">https://kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod/</a></li>\n<li>The Go Programming Language Specification, Handling panics</li>\n<li>Python documentation, sys.excepthook</li>\n</ul>"
    }
  },
  {
    "id": "bad-rollout",
    "family": "contributing",
    "title": "Began with a rollout",
    "sections": {
      "meaning": "<p>Only pods of the newest revision are in trouble, while those of the one before run; or all of them are, and the revision is less than a day old. The page lists which fields changed. It says when it began, not yet why.</p>",
      "evidence": "<ul>\n<li>Troubled pods belong to the ReplicaSet (or the revision hash) of the newest revision, ready ones to an older one.</li>\n<li>The fields that differ: image, command, env by name, resources, probes, mounts.</li>\n<li>The Deployment’s <code>Progressing</code> condition, later <code>ProgressDeadlineExceeded</code>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/config-changed\"><code>config-changed</code></a>: a ConfigMap changed without a new revision; pods of both fail after a restart.</li>\n<li><a href=\"/causes/node-specific\"><code>node-specific</code></a>: new pods landed on a node that differs.</li>\n<li><a href=\"/causes/dependency-workload-broken\"><code>dependency-workload-broken</code></a>: old pods only look well because they still hold a connection.</li>\n<li>Trouble in pods of both revisions: not the rollout.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>If users are hurt, go back first: <code>kubectl rollout undo</code> to the revision before. Search afterwards.</li>\n<li>Read the changed fields; the cause above them names which one matters.</li>\n<li>Check that the revision before needs no older schema or configuration.</li>\n<li>Keep <code>maxUnavailable</code> low, so that a bad revision stops by itself.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Deployments: <a href=\"https://kubernetes.io/docs/concepts/workloads/controllers/deployment/\">https://kubernetes.io/docs/concepts/workloads/controllers/deployment/</a></li>\n<li>kubernetes/kubernetes pkg/controller/deployment</li>\n</ul>"
    }
  },
  {
    "id": "command-not-found",
    "family": "configuration",
    "title": "The command is not there",
    "sections": {
      "meaning": "<p>What the container is told to run does not exist in its file system: the command itself, its script, a file given to an interpreter, or a command that a script calls. An empty command is as good as none.</p>",
      "evidence": "<ul>\n<li>From the runtime, before anything ran: reason <code>StartError</code>, <code>RunContainerError</code> or <code>CreateContainerError</code> (<code>ContainerCannotRun</code> with dockershim), exit code 127 or 128, <code>exec: &quot;x&quot;: executable file not found in $PATH</code> or <code>exec: &quot;/x&quot;: stat /x: no such file or directory</code>. CRI-O: <code>executable file `x` not found</code>. <em>Proven</em>. The same words in the place of a last message, under a reason that says nothing, of a run that ended at once and wrote no log: <em>likely</em>. In a log they speak of containers that the program itself starts.</li>\n<li>From a shell or an interpreter in the log, exit code 127 or 2: <code>sh: 1: gunicorn: not found</code>, <code>Cannot find module '/app/server.js'</code>, <code>can't open file '/app/main.py'</code>, <code>Unable to access jarfile</code>. <em>Likely</em>.</li>\n<li>From the kernel's exec of a file that was found: <code>exec /app/start.sh: no such file or directory</code>. What is not there is the interpreter in its first line (also by the CR of a Windows line end), or the loader of a binary. <em>Likely</em>; <em>proven</em> where the runtime reports it.</li>\n<li>Exit code 127 where no log tells more: by POSIX a shell ends so when it finds no command. <em>Possible</em>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/runtime-library-missing\"><code>runtime-library-missing</code></a>: the program is found, a library it loads is not.</li>\n<li><a href=\"/causes/permission-denied\"><code>permission-denied</code></a>: the file is there without the execute bit.</li>\n<li><a href=\"/causes/exec-format-error\"><code>exec-format-error</code></a>: it is there and cannot be run on this processor.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Compare <code>command</code> and <code>args</code> of the template with <code>ENTRYPOINT</code> and <code>CMD</code> of the image: <code>command</code> replaces the entrypoint.</li>\n<li>Look for one string holding a whole command line, shell syntax without a shell, and volumes mounted over the program's directory.</li>\n<li>If the image changed with the rollout, go back; files may have moved.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/\">Define a Command and Arguments for a Container</a></li>\n<li>opencontainers/runc <code>libcontainer</code>; containers/crun <code>src/libcrun</code></li>\n<li>POSIX Shell, exit status 126 and 127</li>\n</ul>"
    }
  },
  {
    "id": "config-changed",
    "family": "contributing",
    "title": "Configuration changed shortly before",
    "sections": {
      "meaning": "<p>A ConfigMap or Secret that the pods refer to was written within half an hour before the trouble began. Values are never read: only when it was written, by which client, and which keys it has.</p>",
      "evidence": "<ul>\n<li><code>metadata.managedFields[].time</code> of the object shortly before the first end or the first warning.</li>\n<li>The manager that wrote it: <code>kubectl-edit</code>, a chart’s or an operator’s name.</li>\n<li>The pods use it by <code>envFrom</code>, <code>env.valueFrom</code> or a volume.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/missing-configmap-or-secret\"><code>missing-configmap-or-secret</code></a>: the object or a key is not there at all; the container does not start.</li>\n<li><a href=\"/causes/bad-rollout\"><code>bad-rollout</code></a>: the template changed.</li>\n<li>Environment variables are read at the start: a change shows at the next restart, maybe much later. Mounted files change within a minute or two.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>See its keys and who wrote it last.</li>\n<li>Ask the writer what was changed; the history is in their repository, not in the cluster.</li>\n<li>Read what the program refuses: <a href=\"/causes/config-invalid\"><code>config-invalid</code></a> names the setting.</li>\n<li>Put the old value back and restart the rollout; then change it again with care.</li>\n<li>Name configuration by content (a hash in the name), so that a change becomes a rollout that can be undone.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, ConfigMaps: <a href=\"https://kubernetes.io/docs/concepts/configuration/configmap/\">https://kubernetes.io/docs/concepts/configuration/configmap/</a></li>\n<li>Kubernetes documentation, Server-Side Apply (managedFields): <a href=\"https://kubernetes.io/docs/reference/using-api/server-side-apply/\">https://kubernetes.io/docs/reference/using-api/server-side-apply/</a></li>\n</ul>"
    }
  },
  {
    "id": "config-invalid",
    "family": "configuration",
    "title": "Configuration refused",
    "sections": {
      "meaning": "<p>The program has a value, file, flag or address and will not take it. It is started correctly and ends within seconds, each time in the same way, until the value is changed.</p>",
      "evidence": "<ul>\n<li>The line that names it: <code>unknown flag: --x</code>, <code>invalid argument &quot;eighty&quot; for &quot;--port&quot;</code>, <code>yaml: line 4: …</code>, <code>[emerg] unknown directive …</code>, <code>unrecognized configuration parameter …</code>, <code>password authentication failed</code>.</li>\n<li>A setting named <code>…_PORT</code> with a value like <code>tcp://10.43.161.118:8585</code> that the template does not set: Kubernetes injects it for each Service of the namespace. A Service named like the program is enough.</li>\n<li>Exit code 1, 2 or 78, seconds after the start.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/missing-env-var\"><code>missing-env-var</code></a>: nothing is there, instead of something wrong.</li>\n<li><a href=\"/causes/missing-configmap-or-secret\"><code>missing-configmap-or-secret</code></a>: the container never started.</li>\n<li><a href=\"/causes/dependency-unreachable\"><code>dependency-unreachable</code></a>: the address is well formed and nobody answers. A peer that answers and refuses the password belongs here.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Read the message with the lines around it: it names the value, and often what it would take.</li>\n<li>See what changed: <code>kubectl rollout history</code>, or a ConfigMap that was edited. An edited ConfigMap shows only at the next start.</li>\n<li>Validate before applying (<code>nginx -t</code>, <code>promtool check config</code>, …), then mend the value where it is kept.</li>\n<li>For an injected variable: <code>enableServiceLinks: false</code>, or another name for the Service.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables\">Service, environment variables</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/envvars/envvars.go</code></li>\n<li>spf13/pflag, Go <code>strconv</code>, nginx and PostgreSQL documentation for their sentences</li>\n</ul>"
    }
  },
  {
    "id": "container-runtime-error",
    "family": "start",
    "title": "Runtime refuses to start it",
    "sections": {
      "meaning": "<p>The container runtime refuses to create or start the container, and its words fit no narrower cause. The program has not run.</p>",
      "evidence": "<ul>\n<li>\n<p><code>state.waiting.reason</code> is <code>CreateContainerError</code> or <code>RunContainerError</code>, or <code>lastState.terminated.reason</code> is <code>StartError</code> (containerd, exit code 128, <code>startedAt</code> 1970) or <code>ContainerCannotRun</code> (dockershim).</p>\n</li>\n<li>\n<p>The end of the message is the runtime's own reason: <code>… OCI runtime create failed: runc create failed: unable to start container process: REASON: unknown</code>.</p>\n</li>\n<li>\n<p>Common reasons: <code>failed to reserve container name</code> (an earlier create still runs: a slow or overloaded node), <code>sandbox container &quot;…&quot; is not running</code>, a cgroup that cannot be written, a device, a seccomp or AppArmor profile that does not exist, <code>container init was OOM-killed</code> (a limit of a few MiB).</p>\n</li>\n<li>\n<p><code>CreateContainerConfigError</code> with words that name no ConfigMap, Secret, user or volume: a field of the spec refers to what is not there (<code>container sidecar not found</code> for a <code>resourceFieldRef</code>). The kubelet has not asked the runtime. <em>Likely</em>.</p>\n</li>\n<li>\n<p><code>ErrImagePull</code> with words of the runtime about what it was given: a manifest of a format that it no longer reads, a layer that it cannot unpack. <em>Likely</em>.</p>\n</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/command-not-found\"><code>command-not-found</code></a>: <code>executable file not found in $PATH</code>, <code>no such file or directory</code> for the command.</li>\n<li><a href=\"/causes/permission-denied\"><code>permission-denied</code></a>: <code>exec: &quot;…&quot;: permission denied</code>.</li>\n<li><a href=\"/causes/volume-mount-failed\"><code>volume-mount-failed</code></a>: <code>error mounting &quot;…&quot; to rootfs</code>.</li>\n<li><a href=\"/causes/missing-configmap-or-secret\"><code>missing-configmap-or-secret</code></a>, <a href=\"/causes/run-as-nonroot-violation\"><code>run-as-nonroot-violation</code></a>: <code>CreateContainerConfigError</code>, the kubelet's own refusal before the runtime is asked.</li>\n<li><a href=\"/causes/exec-format-error\"><code>exec-format-error</code></a>: the container does start and dies at once.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Read the message to its end.</li>\n<li>Same error for other pods on that node: look at the node's runtime, disk and kernel; the kubelet tries again by itself.</li>\n<li>Only this workload: compare <code>securityContext</code>, devices, resources and <code>runtimeClassName</code> with a pod that starts.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/setup/production-environment/container-runtimes/\">Container Runtimes</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/kuberuntime/kuberuntime_container.go</code>; containerd <code>internal/cri/server/container_start.go</code>; cri-o/cri-o <code>internal/oci/runtime_oci.go</code>; opencontainers/runc <code>libcontainer</code></li>\n</ul>"
    }
  },
  {
    "id": "cpu-throttled",
    "family": "contributing",
    "title": "Held back by its CPU limit",
    "sections": {
      "meaning": "<p>The container had used up its CPU limit in most scheduling periods and had to wait for the next one. A program that waits answers late: probes time out, leases are lost, starts take minutes. It explains another cause; alone it ends nothing.</p>",
      "evidence": "<ul>\n<li>The share of throttled periods (<code>container_cpu_cfs_throttled_periods_total</code> over <code>container_cpu_cfs_periods_total</code>) above one half around the failures.</li>\n<li>Probe failures with <code>context deadline exceeded</code> at the same time.</li>\n<li>On the strip, the CPU curve: use lies flat against the line of the limit, and the throttled share rises in the minutes in which probes fail. Where nothing was scraped there is a gap, not a zero.</li>\n<li>A CPU limit well below what the program uses while it starts or is busy.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/liveness-probe-failing\"><code>liveness-probe-failing</code></a> without throttling: the program itself hangs.</li>\n<li>Low average use: throttling happens within 100 ms and hides in an average.</li>\n<li>A busy node without a limit on the container: it shares what is left, it is not throttled.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Look at the throttled share, not at the average use.</li>\n<li>Raise the CPU limit or drop it, and keep the request: a request guarantees a share without holding back.</li>\n<li>The limit that is offered is limit ÷ (1 − throttled share), within five minutes around the newest failure, at most four times the old one, rounded up by 5 % at most. It is a first step: what a container wants cannot be seen while it is held back. Look at the share again after it.</li>\n<li>Count its workers: gunicorn, uvicorn and puma are told a number, celery and <code>nproc</code> take the node’s processors, whatever the limit is.</li>\n<li>Tell the runtime how many processors it has (<code>GOMAXPROCS</code>, <code>-XX:ActiveProcessorCount</code>), so that it does not spend its share in an instant.</li>\n<li>Do not only loosen the probe: users wait as long as it does.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Resource Management for Pods and Containers: <a href=\"https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\">https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/</a></li>\n<li>Linux kernel documentation, CFS Bandwidth Control</li>\n</ul>"
    }
  },
  {
    "id": "db-migration-failing",
    "family": "program",
    "title": "Database schema is not ready",
    "sections": {
      "meaning": "<p>A migration or the first set-up of the database fails, stopped half way, or was never run, so the program meets tables or columns that are not there and ends. Restarts repeat it.</p>",
      "evidence": "<ul>\n<li>Words of the migration tool: <code>Dirty database version 17</code>, <code>Migration checksum mismatch</code>, <code>P3009</code>, <code>Can’t locate revision</code>, a lock that another run left.</li>\n<li>Words of the database: <code>relation &quot;props&quot; does not exist</code>, <code>Table … doesn’t exist</code>, <code>column … does not exist</code>.</li>\n<li>Often an init container or a Job; then the program itself never starts.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/dependency-unreachable\"><code>dependency-unreachable</code></a>: the tool never got as far as the schema.</li>\n<li><a href=\"/causes/permission-denied\"><code>permission-denied</code></a>: the database refuses the user, not the schema.</li>\n<li><a href=\"/causes/stale-lock-file\"><code>stale-lock-file</code></a>: a lock file on a volume, not in the database.</li>\n<li><a href=\"/causes/config-invalid\"><code>config-invalid</code></a>: the address names the wrong, empty database.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Find the first error of the first failed try; later ones only say “dirty” or “locked”.</li>\n<li>Look at the schema and the tool’s own table before anything is written.</li>\n<li>Finish or undo the half-done change by hand, then clear the mark with the tool’s own command.</li>\n<li>Missing tables: run the migrations, and see why they had not run before the program.</li>\n<li>Let one Job migrate, not every replica at its start.</li>\n</ul>",
      "sources": "<ul>\n<li>golang-migrate, Flyway, Liquibase, Alembic, Prisma and Rails documentation on failed migrations</li>\n<li>PostgreSQL documentation, Appendix A: Error Codes (42P01, 42703)</li>\n</ul>"
    }
  },
  {
    "id": "deadline-exceeded",
    "family": "termination",
    "title": "Ran past its deadline",
    "sections": {
      "meaning": "<p><code>activeDeadlineSeconds</code> of a Job or of a pod has passed, and its pods were ended, whatever they were doing. For a Job the time counts from its start over all tries, back-off included; a failed Job is not tried again.</p>",
      "evidence": "<ul>\n<li>Job: condition <code>Failed</code>, reason <code>DeadlineExceeded</code>, message <code>Job was active longer than specified deadline</code>; a Warning event of the same reason.</li>\n<li>Pod: <code>phase: Failed</code>, <code>status.reason: DeadlineExceeded</code>, <code>Pod was active on the node longer than the specified deadline</code>; the event is a Normal one.</li>\n<li>The containers show 143 or 137: they were stopped, they did not fail.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/app-error-uncaught\"><code>app-error-uncaught</code></a>: the Job failed with <code>BackoffLimitExceeded</code>; the program ended by itself each time.</li>\n<li><code>progressDeadlineSeconds</code> of a Deployment: a report about a rollout, nothing is ended for it.</li>\n<li><a href=\"/causes/sigterm-not-handled\"><code>sigterm-not-handled</code></a>: a 137 here only says that it did not obey in time.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>See when it began, and how much of the time earlier tries and waiting for a node took.</li>\n<li>Compare with runs that succeeded: slower, more data, or stuck on something that its log names.</li>\n<li>Create it anew with a deadline of about twice its usual time; the field of a failed Job no longer helps.</li>\n<li>Split work that grows without end.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Jobs: <a href=\"https://kubernetes.io/docs/concepts/workloads/controllers/job/\">https://kubernetes.io/docs/concepts/workloads/controllers/job/</a></li>\n<li>kubernetes/kubernetes pkg/controller/job/job_controller.go, pkg/kubelet/active_deadline.go</li>\n</ul>"
    }
  },
  {
    "id": "dependency-unreachable",
    "family": "dependency",
    "title": "A dependency does not answer",
    "sections": {
      "meaning": "<p>The program knows the address of something it needs, and that address refuses, drops or does not answer. It gives up and ends, or an init container waits for it. The fault is usually on the other side.</p>",
      "evidence": "<ul>\n<li><code>connection refused</code>: the host answers and nothing listens on that port, or the Service has no ready endpoint. <code>i/o timeout</code>: packets are dropped. <code>no route to host</code>, <code>connection reset by peer</code>: path or peer.</li>\n<li>The Service with that address, its ready endpoints, and the workload behind it, where they can be matched.</li>\n<li><code>waiting for db:5432</code> alone does not say that anything was refused: then only the wait is told, not its reason. A script whose <code>nc</code> prints its usage waits for ever, and is <a href=\"/causes/config-invalid\"><code>config-invalid</code></a>.</li>\n<li>One line names it outright: <em>likely</em>. A line that the program survived, or a wait without an end: <em>possible</em>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/dns-failure\"><code>dns-failure</code></a>: there is no address yet.</li>\n<li><a href=\"/causes/tls-certificate-error\"><code>tls-certificate-error</code></a>: the peer answered.</li>\n<li><a href=\"/causes/config-invalid\"><code>config-invalid</code></a>: a peer that answers <code>password authentication failed</code>, or an address such as <code>localhost</code> that can never be right.</li>\n<li>The kubelet's own <code>connection refused</code> in an <code>Unhealthy</code> event speaks of the pod itself: <a href=\"/causes/liveness-probe-failing\"><code>liveness-probe-failing</code></a>.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Look at the endpoints of the Service. None ready: mend the workload behind it first.</li>\n<li>Ready endpoints: compare port and <code>targetPort</code>, then network policies on both sides.</li>\n<li>Outside the cluster: firewall, egress rules, the provider's status.</li>\n<li>If it only comes up late, let the program retry instead of ending: a loop lasts up to five minutes longer than the outage.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/\">Debug Services</a>, <a href=\"https://kubernetes.io/docs/concepts/services-networking/network-policies/\">Network Policies</a></li>\n<li>Linux manual page connect(2)</li>\n</ul>"
    }
  },
  {
    "id": "dependency-workload-broken",
    "family": "contributing",
    "title": "What it depends on is down",
    "sections": {
      "meaning": "<p>The address that it cannot reach belongs to another workload of this cluster, and that one has nothing ready. Its crashes are an echo: mend the other first.</p>",
      "evidence": "<ul>\n<li>The log names a host and port; a Service of that name exists.</li>\n<li>The Service has no ready endpoint in its EndpointSlices.</li>\n<li>Behind its selector stands a workload with fewer ready pods than it wants, or none at all.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/dependency-unreachable\"><code>dependency-unreachable</code></a> with ready endpoints: the address, the port, a NetworkPolicy or the database’s own limits are wrong, not that workload.</li>\n<li><a href=\"/causes/dns-failure\"><code>dns-failure</code></a>: the name does not resolve, so it was never asked.</li>\n<li>A Service whose selector matches nothing: its labels are wrong; no pod is down.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Open the diagnosis of the other workload and mend that one.</li>\n<li>This one recovers by itself when its back-off ends, after five minutes at most; deleting a pod makes it try at once.</li>\n<li>Let the program wait and try again instead of ending: one outage then does not become many.</li>\n<li>Check that the other was not scaled to zero on purpose.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Service: <a href=\"https://kubernetes.io/docs/concepts/services-networking/service/\">https://kubernetes.io/docs/concepts/services-networking/service/</a></li>\n<li>Kubernetes documentation, Debug Services: <a href=\"https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/\">https://kubernetes.io/docs/tasks/debug/debug-application/debug-service/</a></li>\n</ul>"
    }
  },
  {
    "id": "disk-full-or-evicted",
    "family": "start",
    "title": "Disk full, or evicted",
    "sections": {
      "meaning": "<p>Either the kubelet ended the pod to protect the node or to enforce a storage limit, or a disk is full: the program, or the runtime unpacking the image, says that there is no space left.</p>",
      "evidence": "<ul>\n<li>Pod <code>Failed</code>, <code>status.reason: Evicted</code>: <code>The node was low on resource: memory|ephemeral-storage|inodes|pids. …</code>, <code>Usage of EmptyDir volume &quot;…&quot; exceeds the limit &quot;…&quot;</code>, <code>Container … exceeded its local ephemeral storage limit &quot;…&quot;</code>, <code>Pod was rejected: The node had condition: [DiskPressure]</code>.</li>\n<li>Evicted pods are often gone already; only the <code>Evicted</code> events stay, for an hour. Autoscalers and deschedulers use that reason too: only the kubelet, in these words, counts.</li>\n<li>In a log: <code>No space left on device</code>, <code>ENOSPC</code>, <code>Disk quota exceeded</code>. In a pull: <code>no space left on device</code>.</li>\n<li>The same in what the kubelet or the runtime could not create for the pod: a sandbox, a task, a container's log directory. Under <code>/sys/fs/cgroup</code> it is no disk that is full.</li>\n<li>For storage limits there is no <code>DisruptionTarget</code> condition.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/oom-killed-limit\"><code>oom-killed-limit</code></a>, <a href=\"/causes/oom-killed-node\"><code>oom-killed-node</code></a>: the kernel killed one process, the pod stays. An eviction for memory ends the whole pod and says so.</li>\n<li><a href=\"/causes/node-kernel-setting\"><code>node-kernel-setting</code></a>: inotify also answers <code>no space left on device</code> (<code>fs.inotify.max_user_watches</code>).</li>\n<li><a href=\"/causes/node-lost\"><code>node-lost</code></a>: the node, not its disk, went.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Evicted: <code>kubectl describe node</code>: pressure conditions, and what is requested. The message says which container used how much.</li>\n<li>An emptyDir or ephemeral-storage limit: raise it, or write less (logs count too); put large files on a claim.</li>\n<li>A full claim: grow it where the class allows expansion, or clean up; check inodes as well as bytes.</li>\n<li>Delete evicted pods when done: they hold no resources.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/\">Node-pressure Eviction</a>, <a href=\"https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\">Resource Management for Pods and Containers</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/eviction/helpers.go</code>, <code>pkg/kubelet/eviction/eviction_manager.go</code></li>\n</ul>"
    }
  },
  {
    "id": "dns-failure",
    "family": "dependency",
    "title": "A name does not resolve",
    "sections": {
      "meaning": "<p>The program asked for the address of a name and got none: the name does not exist where it was asked, or the resolver did not answer. No connection was tried.</p>",
      "evidence": "<ul>\n<li><code>lookup HOST on SERVER:53: no such host</code>, <code>getaddrinfo ENOTFOUND HOST</code>, <code>Name or service not known</code>, <code>UnknownHostException: HOST</code>, <code>host not found in upstream</code>.</li>\n<li><code>no such host</code>, <code>ENOTFOUND</code> and <code>NXDOMAIN</code> are answers: the name is wrong or not there yet. <code>EAI_AGAIN</code>, <code>server misbehaving</code> and <code>i/o timeout</code> towards port 53 mean that the resolver itself failed.</li>\n<li>Whether a Service of that name exists, and in which namespace.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/dependency-unreachable\"><code>dependency-unreachable</code></a>: the name gave an address, and nobody answered there.</li>\n<li><a href=\"/causes/config-invalid\"><code>config-invalid</code></a>: what is asked for is no host name, such as a whole URL.</li>\n<li>A registry's name that the node cannot resolve is <a href=\"/causes/image-pull-network\"><code>image-pull-network</code></a>.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>List Services. Another namespace's needs <code>name.namespace</code>; a headless one resolves only while pods are ready, unless <code>publishNotReadyAddresses</code> is set.</li>\n<li>Ask whether other pods resolve other names. All fail: look at CoreDNS in <code>kube-system</code>, and at network policies that forbid port 53 by UDP and TCP.</li>\n<li>External names: look at <code>dnsPolicy</code>, the search list with <code>ndots:5</code>, and the resolver of the node.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/\">DNS for Services and Pods</a>, <a href=\"https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/\">Debugging DNS Resolution</a></li>\n<li>Linux manual page getaddrinfo(3); Go package <code>net</code>; Node.js documentation, <code>dns</code></li>\n</ul>"
    }
  },
  {
    "id": "exec-format-error",
    "family": "configuration",
    "title": "The kernel cannot run the program",
    "sections": {
      "meaning": "<p>The kernel does not know the format of the file it was told to run (<code>ENOEXEC</code>): a binary for another processor, a script without <code>#!</code> in its first two bytes or with Windows line ends, or an empty or damaged file.</p>",
      "evidence": "<ul>\n<li><code>exec /app/x: exec format error</code> in the log (exit code 1 or 255), <code>cannot execute binary file: Exec format error</code> from a shell (126), or from the runtime <code>exec user process caused: exec format error</code>.</li>\n<li>The node's <code>status.nodeInfo.architecture</code> beside the image. It fails on every node of that processor and runs on the others.</li>\n<li><code>env: ‘bash\\r’: No such file or directory</code>: carriage returns.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/image-platform-mismatch\"><code>image-platform-mismatch</code></a>: the registry has no image for the platform, so nothing was pulled.</li>\n<li><a href=\"/causes/command-not-found\"><code>command-not-found</code></a>: there is no such file.</li>\n<li><a href=\"/causes/illegal-instruction\"><code>illegal-instruction</code></a>: right processor family, too old for the instructions: exit code 132.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Compare the architecture of the node with that of the image (<code>docker buildx imagetools inspect IMAGE</code>). A single-platform tag built on an ARM laptop is the commonest reason.</li>\n<li>Until a build for both is there, hold it with a <code>nodeSelector</code> on <code>kubernetes.io/arch</code>.</li>\n<li>Same architecture: look at the first line of the script, its line ends, and whether the file is empty.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/containers/images/#multi-architecture-images-with-image-indexes\">Images, multi-architecture images</a></li>\n<li>Linux manual page execve(2), <code>ENOEXEC</code></li>\n<li>opencontainers/runc <code>libcontainer</code></li>\n</ul>"
    }
  },
  {
    "id": "exits-zero",
    "family": "termination",
    "title": "Finishes, and is started again",
    "sections": {
      "meaning": "<p>The main process ends with success, and the restart policy <code>Always</code> starts it again: a task that is deployed as a server, a server that puts itself in the background, or a shell without input. After a few rounds it looks like any crash loop.</p>",
      "evidence": "<ul>\n<li><code>lastState.terminated</code> has <code>exitCode: 0</code>, <code>reason: Completed</code>, and no <code>Killing</code> event before it.</li>\n<li><code>spec.restartPolicy: Always</code> (the only one that a Deployment, StatefulSet or DaemonSet allows).</li>\n<li>A log that tells of a stop first (<code>received SIGTERM, shutting down</code>): <em>likely</em>, and it did not end by itself; look for what stops it.</li>\n<li>Each run lasts about the same time.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/liveness-probe-failing\"><code>liveness-probe-failing</code></a>: a program that stops in good order also leaves exit 0; the <code>Killing</code> event tells.</li>\n<li><a href=\"/causes/post-start-hook-failed\"><code>post-start-hook-failed</code></a>: killed for its hook, often with exit 0 too.</li>\n<li><a href=\"/causes/app-error-uncaught\"><code>app-error-uncaught</code></a>: some programs end with 0 after an error; the log says so.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Read the last log: did it finish its work, or did it go to the background?</li>\n<li>A task that ends belongs in a Job or CronJob.</li>\n<li>Keep a server in the foreground: <code>nginx -g &quot;daemon off;&quot;</code>, <code>--no-daemonize</code>, <code>exec</code> at the end of the script.</li>\n<li>A container that only waits needs a command that waits: <code>sleep infinity</code>.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Pod Lifecycle: <a href=\"https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/\">https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/</a></li>\n<li>Kubernetes documentation, Jobs: <a href=\"https://kubernetes.io/docs/concepts/workloads/controllers/job/\">https://kubernetes.io/docs/concepts/workloads/controllers/job/</a></li>\n</ul>"
    }
  },
  {
    "id": "illegal-instruction",
    "family": "program",
    "title": "Instruction the processor lacks",
    "sections": {
      "meaning": "<p>The program was built for a newer processor than the node has. It runs until it reaches the first instruction that this one does not know (AVX2, AVX-512 and the like), and the kernel ends it with SIGILL.</p>",
      "evidence": "<ul>\n<li>Exit code 132 (128 + SIGILL), <code>reason: Error</code>, often within the first second, or when a model or a codec is loaded.</li>\n<li><code>Illegal instruction</code> in the log, or nothing at all.</li>\n<li>It fails on some nodes and runs on others with the same architecture.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/exec-format-error\"><code>exec-format-error</code></a>: another architecture altogether; the file cannot even be started.</li>\n<li><a href=\"/causes/image-platform-mismatch\"><code>image-platform-mismatch</code></a>: the registry has no image for the node’s platform.</li>\n<li><a href=\"/causes/segfault\"><code>segfault</code></a>: exit code 139.</li>\n<li>An explicit trap of the program itself (<code>ud2</code>, an abort built as a trap) also ends with 132.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Compare the nodes: the flags line of <code>/proc/cpuinfo</code> where it runs and where it fails.</li>\n<li>Choose nodes that have what it needs, with a node label and a selector.</li>\n<li>Or take an image built for the platform’s baseline (x86-64-v1 or v2); many libraries have a build without AVX.</li>\n<li>Emulated nodes (QEMU without host CPU) miss instructions as well.</li>\n</ul>",
      "sources": "<ul>\n<li>Linux manual page signal(7)</li>\n<li>Kubernetes documentation, Assigning Pods to Nodes: <a href=\"https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/\">https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/</a></li>\n</ul>"
    }
  },
  {
    "id": "image-digest-drift",
    "family": "contributing",
    "title": "One tag, two images",
    "sections": {
      "meaning": "<p>Pods with the same image name run different images: the tag was moved in the registry between two pulls. Two pods of one revision then differ, and a rollback to the same tag brings nothing back.</p>",
      "evidence": "<ul>\n<li><code>status.containerStatuses[].imageID</code> differs between pods whose <code>spec</code> has the same image, on nodes of the same architecture.</li>\n<li>The pods with the newer digest are in trouble, those with the older one run.</li>\n<li>The image is named by a tag (<code>latest</code>, <code>stable</code>, a version that was pushed again), not by <code>@sha256:</code>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li>Nodes of another architecture: one tag rightly has a digest for each.</li>\n<li><a href=\"/causes/bad-rollout\"><code>bad-rollout</code></a>: the template names another image.</li>\n<li><a href=\"/causes/node-specific\"><code>node-specific</code></a>: a node that had an old copy looks the same; compare the digests.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Take the digest of a pod that runs: it is known to be good.</li>\n<li>Name the image by that digest in the template; that is a rollout and can be undone.</li>\n<li>Ask who pushed the tag again, and what is in it.</li>\n<li>Give every build a tag of its own; let the registry refuse to overwrite tags.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Images: <a href=\"https://kubernetes.io/docs/concepts/containers/images/\">https://kubernetes.io/docs/concepts/containers/images/</a></li>\n<li>OCI Distribution Specification, tags and digests</li>\n</ul>"
    }
  },
  {
    "id": "image-name-invalid",
    "family": "image",
    "title": "Image name is not valid",
    "sections": {
      "meaning": "<p>The image reference in the pod cannot be parsed, so no registry was asked. Most often a variable in a template was left empty or filled twice.</p>",
      "evidence": "<ul>\n<li><code>state.waiting.reason</code> is <code>InvalidImageName</code>; the message and the <code>InspectFailed</code> event say <code>Failed to apply default image tag &quot;…&quot;: couldn't parse image name &quot;…&quot;: invalid reference format</code> (up to 1.20 <code>couldn't parse image reference</code>).</li>\n<li>Typical names: capitals in the repository (<code>Team/App</code>), two tags (<code>app:v1:latest</code>), a scheme (<code>https://…</code>), a space, a trailing colon from an empty tag (<code>app:</code>), an unreplaced <code>${TAG}</code>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/image-not-found\"><code>image-not-found</code></a>: the name is well formed and the registry has none of that name.</li>\n<li><a href=\"/causes/admission-denied\"><code>admission-denied</code></a>: an API server or policy that refuses the pod for its image; then there is no pod at all.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Read <code>spec.containers[].image</code> of the pod, not of the chart: <code>kubectl get pod POD -o jsonpath='{.spec.containers[*].image}'</code>.</li>\n<li>Mend the value where the name is put together (pipeline variable, Helm value, kustomize image), then set it: lower-case repository, at most one tag, optionally a digest.</li>\n<li>Have the pipeline fail on an empty tag.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/containers/images/\">Images</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/images/image_manager.go</code>, <code>pkg/kubelet/images/types.go</code></li>\n<li>distribution/reference (the grammar of image references)</li>\n</ul>"
    }
  },
  {
    "id": "image-never-pull",
    "family": "image",
    "title": "Image is not on the node",
    "sections": {
      "meaning": "<p>The container has <code>imagePullPolicy: Never</code>, and its node does not hold the image. The kubelet may not ask a registry, so nothing will change by waiting.</p>",
      "evidence": "<ul>\n<li><code>state.waiting.reason</code> is <code>ErrImageNeverPull</code>; the message and the event say <code>Container image &quot;…&quot; is not present with pull policy of Never</code>.</li>\n<li><code>spec.containers[].imagePullPolicy</code> is <code>Never</code>.</li>\n<li>Where the kubelet verifies pull credentials (since 1.35 by default), the same reason also stands for an image that is present but that this pod may not use.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/image-not-found\"><code>image-not-found</code></a>: a registry was asked.</li>\n<li><a href=\"/causes/image-pull-auth\"><code>image-pull-auth</code></a>: a registry was asked and refused.</li>\n<li><a href=\"/causes/node-specific\"><code>node-specific</code></a>: pods of the same workload on nodes with the image preloaded do run.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>See which node the pod was sent to, and whether that node lists the image: <code>kubectl get node NODE -o jsonpath='{.status.images[*].names}'</code> (the list is cut at fifty by default).</li>\n<li>Where a registry has the image, use <code>IfNotPresent</code>.</li>\n<li>Where it must be preloaded (local clusters, air-gapped nodes), load it on every node that may run the pod, or select those nodes. Image garbage collection removes preloaded images on a full disk.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/containers/images/\">Images</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/images/image_manager.go</code>, <code>pkg/kubelet/images/types.go</code></li>\n</ul>"
    }
  },
  {
    "id": "image-not-found",
    "family": "image",
    "title": "Image does not exist",
    "sections": {
      "meaning": "<p>The registry was reached and answered that it has no such repository or tag. The container has never started from this image; pods of an older revision, or on nodes that still hold the image, may go on.</p>",
      "evidence": "<ul>\n<li><code>state.waiting.reason</code> is <code>ErrImagePull</code> or <code>ImagePullBackOff</code>. Since Kubernetes 1.32 the message holds the registry's answer; before that only the <code>Failed</code> event does.</li>\n<li>containerd: <code>failed to resolve reference &quot;…&quot;: …: not found</code>. CRI-O: <code>reading manifest TAG in REPOSITORY: manifest unknown</code>. dockershim: <code>manifest for … not found</code>.</li>\n<li><code>could not fetch content descriptor … from remote: not found</code>: the tag is there and one of its layers is not, in the registry or in a mirror of it. Certainty is <em>likely</em> then.</li>\n<li>A lease, a snapshot or a snapshotter that is <code>not found</code> is the node's own, and no answer of a registry.</li>\n<li><code>Back-off pulling image &quot;…&quot;</code> alone is the symptom and names no cause.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/image-pull-auth\"><code>image-pull-auth</code></a>: registries hide private repositories, so <code>pull access denied, repository does not exist or may require authorization</code> has two readings. Without pull secrets and at Docker Hub the name is the first suspect; with credentials, or at a private registry, the permission is. Certainty is <em>likely</em> then.</li>\n<li><a href=\"/causes/image-platform-mismatch\"><code>image-platform-mismatch</code></a>: the tag exists, without an image for this node: <code>no match for platform in manifest</code>.</li>\n<li><a href=\"/causes/image-name-invalid\"><code>image-name-invalid</code></a>: no registry was asked.</li>\n<li><a href=\"/causes/image-pull-network\"><code>image-pull-network</code></a>: no registry answered.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Read the name letter by letter: registry, repository, tag. List the tags in the registry.</li>\n<li>If a rollout brought the name, look at <code>kubectl rollout history</code>; going back is safe while the old image is still there.</li>\n<li>A tag deleted by a retention policy fails only on new nodes: push it again, and pin by digest.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/containers/images/\">Images</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/images/image_manager.go</code>, <code>pkg/kubelet/images/types.go</code></li>\n<li>containerd <code>core/remotes/docker</code>; containers/image <code>docker</code> (CRI-O)</li>\n</ul>"
    }
  },
  {
    "id": "image-platform-mismatch",
    "family": "image",
    "title": "No image for this platform",
    "sections": {
      "meaning": "<p>The registry has the image, but not for the operating system and architecture of the node: typically an amd64-only image on an arm64 node, or the reverse.</p>",
      "evidence": "<ul>\n<li><code>ErrImagePull</code> or <code>ImagePullBackOff</code> with <code>no match for platform in manifest: not found</code> (containerd), <code>no image found in manifest list for architecture &quot;…&quot;</code> or <code>… in image index …</code> (CRI-O), <code>no matching manifest for linux/arm64 in the manifest list entries</code> (dockershim).</li>\n<li>The node's own statement: <code>status.nodeInfo.architecture</code> and <code>operatingSystem</code>.</li>\n<li>The words <code>not found</code> at the end belong to the platform, not to the tag.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/image-not-found\"><code>image-not-found</code></a>: the tag itself is missing, on every node.</li>\n<li><a href=\"/causes/exec-format-error\"><code>exec-format-error</code></a>: a single-platform image is not checked at the pull; it starts and dies with <code>exec format error</code>.</li>\n<li><a href=\"/causes/node-specific\"><code>node-specific</code></a>: in a mixed cluster only the pods on nodes of the other architecture wait.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Compare the node's architecture with the manifest: <code>docker buildx imagetools inspect IMAGE</code> lists the platforms.</li>\n<li>At once: <code>nodeSelector: {kubernetes.io/arch: …}</code> keeps the pods where an image exists.</li>\n<li>For good: build and push for all platforms under one tag. Check base images and sidecars too.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/containers/images/\">Images</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/images/image_manager.go</code>, <code>pkg/kubelet/images/types.go</code></li>\n<li>containerd <code>core/images</code> (manifest selection by platform); containers/image <code>manifest</code></li>\n</ul>"
    }
  },
  {
    "id": "image-pull-auth",
    "family": "image",
    "title": "Registry refuses the pull",
    "sections": {
      "meaning": "<p>The registry was reached and refused to give the image: no credentials were sent, they are wrong or expired, or they may not read this repository.</p>",
      "evidence": "<ul>\n<li><code>state.waiting.reason</code> is <code>ErrImagePull</code> or <code>ImagePullBackOff</code> with <code>401 Unauthorized</code>, <code>403 Forbidden</code>, <code>authorization failed</code>, <code>failed to authorize: failed to fetch anonymous token</code>, <code>no basic auth credentials</code> or <code>unauthorized: …</code>.</li>\n<li><code>fetch anonymous token</code> means that no credentials were used at all; <code>fetch oauth token</code> that some were.</li>\n<li>A <code>FailedToRetrieveImagePullSecret</code> event: the Secret named in <code>imagePullSecrets</code> is not in the namespace, and the kubelet tried without it.</li>\n<li>Missing and wrong credentials read the same.</li>\n<li>Many registries answer an anonymous pull of a name that does not exist in the same words (ghcr.io, quay.io, GitLab, ECR): without pull secrets of the pod's own the certainty is <em>likely</em>. It is <em>proven</em> where they were used or could not be read, and for <code>no basic auth credentials</code>: such a registry gives nothing to anybody without them.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/image-not-found\"><code>image-not-found</code></a>: Docker Hub answers <code>pull access denied, repository does not exist or may require authorization</code> for both; the diagnosis then says <em>likely</em>.</li>\n<li><a href=\"/causes/image-pull-network\"><code>image-pull-network</code></a>: no answer at all, or <code>429 Too Many Requests</code>, which is a limit and not a refusal. <code>Proxy Authentication Required</code> is the answer of a proxy on the way.</li>\n<li><a href=\"/causes/rbac-forbidden\"><code>rbac-forbidden</code></a>: the Kubernetes API refuses the program, not the registry the node.</li>\n</ul>",
      "whatToDo": "<ol>\n<li><code>kubectl get secrets</code> in the namespace: a pull secret has the type <code>kubernetes.io/dockerconfigjson</code>, and must be in the pod's own namespace.</li>\n<li>Check that <code>imagePullSecrets</code> of the pod or of its service account names it.</li>\n<li>Several workloads failing at once after hours of success: a token that expired. Renew it; for cloud registries look at the node's credential provider.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/containers/images/\">Images</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/images/image_manager.go</code>, <code>pkg/kubelet/images/types.go</code></li>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/\">Pull an Image from a Private Registry</a></li>\n</ul>"
    }
  },
  {
    "id": "image-pull-network",
    "family": "image",
    "title": "Registry cannot be reached",
    "sections": {
      "meaning": "<p>The node could not get the image because the way to the registry failed: the name is not resolved, the connection is refused or times out, TLS fails, or the registry turned the node away for load. It says nothing about whether the image exists.</p>",
      "evidence": "<ul>\n<li><code>ErrImagePull</code> or <code>ImagePullBackOff</code> with <code>dial tcp: lookup HOST: no such host</code>, <code>connect: connection refused</code>, <code>i/o timeout</code>, <code>no route to host</code>, <code>TLS handshake timeout</code>, <code>x509: …</code>, <code>http: server gave HTTP response to HTTPS client</code>, <code>context deadline exceeded</code>, <code>unexpected EOF</code>.</li>\n<li><code>429 Too Many Requests</code> or <code>toomanyrequests</code>: the registry's limit. <code>pull QPS exceeded</code>: the kubelet's own.</li>\n<li>CRI-O may report the reason <code>RegistryUnavailable</code>.</li>\n<li>The pull runs on the node: its resolver, proxy and certificates count, not those of pods.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/image-pull-auth\"><code>image-pull-auth</code></a>: the registry answered 401 or 403.</li>\n<li><a href=\"/causes/image-not-found\"><code>image-not-found</code></a>: the registry answered that there is none. <code>no such host</code> in a pull is about the registry's host, not about the image.</li>\n<li><a href=\"/causes/dns-failure\"><code>dns-failure</code></a>, <a href=\"/causes/tls-certificate-error\"><code>tls-certificate-error</code></a>: the same words from a program that runs.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>See whether other pods on the same node pull, and whether other nodes do: one node points at the node, all at the registry or the way there.</li>\n<li>From that node: resolve the host, open the port, look at the certificate.</li>\n<li>Certificates: add the registry's CA to the runtime's trust. Limits: authenticate, use a mirror, avoid <code>imagePullPolicy: Always</code>.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/containers/images/\">Images</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/images/image_manager.go</code>, <code>pkg/kubelet/images/types.go</code></li>\n<li>containerd <code>core/remotes/docker</code>; cri-o/cri-o <code>server/image_pull.go</code></li>\n</ul>"
    }
  },
  {
    "id": "init-container-failing",
    "family": "start",
    "title": "Init container fails",
    "sections": {
      "meaning": "<p>An init container ends with an error of its own, so the kubelet starts it again and never reaches the containers after it. No narrower cause could be named from its log; where one can, that cause is given with the init container's name.</p>",
      "evidence": "<ul>\n<li><code>status.initContainerStatuses[]</code>: <code>lastState.terminated</code> with an exit code other than 0, <code>state.waiting.reason: CrashLoopBackOff</code>; <code>kubectl get pods</code> shows <code>Init:Error</code> or <code>Init:CrashLoopBackOff</code>.</li>\n<li>The pod's condition <code>Initialized</code> is False, <code>ContainersNotInitialized</code>.</li>\n<li>The containers after it wait with <code>PodInitializing</code>: that is the consequence.</li>\n<li>With <code>restartPolicy: Never</code> the pod fails at the first error.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/dependency-unreachable\"><code>dependency-unreachable</code></a>, <a href=\"/causes/dns-failure\"><code>dns-failure</code></a>, <a href=\"/causes/db-migration-failing\"><code>db-migration-failing</code></a>, <a href=\"/causes/missing-env-var\"><code>missing-env-var</code></a>: the log of the init container names them, and they are given instead.</li>\n<li><a href=\"/causes/missing-configmap-or-secret\"><code>missing-configmap-or-secret</code></a>: the container was never created.</li>\n<li><a href=\"/causes/sidecar-failing\"><code>sidecar-failing</code></a>: an init container with <code>restartPolicy: Always</code> runs beside the others.</li>\n<li>A wait loop that never ends has no exit code; its log says what it waits for.</li>\n</ul>",
      "whatToDo": "<ol>\n<li><code>kubectl logs POD -c INIT --previous</code>: its last lines are the answer.</li>\n<li>No log: look at its command and arguments, then at the exit code (126 and 127 are a shell's: not executable, not found).</li>\n<li>Init containers run again after a restart of the pod's sandbox: they must be safe to repeat.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/workloads/pods/init-containers/\">Init Containers</a>, <a href=\"https://kubernetes.io/docs/tasks/debug/debug-application/debug-init-containers/\">Debug Init Containers</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/kuberuntime/kuberuntime_container.go</code></li>\n</ul>"
    }
  },
  {
    "id": "leader-election-lost",
    "family": "dependency",
    "title": "Lost its leader lease",
    "sections": {
      "meaning": "<p>A controller that held a lease could not renew it within its deadline (10 s by default), and ended on purpose so that two leaders never work at once. The program is right to end; the API server, the network or the node was slow.</p>",
      "evidence": "<ul>\n<li><code>failed to renew lease NS/NAME: timed out waiting for the condition</code> or <code>context deadline exceeded</code>, then <code>leaderelection lost</code> or <code>leader election lost</code>, exit code 1 (some end with 0 or 255).</li>\n<li><code>Failed to update lock …: net/http: request canceled</code> or <code>etcdserver: request timed out</code> just before.</li>\n<li>Restarts hours apart, together with those of other controllers.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/dependency-unreachable\"><code>dependency-unreachable</code></a>: the API server was never reached, from the start.</li>\n<li><a href=\"/causes/rbac-forbidden\"><code>rbac-forbidden</code></a>: the account may not update <code>leases</code>.</li>\n<li><code>attempting to acquire leader lease</code> and nothing more is a standby that waits: healthy.</li>\n<li>Contributing <a href=\"/causes/cpu-throttled\"><code>cpu-throttled</code></a>: a throttled controller misses its own deadline.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Compare the minute with other leaders (<code>kube-controller-manager</code>, <code>kube-scheduler</code>, operators). All at once: the API server or etcd was slow.</li>\n<li>Only this one: its CPU limit and the node's load at that time; then its network.</li>\n<li>Look at API server latency and etcd disk latency before anything is tuned.</li>\n<li>Longer lease and renew deadlines hide slow control planes; with one replica, leader election can be switched off.</li>\n</ol>",
      "sources": "<ul>\n<li>kubernetes/client-go <code>tools/leaderelection/leaderelection.go</code></li>\n<li>kubernetes-sigs/controller-runtime <code>pkg/leaderelection</code></li>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/architecture/leases/\">Leases</a></li>\n</ul>"
    }
  },
  {
    "id": "limit-lowered-by-rollout",
    "family": "contributing",
    "title": "A rollout lowered the memory limit",
    "sections": {
      "meaning": "<p>The newest revision gives the container less memory than the one before, and it has been killed for memory since. What it uses has not changed; what it may use has.</p>",
      "evidence": "<ul>\n<li><code>resources.limits.memory</code> differs between the templates of the last two revisions, and the newer one is lower.</li>\n<li>Containers of the newer revision end with <code>OOMKilled</code>.</li>\n<li>Pods of the older revision, where some are left, run.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/memory-leak-trend\"><code>memory-leak-trend</code></a>: it grows without end, under any limit.</li>\n<li><a href=\"/causes/bad-rollout\"><code>bad-rollout</code></a>: says only that the trouble began with the revision; here the field is named.</li>\n<li>An autoscaler for resources that rewrites limits: the change is in the pod, not in the template.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Compare the two revisions: <code>kubectl rollout history</code> with <code>--revision</code>.</li>\n<li>Put the old limit back, or roll back when nothing else in the revision is needed.</li>\n<li>Before lowering it again, look at the peak of a week, not at an average.</li>\n<li>If it came from a chart or a policy, mend it there, or the next release lowers it again.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Deployments: <a href=\"https://kubernetes.io/docs/concepts/workloads/controllers/deployment/\">https://kubernetes.io/docs/concepts/workloads/controllers/deployment/</a></li>\n<li>Kubernetes documentation, Resource Management for Pods and Containers: <a href=\"https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\">https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/</a></li>\n</ul>"
    }
  },
  {
    "id": "liveness-probe-failing",
    "family": "probe",
    "title": "Killed by its liveness probe",
    "sections": {
      "meaning": "<p>The kubelet asked the container’s liveness probe, got no good answer for failureThreshold times in a row, and killed the container. It had been reachable before, or the probe asks for a port or path that the program does not serve. The exit code says only how it obeyed SIGTERM.</p>",
      "evidence": "<ul>\n<li>A <code>Killing</code> event: <code>Container app failed liveness probe, will be restarted</code> (no suffix with restartPolicy Never; <code>Init container …</code> for a sidecar).</li>\n<li><code>Unhealthy</code> events before it, with the answer: <code>HTTP probe failed with statuscode: 503</code>, <code>connection refused</code>, <code>context deadline exceeded</code>.</li>\n<li>The pod’s status never names the probe. A program that stops in good order leaves <code>Completed</code>, exit 0.</li>\n<li>An exit code that is none of a stop (1, 255, …) makes the announced kill <em>likely</em> unless the log says that it heard SIGTERM: the program may have ended by itself meanwhile.</li>\n<li>The kubelet's limit of events drops <code>Killing</code> in a fast loop. A kill of a run before makes this end <em>likely</em> a kill where it lies no more than two turns of the loop back, where the failures went on, or where kills were many and the run lasted as long as the probe lets it. An older one says nothing, nor does one beside an end without a time.</li>\n<li>Restarts of which no end is known (<code>lastState: {}</code>) beside failures of the liveness probe: <em>likely</em> where they are at least <code>failureThreshold</code> for each restart, else <em>possible</em>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/liveness-too-aggressive\"><code>liveness-too-aggressive</code></a>: it was still starting.</li>\n<li><a href=\"/causes/startup-probe-failing\"><code>startup-probe-failing</code></a>: the <code>Killing</code> event names the startup probe.</li>\n<li><a href=\"/causes/oom-killed-limit\"><code>oom-killed-limit</code></a>: 137 with <code>reason: OOMKilled</code> and no <code>Killing</code> event.</li>\n<li><a href=\"/causes/sigterm-not-handled\"><code>sigterm-not-handled</code></a>: stands beside this one when the kill ended in 137 after the whole grace.</li>\n<li><a href=\"/causes/exits-zero\"><code>exits-zero</code></a>: exit 0 without any kill.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Read the log of the seconds before the kill: what was it busy with, or what did it refuse?</li>\n<li>Ask the same path and port yourself from within the pod.</li>\n<li>A liveness probe must not depend on other services: take the database out of its check.</li>\n<li>Time-outs under load: look at CPU throttling, then raise <code>timeoutSeconds</code>.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Configure Liveness, Readiness and Startup Probes: <a href=\"https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/\">https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/</a></li>\n<li>kubernetes/kubernetes pkg/kubelet/prober/prober.go, pkg/kubelet/kuberuntime/kuberuntime_manager.go</li>\n</ul>"
    }
  },
  {
    "id": "liveness-too-aggressive",
    "family": "probe",
    "title": "Killed while still starting",
    "sections": {
      "meaning": "<p>The liveness probe began to count before the program could answer, and the kubelet killed it in the middle of its start. Every restart begins the same race again, so a start that is only slow never ends.</p>",
      "evidence": "<ul>\n<li>A <code>Killing</code> event for the liveness probe, and each run lasts about <code>initialDelaySeconds + failureThreshold × periodSeconds</code>.</li>\n<li>The log still says that it loads, migrates or warms up, and never that it listens.</li>\n<li>Without such a log: the probe is refused, or its command says that it could not connect, and the kill comes within a minute of the start.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/liveness-probe-failing\"><code>liveness-probe-failing</code></a>: it had listened, answered with a status, or lived longer than the allowance; or the probe asks for the wrong port.</li>\n<li><a href=\"/causes/startup-probe-failing\"><code>startup-probe-failing</code></a>: a startup probe exists and it is the one that gave up.</li>\n<li><a href=\"/causes/dependency-unreachable\"><code>dependency-unreachable</code></a>: it is not slow but waits for something that never comes; the log names it.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Read how far the start gets, and how long it takes when nobody kills it.</li>\n<li>Add a <code>startupProbe</code> with the same question and a <code>failureThreshold</code> that allows twice a slow start. It holds the liveness probe back until it has passed once.</li>\n<li>Do not stretch <code>initialDelaySeconds</code> instead: that delays every later restart as well.</li>\n<li>If starts became slower with a release or a lower CPU limit, mend that.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Configure Liveness, Readiness and Startup Probes: <a href=\"https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/\">https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/</a></li>\n<li>kubernetes/kubernetes pkg/kubelet/prober/worker.go</li>\n</ul>"
    }
  },
  {
    "id": "memory-leak-trend",
    "family": "contributing",
    "title": "Memory grows until it is killed",
    "sections": {
      "meaning": "<p>In run after run the container’s memory rises from its start to its end and never levels. A higher limit only puts the next kill off.</p>",
      "evidence": "<ul>\n<li>The working set (<code>container_memory_working_set_bytes</code>) rises in a nearly straight line in every run that was measured.</li>\n<li>On the strip, the memory curve: a saw whose teeth all climb to the line of the limit. A need that levels lies flat below it.</li>\n<li>The pace is the slope of a straight line through each run (least squares); a run counts as growing where the line explains four fifths of it and its last third still climbs at two fifths of the pace. With fewer than five samples in a run nothing is said.</li>\n<li>The runs end with <code>OOMKilled</code> at about the same value.</li>\n<li>The time from start to kill is about the same, or shorter under load.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/oom-killed-limit\"><code>oom-killed-limit</code></a> after a burst: level for long, then one jump. That is one big piece of work, and a limit can be right for it.</li>\n<li>A cache that warms up rises too, and then levels.</li>\n<li>Page cache is not in the working set’s hard part: files that were read can be given back.</li>\n<li><a href=\"/causes/limit-lowered-by-rollout\"><code>limit-lowered-by-rollout</code></a>: the use is as ever, the limit is not.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>“Twice the limit buys so many minutes” is limit ÷ pace: the reason not to raise it.</li>\n<li>Where another revision held for a week with as much memory, that is need and no leak: then the limit is sized from its peak.</li>\n<li>Take a heap profile early and late in one run, and compare what is kept.</li>\n<li>See with which revision it began; the changes of that one are the first suspects.</li>\n<li>Until it is found: a limit that lasts from one planned restart to the next, and more than one replica.</li>\n<li>Tell the runtime its limit (<code>GOMEMLIMIT</code>, <code>MaxRAMPercentage</code>), so that it collects in time.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Resource Management for Pods and Containers: <a href=\"https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\">https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/</a></li>\n<li>google/cadvisor container_memory_working_set_bytes</li>\n</ul>"
    }
  },
  {
    "id": "missing-configmap-or-secret",
    "family": "configuration",
    "title": "A ConfigMap, Secret or key is missing",
    "sections": {
      "meaning": "<p>The pod refers to a ConfigMap or Secret that is not in its namespace, or to a key that the object does not have. The kubelet does not start the container and tries again; the pod goes on by itself once the object is there.</p>",
      "evidence": "<ul>\n<li>For a variable: <code>state.waiting.reason</code> is <code>CreateContainerConfigError</code>, with <code>secret &quot;x&quot; not found</code>, <code>configmap &quot;x&quot; not found</code> or <code>couldn't find key K in Secret ns/x</code>. There is no log.</li>\n<li>For a volume: the container stays in <code>ContainerCreating</code>; the event <code>FailedMount</code> says <code>MountVolume.SetUp failed for volume &quot;v&quot; : secret &quot;x&quot; not found</code> or <code>references non-existent secret key: K</code>.</li>\n<li>The kubelet states the cause itself: <em>proven</em>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/missing-env-var\"><code>missing-env-var</code></a>: the container runs and the program complains; a reference marked <code>optional</code> lets it start.</li>\n<li><a href=\"/causes/volume-mount-failed\"><code>volume-mount-failed</code></a>: the mount fails for another reason, such as a driver or a timeout.</li>\n<li><code>failed to sync configmap cache</code> and <code>object … not registered</code> are passing troubles of the kubelet.</li>\n<li>A missing image pull secret shows as <a href=\"/causes/image-pull-auth\"><code>image-pull-auth</code></a>.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>List the names in the same namespace: a misspelling and the wrong namespace are the commonest reasons.</li>\n<li>For a key, compare key names; <code>kubectl describe secret</code> shows names and sizes, never values.</li>\n<li>If it is generated (an operator, external secrets, a chart hook), look at what should have made it.</li>\n<li>Create it, or mend the reference.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/configuration/secret/\">Secrets</a>, <a href=\"https://kubernetes.io/docs/concepts/configuration/configmap/\">ConfigMaps</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/kubelet_pods.go</code>, <code>pkg/volume/secret/secret.go</code>, <code>pkg/volume/configmap/configmap.go</code></li>\n</ul>"
    }
  },
  {
    "id": "missing-env-var",
    "family": "configuration",
    "title": "A required environment variable is not set",
    "sections": {
      "meaning": "<p>The program looked for an environment variable, found nothing, and ended on purpose. Nothing in the cluster failed: a container starts with whatever its template gives it.</p>",
      "evidence": "<ul>\n<li>A log line that names the variable: <code>KeyError: 'X'</code>, <code>X is not set</code>, <code>X: unbound variable</code>, <code>required key X missing value</code>, <code>could not fetch environment variable &quot;X&quot;</code>.</li>\n<li>The template beside it: no entry of that name in <code>spec.containers[].env</code>, an empty value, or an <code>envFrom</code> that brings other names.</li>\n<li>The line names the cause outright, so the certainty is <em>likely</em>; only a component of the cluster could prove it.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/missing-configmap-or-secret\"><code>missing-configmap-or-secret</code></a>: the kubelet could not build the environment. The container waits in <code>CreateContainerConfigError</code> and has no log.</li>\n<li><a href=\"/causes/config-invalid\"><code>config-invalid</code></a>: the variable is there and its value is refused.</li>\n<li>A reference with <code>optional: true</code> skips a missing key silently and ends up here.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Read the whole message: programs often list several names, or stop at the first.</li>\n<li>Compare with the template, and with the key names of each ConfigMap or Secret in <code>envFrom</code>. A key that is not a legal variable name is skipped by older kubelets (event <code>InvalidEnvironmentVariableNames</code>).</li>\n<li>If a rollout removed it, roll back; else set it where the others are set.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/\">Define Environment Variables for a Container</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/kubelet_pods.go</code> (makeEnvironmentVariables)</li>\n<li>POSIX Shell, option <code>-u</code>; Python documentation, <code>os.environ</code></li>\n</ul>"
    }
  },
  {
    "id": "node-kernel-setting",
    "family": "configuration",
    "title": "A kernel setting of the node is too low",
    "sections": {
      "meaning": "<p>The program needs something of the node's kernel that the node does not give: a larger <code>vm.max_map_count</code>, more inotify instances or watches, huge pages, a module, or a sysctl that is not there. The same pod may run on other nodes.</p>",
      "evidence": "<ul>\n<li><code>vm.max_map_count [65530] is too low, increase to at least [262144]</code>.</li>\n<li><code>System limit for number of file watchers reached</code>, <code>The configured user limit (128) on the number of inotify instances has been reached</code>, or a watcher's <code>too many open files</code>: the limits are per user and shared by all pods of the node.</li>\n<li><code>No free hugepages reported</code>, <code>cannot stat /proc/sys/…</code>, <code>Module … not found in directory /lib/modules/…</code>.</li>\n<li>The node's kernel version and operating system; whether pods on other nodes run.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><code>too many open files</code> without a watcher: the limit of the process, or a leak of descriptors: <a href=\"/causes/app-error-uncaught\"><code>app-error-uncaught</code></a>.</li>\n<li><code>ENOSPC</code> that speaks of file watchers is not <a href=\"/causes/disk-full-or-evicted\"><code>disk-full-or-evicted</code></a>.</li>\n<li><a href=\"/causes/permission-denied\"><code>permission-denied</code></a>: the setting exists and the pod may not change it.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Read the value that is asked for, and that of the node: <code>/proc/sys</code> shows node-wide values in any pod there.</li>\n<li>See whether it fails on one node group only.</li>\n<li>Set it with the node image or the node group's configuration. A namespaced sysctl may go into <code>securityContext.sysctls</code>; unsafe ones need the kubelet's <code>allowedUnsafeSysctls</code>.</li>\n<li>Until then hold the pod to nodes that have it.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/\">Using sysctls in a Kubernetes Cluster</a></li>\n<li>Linux manual page inotify(7); kernel documentation <code>admin-guide/sysctl/vm</code></li>\n<li>Elasticsearch documentation, bootstrap checks</li>\n</ul>"
    }
  },
  {
    "id": "node-lost",
    "family": "start",
    "title": "Node is gone",
    "sections": {
      "meaning": "<p>The node of the pod stopped answering, was shut down or was removed. What its pods do now is not known: they may still run, cut off from the cluster.</p>",
      "evidence": "<ul>\n<li>Node condition <code>Ready</code> is <code>Unknown</code> (<code>NodeStatusUnknown</code>, <code>Kubelet stopped posting node status.</code>) or <code>False</code> (<code>KubeletNotReady</code>, e.g. <code>container runtime is down</code>, <code>PLEG is not healthy</code>).</li>\n<li>The pod stays <code>Running</code> at first; its <code>Ready</code> turns False and a <code>NodeNotReady</code> event comes. After the toleration (300 s by default) <code>DisruptionTarget</code> with <code>DeletionByTaintManager</code> and a deletion that does not finish.</li>\n<li>Shutdown: pod <code>Failed</code>, reason <code>Terminated</code> (1.20: <code>Shutdown</code>), <code>NodeShutdown</code>, or <code>NodeLost</code>. Removed: <code>DeletionByPodGC</code>, <code>PodGC: node no longer exists</code>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/unschedulable-taint-affinity\"><code>unschedulable-taint-affinity</code></a>: where the replacement waits is a consequence.</li>\n<li><a href=\"/causes/disk-full-or-evicted\"><code>disk-full-or-evicted</code></a>: the kubelet is there and says why it evicted.</li>\n<li>Exit code 255, reason <code>Unknown</code>: the runtime or node restarted and came back; nobody's fault.</li>\n<li><a href=\"/causes/sigterm-not-handled\"><code>sigterm-not-handled</code></a>: a pod that hangs in deletion on a node that answers.</li>\n</ul>",
      "whatToDo": "<ol>\n<li><code>kubectl describe node</code>: since when, and its last words; compare with the cloud's or machine's console.</li>\n<li>Do not force-delete pods of a StatefulSet before the machine is surely off: two could write to one volume.</li>\n<li>Once it is, the taint <code>node.kubernetes.io/out-of-service</code> frees its volumes; or delete the Node object.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/architecture/nodes/\">Nodes</a>, <a href=\"https://kubernetes.io/docs/concepts/cluster-administration/node-shutdown/\">Node Shutdowns</a></li>\n<li>kubernetes/kubernetes <code>pkg/controller/nodelifecycle</code>, <code>pkg/controller/tainteviction</code>, <code>pkg/kubelet/nodeshutdown</code></li>\n</ul>"
    }
  },
  {
    "id": "node-specific",
    "family": "contributing",
    "title": "Only on some nodes",
    "sections": {
      "meaning": "<p>Pods of one revision fail on some nodes and run on others. What differs is the node: its processor, kernel, disk, network or what else runs there.</p>",
      "evidence": "<ul>\n<li>All troubled pods are on nodes where no pod of the same revision is ready, and at least three pods can be compared.</li>\n<li>A trait that the bad nodes share and the good ones lack: architecture, kernel version, system image.</li>\n<li>Conditions and events of those nodes.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/bad-rollout\"><code>bad-rollout</code></a>: the troubled pods are of another revision.</li>\n<li><a href=\"/causes/node-lost\"><code>node-lost</code></a>: the node itself does not answer.</li>\n<li><a href=\"/causes/exec-format-error\"><code>exec-format-error</code></a>, <a href=\"/causes/illegal-instruction\"><code>illegal-instruction</code></a>, <a href=\"/causes/node-kernel-setting\"><code>node-kernel-setting</code></a>: causes that are bound to a node and name what it lacks.</li>\n<li>One pod on one node: that may be chance.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Compare a bad node with a good one: <code>kubectl describe node</code>, then kernel, runtime and disk.</li>\n<li>Cordon the bad node and delete one pod: does it run elsewhere?</li>\n<li>If it does, drain the node or mend it; cordoning is undone with <code>kubectl uncordon</code>.</li>\n<li>If the program needs what only some nodes have, say so with a label and a selector.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Nodes: <a href=\"https://kubernetes.io/docs/concepts/architecture/nodes/\">https://kubernetes.io/docs/concepts/architecture/nodes/</a></li>\n<li>Kubernetes documentation, Assigning Pods to Nodes: <a href=\"https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/\">https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/</a></li>\n</ul>"
    }
  },
  {
    "id": "oom-child-process",
    "family": "memory",
    "title": "A child process killed for memory",
    "sections": {
      "meaning": "<p>A process in the container other than the main one was killed for memory: a worker, a subprocess, a compiler. Process 1 lives on, respawns it, or ends with a code of its own. With a parent that respawns, Kubernetes sees nothing at all: no restart, no event.</p>",
      "evidence": "<ul>\n<li><code>reason: OOMKilled</code> with an exit code other than 137: the runtime saw an out-of-memory kill somewhere in the container, the main process ended in another way.</li>\n<li>Its log reports a worker ended by signal 9: <code>Worker (pid:9) was sent SIGKILL! Perhaps out of memory?</code>, <code>died, killed by signal 9</code>, or a shell’s bare <code>Killed</code>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/oom-killed-limit\"><code>oom-killed-limit</code></a>: the main process itself was killed, exit code 137.</li>\n<li><a href=\"/causes/app-error-uncaught\"><code>app-error-uncaught</code></a>: the <code>OOMKilled</code> mark sticks for the container’s life, so an exception days after a child’s death carries it too.</li>\n<li>A master that kills a hung worker after its own time-out also sends signal 9: look for <code>WORKER TIMEOUT</code> just before. It is told as that, at most <em>possible</em>; gunicorn's &quot;Perhaps out of memory?&quot; is a guess.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Find which worker died, at what task, and how often.</li>\n<li>Run fewer workers, or recycle them after a number of requests: they share one limit.</li>\n<li>Raise the limit where the task honestly needs it.</li>\n<li>Let the parent end when a child is lost for good, so that the trouble is seen.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Resource Management for Pods and Containers: <a href=\"https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\">https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/</a></li>\n<li>containerd/containerd internal/cri/server/events.go (any out-of-memory event marks the container)</li>\n<li>kubernetes/kubernetes pkg/kubelet/kuberuntime: memory.oom.group is set with cgroup v2 since 1.28</li>\n</ul>"
    }
  },
  {
    "id": "oom-killed-limit",
    "family": "memory",
    "title": "OOM-killed at limit",
    "sections": {
      "meaning": "<p>The container used more memory than its own limit, and the kernel killed a process of its cgroup for it. All processes of the container share that limit, and files in a memory-backed <code>emptyDir</code> count too. The kubelet restarts it; the next run ends in the same way at the same load.</p>",
      "evidence": "<ul>\n<li><code>lastState.terminated</code> (or <code>state.terminated</code>) has <code>reason: OOMKilled</code> and <code>exitCode: 137</code>, and the container has <code>resources.limits.memory</code>.</li>\n<li>No <code>Killing</code> event belongs to that end: neither a probe nor a deletion stopped it.</li>\n<li>No <code>SystemOOM</code> event or <code>MemoryPressure</code> of the node near it, and no <code>OOMKilling</code> event at that second whose victim is not known to be the main process of the container: <em>likely</em> then.</li>\n<li>With Prometheus, the memory curve up to each end, beside the line of the limit, which moves with the revisions. A missing scrape is a gap: a burst between two scrapes is not seen, and the last sample may lie well below the limit.</li>\n<li>A limit too small even for the start is a <code>StartError</code> with <code>container init was OOM-killed (memory limit too low?)</code>.</li>\n<li>Since 1.33 the limit in force is that of <code>status.containerStatuses[].resources</code>. Where the spec asks for another one, or it was resized in place since that run began: <em>likely</em>. A container without a limit is held by that of its pod (<code>spec.resources</code>, 1.34).</li>\n<li>An object that was described without its <code>resources</code> (a real one always has them): <em>likely</em>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/oom-killed-node\"><code>oom-killed-node</code></a>: the same reason, but the node had no memory left, or there is no limit.</li>\n<li><a href=\"/causes/oom-child-process\"><code>oom-child-process</code></a>: the exit code is not 137, or a parent reports a worker that ended by signal 9.</li>\n<li><a href=\"/causes/runtime-heap-exhausted\"><code>runtime-heap-exhausted</code></a>: the runtime gave up by itself; the log says so.</li>\n<li><a href=\"/causes/sigterm-not-handled\"><code>sigterm-not-handled</code></a>: 137 with <code>reason: Error</code> after a <code>Killing</code> event, a whole grace period later.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Read the last lines before the end: one big piece of work, or slow growth.</li>\n<li>Look at the memory history if there is one. Level use close to the limit: raise it. Growth without end: find the leak, any limit fills up.</li>\n<li>The limit that is offered is the highest memory of the last 7 days of another revision that stayed clear of its own limit, or never restarted, × 1.25, rounded up by 5 % at most. Without such a revision, where memory levels: what it was killed at × 1.25. Where it grows without end no limit is offered. Without metrics, twice the limit is a first guess.</li>\n<li>With several workers in one container (gunicorn, puma, celery), fewer of them: the peak ÷ workers is what one takes.</li>\n<li>Where a runtime sizes its own heap, keep it at about three quarters of the limit.</li>\n<li>Where a rollout lowered the limit, put it back.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Resource Management for Pods and Containers: <a href=\"https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\">https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/</a></li>\n<li>kubernetes/kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go</li>\n<li>containerd/containerd internal/cri/server/events.go</li>\n</ul>"
    }
  },
  {
    "id": "oom-killed-node",
    "family": "memory",
    "title": "Node ran out of memory",
    "sections": {
      "meaning": "<p>The kernel killed the container because the whole node had no memory left. Its own limit, if it has one, was not passed. The kernel chooses by its score: what uses more than it asked for goes first, and containers without any request go before all others.</p>",
      "evidence": "<ul>\n<li>A <code>SystemOOM</code> event of the node at the second of the end: <code>System OOM encountered, victim process: …, pid: …</code>. It is proof where the kubelet wrote it and the victim is the container's own program; with another victim, or none, a limit of the container fits as well.</li>\n<li><code>reason: OOMKilled</code> with exit code 137 on a container without a memory limit.</li>\n<li><code>MemoryPressure: True</code> of the node makes it likely; other pods of the same node that died at the same time do too.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/oom-killed-limit\"><code>oom-killed-limit</code></a>: there is a limit and the node was well. A kernel line with <code>CONSTRAINT_MEMCG</code> or <code>Memory cgroup out of memory</code> belongs to that one.</li>\n<li><a href=\"/causes/disk-full-or-evicted\"><code>disk-full-or-evicted</code></a>: the kubelet acted before the kernel; the pod is <code>Failed</code> with reason <code>Evicted</code>.</li>\n<li><a href=\"/causes/sigterm-not-handled\"><code>sigterm-not-handled</code></a>: also 137, but after an announced stop.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>See what is promised on the node and what else died there: <code>kubectl describe node</code>.</li>\n<li>Give the container a memory request near what it uses, so that the scheduler leaves room for it.</li>\n<li>Give its neighbours limits: one pod without a limit can take the others down.</li>\n<li>If the node is simply too small for what the requests allow, add one or move the largest user.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Resource Management for Pods and Containers: <a href=\"https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\">https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/</a></li>\n<li>Kubernetes documentation, Node-pressure Eviction: <a href=\"https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/\">https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/</a></li>\n<li>kubernetes/kubernetes pkg/kubelet/oom/oom_watcher_linux.go</li>\n</ul>"
    }
  },
  {
    "id": "permission-denied",
    "family": "configuration",
    "title": "Permission denied by the kernel",
    "sections": {
      "meaning": "<p>The program asked the kernel for a file, a port or a privilege and was refused (<code>EACCES</code>, <code>EPERM</code>). Its user, the owner of the file, or a dropped capability does not fit.</p>",
      "evidence": "<ul>\n<li>A line with the path: <code>open /data/state.db: permission denied</code>, <code>mkdir: cannot create directory ‘…’: Permission denied</code>, <code>chown: … Operation not permitted</code>.</li>\n<li>A port below 1024: <code>listen tcp :80: bind: permission denied</code>, <code>bind() to 0.0.0.0:80 failed (13: Permission denied)</code>.</li>\n<li>Without a reason: <code>Unable to create the &quot;cache&quot; directory (/srv/var/cache)</code>, <code>… directory must be present and writable</code>. Missing rights are the usual one.</li>\n<li>From the runtime: <code>exec: &quot;/x&quot;: permission denied</code>: the execute bit is missing, or the file lies on a mount with <code>noexec</code>.</li>\n<li>A check of its own, where the kernel refused nothing: <code>data directory … has invalid permissions</code>, <code>Cookie file … must be accessible by owner only</code>, <code>Permissions 0644 for '…' are too open</code>. The file is open to others than its owner.</li>\n<li>Beside it <code>securityContext.runAsUser</code>, <code>fsGroup</code>, <code>capabilities.drop</code>, and the volume the path lies on.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/read-only-filesystem\"><code>read-only-filesystem</code></a>: <code>Read-only file system</code> concerns the mount; no user may write there.</li>\n<li><a href=\"/causes/run-as-nonroot-violation\"><code>run-as-nonroot-violation</code></a>: the kubelet refused to start it as root.</li>\n<li><a href=\"/causes/rbac-forbidden\"><code>rbac-forbidden</code></a>: the API server refused, with <code>is forbidden: User …</code>.</li>\n<li>A service that answers 403, as Vault does, or gRPC's <code>PermissionDenied</code>: <a href=\"/causes/config-invalid\"><code>config-invalid</code></a>.</li>\n<li>A database's <code>permission denied for schema</code> is about its own grants: <a href=\"/causes/config-invalid\"><code>config-invalid</code></a>.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Read which path or port, and find the user: <code>runAsUser</code>, else the image's.</li>\n<li>For a volume: set <code>fsGroup</code> on the pod. It does not help <code>hostPath</code> or drivers that do not support it; there the owner must be set on the storage.</li>\n<li>For files of the image: make them readable, or writable, for that user in the build.</li>\n<li>For a file that is to be run: the execute bit in the build; <code>defaultMode: 0755</code> on a volume of a ConfigMap or Secret. On a mount with <code>noexec</code> (<code>mount</code> shows it) neither helps: keep it in the image, or start it by its interpreter.</li>\n<li>For a file that is too open: take <code>fsGroup</code> away, or set <code>fsGroupChangePolicy: OnRootMismatch</code>, after its mode was set once; for a Secret's volume <code>defaultMode: 0400</code>. An <code>fsGroup</code> adds rights for the group at each mount.</li>\n<li>For a low port: a higher one, or <code>NET_BIND_SERVICE</code>.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/tasks/configure-pod-container/security-context/\">Configure a Security Context for a Pod or Container</a></li>\n<li>kubernetes/kubernetes <code>pkg/volume/volume_linux.go</code> (fsGroup ownership)</li>\n<li>Linux manual pages open(2), bind(2), capabilities(7)</li>\n</ul>"
    }
  },
  {
    "id": "port-in-use",
    "family": "program",
    "title": "Port already in use",
    "sections": {
      "meaning": "<p>The program cannot listen on its port because something else does: another container of the same pod, a second copy of itself, or, with <code>hostNetwork</code>, any process of the node.</p>",
      "evidence": "<ul>\n<li>Its log: <code>bind: address already in use</code>, <code>EADDRINUSE</code>, <code>Address already in use</code>, <code>Failed to bind to</code>, with the port.</li>\n<li>Another container of the pod declares the same <code>containerPort</code>, or <code>spec.hostNetwork: true</code>.</li>\n<li>It ends within seconds, with an exit code of its own.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/permission-denied\"><code>permission-denied</code></a>: it may not bind the port (<code>bind: permission denied</code>, mostly one under 1024).</li>\n<li><a href=\"/causes/unschedulable-host-port\"><code>unschedulable-host-port</code></a>: a <code>hostPort</code> that no node has free; the pod is not even placed.</li>\n<li><a href=\"/causes/config-invalid\"><code>config-invalid</code></a>: the address does not exist (<code>cannot assign requested address</code>).</li>\n</ul>",
      "whatToDo": "<ul>\n<li>See who listens: <code>ss -ltnp</code> in the pod, or on the node with hostNetwork.</li>\n<li>Give each container of the pod a port of its own; they share one network.</li>\n<li>A sidecar that was injected may have taken the port (15000 to 15090 for a mesh, 9100 for an exporter).</li>\n<li>With hostNetwork: an old copy may still be ending; two pods of it do not fit on one node.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Pods: <a href=\"https://kubernetes.io/docs/concepts/workloads/pods/\">https://kubernetes.io/docs/concepts/workloads/pods/</a></li>\n<li>Linux manual page bind(2)</li>\n</ul>"
    }
  },
  {
    "id": "post-start-hook-failed",
    "family": "termination",
    "title": "Killed for its postStart hook",
    "sections": {
      "meaning": "<p>The container has a <code>postStart</code> hook. The kubelet ran it right after the start, it failed, and the kubelet killed the container. The hook runs beside the program, not after it: a hook that talks to its own container may simply be too early.</p>",
      "evidence": "<ul>\n<li>Waiting reason <code>PostStartHookError</code>; its message holds the detail and lasts until the back-off begins.</li>\n<li>Events <code>FailedPostStartHook</code> (since 1.26 only <code>PostStartHook failed</code>; before, the whole text) and <code>Killing</code> with the message <code>FailedPostStartHook</code>.</li>\n<li>The exit code is that of a stopped program: 0, 137, 143.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/exits-zero\"><code>exits-zero</code></a>: no kill was announced.</li>\n<li><a href=\"/causes/liveness-probe-failing\"><code>liveness-probe-failing</code></a>: the <code>Killing</code> event names a probe.</li>\n<li><a href=\"/causes/sigterm-not-handled\"><code>sigterm-not-handled</code></a>: 137 here shows only how it took the stop.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Describe the pod while it waits in <code>PostStartHookError</code>: the message says what the hook answered.</li>\n<li>Run the hook’s command by hand in a container that runs.</li>\n<li>Let the hook wait and try again by itself, with a limit, or do its work in the entrypoint or an init container.</li>\n<li>An HTTP hook needs the port to be open within its time.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Container Lifecycle Hooks: <a href=\"https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/\">https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/</a></li>\n<li>kubernetes/kubernetes pkg/kubelet/lifecycle/handlers.go</li>\n</ul>"
    }
  },
  {
    "id": "pvc-pending",
    "family": "start",
    "title": "Volume claim is not bound",
    "sections": {
      "meaning": "<p>The pod waits for a PersistentVolumeClaim that has no volume, so the scheduler gives it no node.</p>",
      "evidence": "<ul>\n<li><code>FailedScheduling</code>: <code>pod has unbound immediate PersistentVolumeClaims</code>, <code>persistentvolumeclaim &quot;…&quot; not found</code>, or <code>node(s) didn't find available persistent volumes to bind</code>; <code>binding volumes: timed out waiting for the condition</code> where the binding began and did not come to an end.</li>\n<li>The claim's <code>status.phase</code> is <code>Pending</code> (or <code>Lost</code>).</li>\n<li>The claim's events say why: <code>storageclass.storage.k8s.io &quot;…&quot; not found</code>; <code>no persistent volumes available for this claim and no storage class is set</code>; <code>failed to provision volume with StorageClass &quot;…&quot;: …</code>; a <em>Normal</em> <code>ExternalProvisioning</code> that goes on and on means that no provisioner answers.</li>\n<li><code>WaitForFirstConsumer</code> is an ordinary wait for the pod, not a fault.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/volume-mount-failed\"><code>volume-mount-failed</code></a>: the claim is bound and the pod has a node.</li>\n<li><a href=\"/causes/unschedulable-taint-affinity\"><code>unschedulable-taint-affinity</code></a>: the volume exists, in a zone or on a node the pod cannot use (<code>volume node affinity conflict</code>).</li>\n<li><a href=\"/causes/quota-exceeded\"><code>quota-exceeded</code></a>: the claim was never made: <code>create Claim … failed error: … exceeded quota</code>.</li>\n</ul>",
      "whatToDo": "<ol>\n<li><code>kubectl describe pvc NAME</code>: its last event is the answer.</li>\n<li><code>kubectl get storageclass</code>: does the named class exist, is there a default? The class of a claim cannot be changed: delete the claim (while nothing is stored) and create it anew; in a StatefulSet mend <code>volumeClaimTemplates</code> too.</li>\n<li>Look at the provisioner's pods for quota, zone or credentials of the storage.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/storage/persistent-volumes/\">Persistent Volumes</a>, <a href=\"https://kubernetes.io/docs/concepts/storage/storage-classes/\">Storage Classes</a></li>\n<li>kubernetes/kubernetes <code>pkg/scheduler/framework/plugins/volumebinding</code>, <code>pkg/controller/volume/persistentvolume</code></li>\n</ul>"
    }
  },
  {
    "id": "quota-exceeded",
    "family": "start",
    "title": "Quota leaves no room",
    "sections": {
      "meaning": "<p>A ResourceQuota of the namespace refuses the pod: what is already used plus what the pod asks for passes the hard limit, or the quota demands a request or limit that the pod does not name.</p>",
      "evidence": "<ul>\n<li><code>FailedCreate</code> on the ReplicaSet, StatefulSet, DaemonSet or Job: <code>pods &quot;…&quot; is forbidden: exceeded quota: NAME, requested: …, used: …, limited: …</code>.</li>\n<li><code>failed quota: NAME: must specify limits.cpu for: …</code> means that values are missing, not that they are too high.</li>\n<li>The ResourceQuota's own <code>status.hard</code> and <code>status.used</code>.</li>\n<li>The Deployment's condition <code>ReplicaFailure</code> repeats the sentence. Pods that run already go on: often <em>degraded</em>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/unschedulable-resources\"><code>unschedulable-resources</code></a>: the pod exists, and no node has room for it.</li>\n<li><a href=\"/causes/admission-denied\"><code>admission-denied</code></a>: <code>FailedCreate</code> with other words, among them a LimitRange's <code>maximum memory usage per Container</code>.</li>\n<li><a href=\"/causes/pvc-pending\"><code>pvc-pending</code></a>: quota on storage stops the claim rather than the pod.</li>\n</ul>",
      "whatToDo": "<ol>\n<li><code>kubectl describe resourcequota NAME</code>: which line is full.</li>\n<li>A rolling update needs room for the surge: <code>maxSurge: 0</code> lets it go on within the quota.</li>\n<li>Lower requests that are guesses, scale down what can wait, or ask the owner of the namespace for more. For missing values add them to the template, or a LimitRange with defaults.</li>\n<li>The controller tries again by itself, with growing pauses.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/policy/resource-quotas/\">Resource Quotas</a>, <a href=\"https://kubernetes.io/docs/concepts/policy/limit-range/\">Limit Ranges</a></li>\n<li>kubernetes/kubernetes <code>staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go</code></li>\n</ul>"
    }
  },
  {
    "id": "rbac-forbidden",
    "family": "dependency",
    "title": "The API server refuses it",
    "sections": {
      "meaning": "<p>The program calls the Kubernetes API with its service account, and no role bound to that account allows what it asks. Most controllers end, or never become ready, when a first list or watch is refused.</p>",
      "evidence": "<ul>\n<li><code>pods is forbidden: User &quot;system:serviceaccount:NS:NAME&quot; cannot list resource &quot;pods&quot; in API group &quot;&quot; at the cluster scope</code>: account, verb, resource, group and scope in one sentence.</li>\n<li>The pod's <code>spec.serviceAccountName</code>, to compare with the account in the sentence.</li>\n<li>The sentence is the API server's, read from a log: <em>likely</em>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/permission-denied\"><code>permission-denied</code></a>: the kernel refused a file or port.</li>\n<li><a href=\"/causes/admission-denied\"><code>admission-denied</code></a>, <a href=\"/causes/quota-exceeded\"><code>quota-exceeded</code></a>: <code>is forbidden</code> too, without <code>User … cannot</code>; they speak of objects that a controller tries to create.</li>\n<li><code>Unauthorized</code> (401): the token is expired, missing or of another cluster; no role would help.</li>\n<li><a href=\"/causes/leader-election-lost\"><code>leader-election-lost</code></a>: the lease was held and not renewed. Forbidden on <code>leases</code> means that it never could.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Ask the API server: <code>kubectl auth can-i VERB RESOURCE --as=USER -n NAMESPACE</code>, with the user that the sentence names, which may be another than the account of the pod.</li>\n<li>The account in the sentence is <code>default</code> or another than intended: mend <code>serviceAccountName</code>.</li>\n<li>&quot;At the cluster scope&quot; needs a ClusterRole and a ClusterRoleBinding, or the program told to watch one namespace.</li>\n<li>Read every refusal in the log before adding rules; grant only those verbs.</li>\n<li>After an upgrade: apply the roles of the same version.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/reference/access-authn-authz/rbac/\">Using RBAC Authorization</a></li>\n<li>kubernetes/kubernetes <code>staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go</code></li>\n</ul>"
    }
  },
  {
    "id": "read-only-filesystem",
    "family": "configuration",
    "title": "Writes to a read-only file system",
    "sections": {
      "meaning": "<p>The program writes where nothing may be written (<code>EROFS</code>): the root file system of a container with <code>readOnlyRootFilesystem: true</code>, a volume mounted <code>readOnly</code>, a ConfigMap or Secret volume, or a disk that the kernel remounted read-only after an error.</p>",
      "evidence": "<ul>\n<li>A line that ends in <code>read-only file system</code>, <code>EROFS</code> or <code>(30: Read-only file system)</code>, with the path.</li>\n<li><code>securityContext.readOnlyRootFilesystem</code> of the container, and the mount that holds the path: its <code>readOnly</code> field says which of the places it is.</li>\n<li><code>ENOENT: no such file or directory, mkdir '…'</code> from Node.js, for a path that no volume holds, with <code>readOnlyRootFilesystem: true</code>: so it answers when a directory and its parents cannot be made there.</li>\n<li>On one node only, for a volume that is mounted writable: the kernel log of that node.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/permission-denied\"><code>permission-denied</code></a>: another user could write there. A read-only mount refuses root too.</li>\n<li><a href=\"/causes/disk-full-or-evicted\"><code>disk-full-or-evicted</code></a>: <code>no space left on device</code>.</li>\n<li>SQLite's <code>attempt to write a readonly database</code> is usually about the file's owner.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>List every path that it writes at the start; programs stop at the first.</li>\n<li>Mount an <code>emptyDir</code> at each: <code>/tmp</code>, <code>/var/run</code>, <code>/var/cache/…</code>. The hardened root may stay.</li>\n<li>For a file from a ConfigMap: copy it to an <code>emptyDir</code> in an init container, or tell the program not to rewrite it.</li>\n<li>For a claim that went read-only: look at the node's kernel messages before restarting anything.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/tasks/configure-pod-container/security-context/\">Configure a Security Context for a Pod or Container</a>, <a href=\"https://kubernetes.io/docs/concepts/storage/volumes/\">Volumes</a></li>\n<li>Linux manual pages open(2), mount(8)</li>\n</ul>"
    }
  },
  {
    "id": "readiness-never-ready",
    "family": "probe",
    "title": "Runs, is not ready",
    "sections": {
      "meaning": "<p>The container runs and is not restarted, but its readiness probe does not pass, so no Service sends it traffic. A rollout waits for it and in the end reports that its progress deadline has passed.</p>",
      "evidence": "<ul>\n<li><code>state.running</code>, <code>ready: false</code>, restarts do not grow.</li>\n<li><code>Unhealthy</code> events: <code>Readiness probe failed: …</code> with the answer.</li>\n<li><code>ContainersReady</code> that turned False after the container started: it was ready until then, and is no longer.</li>\n<li>Condition <code>Ready: False</code>, reason <code>ContainersNotReady</code>; <code>ReadinessGatesNotReady</code> where a readiness gate holds it back.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/startup-probe-failing\"><code>startup-probe-failing</code></a>: <code>started: false</code>; the startup probe comes first.</li>\n<li><a href=\"/causes/dependency-unreachable\"><code>dependency-unreachable</code></a>, <a href=\"/causes/dns-failure\"><code>dns-failure</code></a>: its log says why it does not call itself ready.</li>\n<li>One missed check, or failures in the first seconds of a start: no trouble.</li>\n<li><a href=\"/causes/liveness-probe-failing\"><code>liveness-probe-failing</code></a>: it is killed, not only left out.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>404: the path is wrong or moved with a release. 503: the program itself says that it is not ready; its log should say why.</li>\n<li>Refused: compare the probe’s port with the one it listens on, and the address: a program bound to 127.0.0.1 refuses the kubelet.</li>\n<li>Ask the same question from within the pod.</li>\n<li>Compare the probe with the revision before.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Configure Liveness, Readiness and Startup Probes: <a href=\"https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/\">https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/</a></li>\n<li>kubernetes/kubernetes pkg/kubelet/status/generate.go</li>\n</ul>"
    }
  },
  {
    "id": "run-as-nonroot-violation",
    "family": "configuration",
    "title": "Must not run as root",
    "sections": {
      "meaning": "<p>The security context says <code>runAsNonRoot: true</code>, and the container would run as root, or the kubelet cannot tell. It refuses to start the container, on every node, until the image or the template changes.</p>",
      "evidence": "<ul>\n<li><code>state.waiting.reason</code> is <code>CreateContainerConfigError</code>, and the message one of: <code>container has runAsNonRoot and image will run as root</code>; <code>container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root</code>; <code>container's runAsUser breaks non-root policy</code>.</li>\n<li>No log and no exit code: it never ran.</li>\n<li>The fields: <code>runAsNonRoot</code> and <code>runAsUser</code>, of the container first, else of the pod.</li>\n<li>The kubelet states the cause: <em>proven</em>. A program that itself refuses to run as root (<code>&quot;root&quot; execution of the PostgreSQL server is not permitted</code>) says the opposite wish in its log: <em>likely</em>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/permission-denied\"><code>permission-denied</code></a>: it was started as another user, and that user may not do what the program wants.</li>\n<li><a href=\"/causes/admission-denied\"><code>admission-denied</code></a>: Pod Security refuses to create the pod at all; the ReplicaSet's event says so.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Read which sentence it is. A named user needs only a number.</li>\n<li>Best: <code>USER 10001</code> in the image. Otherwise <code>runAsUser</code> with a number above 0 in the template; then check that the files it writes are writable for that user.</li>\n<li>Do not drop <code>runAsNonRoot</code> before asking who set it.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/tasks/configure-pod-container/security-context/\">Configure a Security Context for a Pod or Container</a>, <a href=\"https://kubernetes.io/docs/concepts/security/pod-security-standards/\">Pod Security Standards</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/kuberuntime/security_context.go</code></li>\n</ul>"
    }
  },
  {
    "id": "runtime-heap-exhausted",
    "family": "memory",
    "title": "The runtime’s own heap is full",
    "sections": {
      "meaning": "<p>The language runtime has a heap limit of its own, and the program filled it. The runtime threw, aborted or ended; the kernel did not kill. The container’s memory limit may be far away.</p>",
      "evidence": "<ul>\n<li>Java: <code>java.lang.OutOfMemoryError: Java heap space</code> (exit 3 with <code>-XX:+ExitOnOutOfMemoryError</code>, 1 after an uncaught throw).</li>\n<li>Node: <code>FATAL ERROR: … JavaScript heap out of memory</code>, exit 134, or 139 as process 1.</li>\n<li>PHP: <code>Allowed memory size of … bytes exhausted</code>. .NET: <code>System.OutOfMemoryException</code>.</li>\n<li><code>reason: Error</code>, not <code>OOMKilled</code>.</li>\n<li>Java, of a container that is ready: <code>Exception in thread &quot;…&quot; java.lang.OutOfMemoryError</code>. The other threads go on without that one.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/oom-killed-limit\"><code>oom-killed-limit</code></a>: a kernel kill, without a word in the log. A heap flag larger than the limit ends there.</li>\n<li><a href=\"/causes/segfault\"><code>segfault</code></a>: exit 139 with nothing in the log about a heap.</li>\n<li><a href=\"/causes/app-error-uncaught\"><code>app-error-uncaught</code></a>: another exception that came first; a full heap makes many later ones.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Compare the heap flag (<code>-Xmx</code>, <code>-XX:MaxRAMPercentage</code>, <code>--max-old-space-size</code>, <code>memory_limit</code>) with the memory limit.</li>\n<li>Give the heap about three quarters of the limit; the rest is for threads, buffers and native code.</li>\n<li>If it grows in every run, take a heap dump before the end and look for what is kept. A larger heap only delays it.</li>\n</ul>",
      "sources": "<ul>\n<li>Oracle and OpenJDK documentation of the java command</li>\n<li>Node.js documentation, command-line option --max-old-space-size</li>\n<li>PHP manual, memory_limit</li>\n</ul>"
    }
  },
  {
    "id": "runtime-library-missing",
    "family": "configuration",
    "title": "A library or module is missing",
    "sections": {
      "meaning": "<p>The program was found and started, and something it loads is not in the image, or not in a version that fits: a shared library, a module or package, the C library, or the language runtime itself.</p>",
      "evidence": "<ul>\n<li>Dynamic loader, exit code 127: <code>error while loading shared libraries: libx.so.5: cannot open shared object file</code>, <code>version 'GLIBC_2.34' not found</code>; musl: <code>Error relocating …: symbol not found</code>.</li>\n<li>Languages: <code>ModuleNotFoundError: No module named 'x'</code>, <code>ERR_MODULE_NOT_FOUND</code>, <code>ClassNotFoundException</code>, <code>UnsupportedClassVersionError</code>, <code>Could not load file or assembly</code>, <code>You must install or update .NET</code>.</li>\n<li>The same image digest fails everywhere and always.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/command-not-found\"><code>command-not-found</code></a>: the program itself is missing; in Node.js, <code>Cannot find module</code> with the path of the start file.</li>\n<li><a href=\"/causes/exec-format-error\"><code>exec-format-error</code></a>: built for another processor.</li>\n<li><a href=\"/causes/app-error-uncaught\"><code>app-error-uncaught</code></a>: the module is there and its code fails; modules of its own that import each other in a circle, or a name that one of them does not have.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Read the exact name and version, and in which file the import stands.</li>\n<li>Compare with the image of the revision before: a base image that moved (a floating tag, Debian to Alpine) is the usual reason. Roll back when that one had it.</li>\n<li>Look for a volume mounted over <code>node_modules</code>, <code>site-packages</code> or the like, and for production installs that leave out development packages.</li>\n<li>Build it in, pin the base image by digest, and start the image once in CI.</li>\n</ol>",
      "sources": "<ul>\n<li>Linux manual page ld.so(8); musl libc documentation</li>\n<li>Python, Node.js, Java and .NET documentation on module loading</li>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/containers/images/\">Images</a></li>\n</ul>"
    }
  },
  {
    "id": "sandbox-creation-failed",
    "family": "start",
    "title": "Pod sandbox cannot be made",
    "sections": {
      "meaning": "<p>Before any container the kubelet has the runtime make the pod's sandbox: its namespaces, its cgroup, its network. That step fails, so nothing of the workload has run yet.</p>",
      "evidence": "<ul>\n<li>Event <code>FailedCreatePodSandBox</code>: <code>Failed to create pod sandbox: rpc error: … </code> with <code>failed to setup network for sandbox &quot;…&quot;: plugin type=&quot;…&quot; failed (add): …</code> (CNI), <code>no runtime for &quot;…&quot; is configured</code> (RuntimeClass), <code>failed to get sandbox image</code>, <code>pod sandbox with name &quot;…&quot; already exists</code> (CRI-O).</li>\n<li>Also <code>NetworkNotReady</code>, <code>FailedPodSandBoxStatus</code>, <code>FailedCreatePodContainer</code> (pod cgroup), <code>FailedPrepareDynamicResources</code>.</li>\n<li>Every container waits with <code>ContainerCreating</code> or <code>PodInitializing</code>; <code>PodReadyToStartContainers</code> is False (1.29+).</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/volume-mount-failed\"><code>volume-mount-failed</code></a>: volumes come first; then no sandbox was tried.</li>\n<li><a href=\"/causes/container-runtime-error\"><code>container-runtime-error</code></a>: the sandbox is there, one container cannot be made.</li>\n<li><a href=\"/causes/node-lost\"><code>node-lost</code></a>: the node does not answer at all.</li>\n<li>A single <code>SandboxChanged</code> or one failed try after a node's start passes by itself.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>One pod or all new pods of that node? <code>kubectl get pods -A --field-selector spec.nodeName=NODE</code>.</li>\n<li>CNI: read the network plugin's pod on that node; exhausted addresses (<code>no IP addresses available in range set</code>) need a larger range or a cleaned-up node.</li>\n<li>RuntimeClass: its handler must be configured in the runtime of every node the pod may reach, or scheduled by <code>scheduling.nodeSelector</code>.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/network-plugins/\">Network Plugins</a>, <a href=\"https://kubernetes.io/docs/concepts/containers/runtime-class/\">Runtime Class</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/kuberuntime/kuberuntime_sandbox.go</code>; containerd <code>internal/cri/server/sandbox_run.go</code></li>\n</ul>"
    }
  },
  {
    "id": "segfault",
    "family": "program",
    "title": "Bad memory access",
    "sections": {
      "meaning": "<p>The kernel ended the program because its machine code used memory that it may not use: a fault in native code, a library that does not fit, or a damaged binary. Managed languages meet it through native add-ons.</p>",
      "evidence": "<ul>\n<li>Exit code 139 (128 + SIGSEGV), or 135 (SIGBUS) where the log names no other reason.</li>\n<li><code>reason: Error</code>, no <code>Killing</code> event, often no last word in the log.</li>\n<li><code>Segmentation fault</code>, a JVM’s <code>hs_err_pid</code> report, or a sanitizer’s report in the log.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/app-error-uncaught\"><code>app-error-uncaught</code></a>: a Go nil pointer prints <code>[signal SIGSEGV</code> and ends with exit code 2.</li>\n<li><a href=\"/causes/app-error-uncaught\"><code>app-error-uncaught</code></a>: .NET, C++ and others call <code>abort()</code> for an exception that nothing caught; as process 1 they end with 139, not 134. The exception stands in the log.</li>\n<li><a href=\"/causes/runtime-heap-exhausted\"><code>runtime-heap-exhausted</code></a>: Node as process 1 ends with 139 after <code>JavaScript heap out of memory</code>.</li>\n<li><a href=\"/causes/illegal-instruction\"><code>illegal-instruction</code></a>: exit code 132.</li>\n<li><a href=\"/causes/disk-full-or-evicted\"><code>disk-full-or-evicted</code></a>: SIGBUS of a program that maps a file on a full disk.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>See which revision it began with, and whether it fails on all nodes.</li>\n<li>Look for a native library or base image that changed: glibc against musl is a frequent one.</li>\n<li>Run the image with a core dump or a debugger, on the same node if only one is affected.</li>\n<li>Go back to the image before while you search.</li>\n</ul>",
      "sources": "<ul>\n<li>Linux manual page signal(7)</li>\n<li>Kubernetes documentation, Debug Running Pods: <a href=\"https://kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod/\">https://kubernetes.io/docs/tasks/debug/debug-application/debug-running-pod/</a></li>\n</ul>"
    }
  },
  {
    "id": "shell-form-entrypoint",
    "family": "contributing",
    "title": "A shell is process 1",
    "sections": {
      "meaning": "<p>The container’s first process is a shell (or <code>npm</code>, <code>yarn</code>) that starts the program as a child. SIGTERM goes to process 1; the shell neither ends nor passes it on while it waits for its child. The program never hears that it should stop.</p>",
      "evidence": "<ul>\n<li>The command is <code>sh -c &quot;…&quot;</code> without <code>exec</code> before the program, and without a <code>trap</code>.</li>\n<li>A stop took the whole grace period and ended with exit code 137.</li>\n<li><code>ps</code> in the container shows the shell as process 1 and the program below it.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/sigterm-not-handled\"><code>sigterm-not-handled</code></a>: the effect. Where the program itself is process 1, it needs a handler of its own.</li>\n<li>Some shells replace themselves by the last simple command (<code>sh -c program</code> in bash or dash of newer systems): then there is no shell left.</li>\n<li>An init such as tini or dumb-init as process 1 passes signals on.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Write <code>exec</code> before the program: <code>sh -c &quot;./prepare.sh &amp;&amp; exec ./server&quot;</code>.</li>\n<li>In a Dockerfile use the list form: <code>ENTRYPOINT [&quot;/app/server&quot;]</code>; the other form wraps it in <code>/bin/sh -c</code>.</li>\n<li>Start node directly, not through <code>npm start</code>.</li>\n<li>Several processes: a small init that passes signals to all of them.</li>\n</ul>",
      "sources": "<ul>\n<li>Docker documentation, Dockerfile reference: shell and exec form</li>\n<li>Kubernetes documentation, Pod Lifecycle: <a href=\"https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/\">https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/</a></li>\n<li>Linux manual page pid_namespaces(7)</li>\n</ul>"
    }
  },
  {
    "id": "sidecar-failing",
    "family": "start",
    "title": "Sidecar fails",
    "sections": {
      "meaning": "<p>A sidecar (an init container with <code>restartPolicy: Always</code>) ends with an error of its own and is started again and again. The main containers may run, yet the pod is not ready while a sidecar with a readiness or startup probe is down. A narrower cause in its log is given instead.</p>",
      "evidence": "<ul>\n<li><code>status.initContainerStatuses[]</code> of a container whose <code>spec.initContainers[].restartPolicy</code> is <code>Always</code>: <code>lastState.terminated.exitCode</code> other than 0, a growing <code>restartCount</code>, <code>CrashLoopBackOff</code>.</li>\n<li>The main containers have no restarts of their own at those times.</li>\n<li>While a sidecar has not started (startup probe), the containers after it stay in <code>PodInitializing</code>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/app-error-uncaught\"><code>app-error-uncaught</code></a>: an injected proxy in <code>spec.containers</code> is a plain container; Kubernetes does not know that it is a sidecar.</li>\n<li><a href=\"/causes/init-container-failing\"><code>init-container-failing</code></a>: an init container that must end.</li>\n<li><a href=\"/causes/dependency-unreachable\"><code>dependency-unreachable</code></a>: the sidecar's log names an address that does not answer.</li>\n<li><a href=\"/causes/liveness-probe-failing\"><code>liveness-probe-failing</code></a>: the kubelet killed the sidecar; a <code>Killing</code> event says so.</li>\n</ul>",
      "whatToDo": "<ol>\n<li><code>kubectl logs POD -c SIDECAR --previous</code>.</li>\n<li>Compare with pods of other workloads that carry the same sidecar: all broken means its control plane or injected configuration, one means this pod's values.</li>\n<li>Look at when the sidecar's image or injector last changed.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/\">Sidecar Containers</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/kuberuntime/kuberuntime_container.go</code> (<code>computeInitContainerActions</code>)</li>\n</ul>"
    }
  },
  {
    "id": "sigterm-not-handled",
    "family": "termination",
    "title": "Does not stop cleanly",
    "sections": {
      "meaning": "<p>Told to stop, the container is not done when its grace period is over. The kubelet has waited for all of it and sends SIGKILL: requests in flight are cut, and every rollout, drain and scale-down takes that long. Three things lead to it: a process 1 without a handler does not hear SIGTERM at all, and a shell does not pass it on; a program that hears it needs longer than it is given; a <code>preStop</code> hook takes the time away from it. The headline says which of them is known. A Go program without a handler ends at once instead, and its work is cut the same way.</p>",
      "evidence": "<ul>\n<li>Exit code 137, <code>reason: Error</code>, and from the <code>Killing</code> event (<code>Stopping container app</code>) to <code>finishedAt</code> the whole grace period.</li>\n<li>A pod past its <code>deletionTimestamp</code> whose container still runs, told to stop since the deletion was asked for. More than two minutes past it, only <em>possible</em>: SIGKILL was due, and what keeps the pod then is its kubelet, the runtime or a process that hangs in the kernel.</li>\n<li>A kill by a probe whose own event was lost: <em>likely</em>, and said to be inferred.</li>\n<li>A <code>preStop</code> hook of unknown length, or one that takes most of the grace: <em>possible</em>, for SIGTERM may have come with 2 s left.</li>\n<li>Its log says that it heard the signal: <em>likely</em>, and said to be one that does not end in time.</li>\n<li>Exit 2 at once is a Go program without a handler as process 1.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/oom-killed-limit\"><code>oom-killed-limit</code></a>: 137 with <code>reason: OOMKilled</code>, and nobody had told it to stop.</li>\n<li><a href=\"/causes/liveness-probe-failing\"><code>liveness-probe-failing</code></a>: why it was told to stop; this one says how it took it.</li>\n<li>A hard eviction, or a deletion with a shorter grace (<code>kubectl delete pod --now</code>): its few seconds tell nothing of the program.</li>\n<li><a href=\"/causes/shell-form-entrypoint\"><code>shell-form-entrypoint</code></a>: the usual reason.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>See what process 1 is: the command in the template, or <code>ps</code> in the container.</li>\n<li>A shell: put <code>exec</code> before the program, or give the command as a list.</li>\n<li>No handler: add one, or a small init such as tini before it.</li>\n<li>Long work: raise <code>terminationGracePeriodSeconds</code>; a <code>preStop</code> hook takes its time from the same grace.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Pod Lifecycle: <a href=\"https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/\">https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/</a></li>\n<li>kubernetes/kubernetes pkg/kubelet/kuberuntime/kuberuntime_container.go (killContainer)</li>\n<li>Linux manual page pid_namespaces(7): signals to process 1</li>\n</ul>"
    }
  },
  {
    "id": "stale-lock-file",
    "family": "configuration",
    "title": "A lock file was left behind",
    "sections": {
      "meaning": "<p>The program finds a lock or pid file from an earlier run and refuses to start beside an owner that is gone. It happens after a kill or a lost node, when the file lies on a volume or when a container is restarted in place.</p>",
      "evidence": "<ul>\n<li><code>A server is already running. Check …/server.pid</code>, <code>lock file &quot;postmaster.pid&quot; already exists</code>, <code>cannot obtain lock</code>, <code>failed to obtain node locks</code>, <code>lock DB directory: resource temporarily unavailable</code>, <code>Unable to lock ./ibdata1</code>.</li>\n<li>The run before ended in SIGKILL, or its node went away.</li>\n<li>Which volume the path lies on, and how many pods mount it.</li>\n</ul>",
      "confusedWith": "<ul>\n<li>A true second writer: two pods on one volume print the same words. A Deployment with <code>RollingUpdate</code> on one claim does this at each rollout.</li>\n<li><a href=\"/causes/port-in-use\"><code>port-in-use</code></a>: the address, not a file, is taken.</li>\n<li><a href=\"/causes/permission-denied\"><code>permission-denied</code></a>: it may not create the lock.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Find out whether something else uses the volume: pods with the same claim, on any node, also terminating ones. Do not remove a lock before that; two writers destroy data.</li>\n<li>A second pod: strategy <code>Recreate</code>, or a StatefulSet.</li>\n<li>Nobody: remove the file, best in an init container or in the entrypoint, or let it lie on an <code>emptyDir</code>.</li>\n<li>Look at why the run before was killed, with <a href=\"/causes/sigterm-not-handled\"><code>sigterm-not-handled</code></a> in mind.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy\">Deployments, strategy</a></li>\n<li>PostgreSQL, MySQL, Elasticsearch, Prometheus and Ruby on Rails documentation</li>\n<li>Linux manual page flock(2)</li>\n</ul>"
    }
  },
  {
    "id": "startup-probe-failing",
    "family": "probe",
    "title": "Startup probe never passed",
    "sections": {
      "meaning": "<p>The container has a startup probe, it did not pass within its budget of <code>failureThreshold × periodSeconds</code>, and the kubelet killed the container for it. The program may be slow, may wait for something, or may serve another port or path than the probe asks for.</p>",
      "evidence": "<ul>\n<li>A <code>Killing</code> event: <code>Container app failed startup probe, will be restarted</code>; for a native sidecar <code>Init container mesh failed startup probe</code>.</li>\n<li><code>Unhealthy</code> events that begin with <code>Startup probe failed:</code>.</li>\n<li><code>started: false</code> in the container’s status, in every run.</li>\n<li>Restarts of which no end is known (<code>lastState: {}</code>) beside failures of the startup probe: <em>likely</em> where they are at least <code>failureThreshold</code> for each restart, else <em>possible</em>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/liveness-too-aggressive\"><code>liveness-too-aggressive</code></a>: there is no startup probe, the liveness probe was too early.</li>\n<li><a href=\"/causes/liveness-probe-failing\"><code>liveness-probe-failing</code></a>: it had started and failed later.</li>\n<li>A rollout: failures of a startup probe within its budget are what a start looks like.</li>\n<li><a href=\"/causes/readiness-never-ready\"><code>readiness-never-ready</code></a>: nobody kills it, it only gets no traffic.</li>\n</ul>",
      "whatToDo": "<ul>\n<li>Read the log of the last run: is it slow, does it wait, or does it listen elsewhere?</li>\n<li>Ask the probe’s path and port from within the pod while it starts.</li>\n<li>Only slow: raise <code>failureThreshold</code> until the budget is twice a slow start.</li>\n<li><code>probe errored</code> instead of <code>failed</code>: the command of an exec probe does not exist in the image; such a probe never passes and never kills.</li>\n</ul>",
      "sources": "<ul>\n<li>Kubernetes documentation, Configure Liveness, Readiness and Startup Probes: <a href=\"https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/\">https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/</a></li>\n<li>kubernetes/kubernetes pkg/kubelet/prober/prober.go</li>\n</ul>"
    }
  },
  {
    "id": "tls-certificate-error",
    "family": "dependency",
    "title": "A certificate is refused",
    "sections": {
      "meaning": "<p>Program and peer reached one another, and one refused the other's certificate: expired or not yet valid, for another name, or signed by an authority that is not trusted. Nothing is exchanged.</p>",
      "evidence": "<ul>\n<li>Expired: <code>certificate has expired or is not yet valid: current time … is after …</code>. The two times tell an old certificate from a wrong clock.</li>\n<li>Unknown authority: <code>certificate signed by unknown authority</code>, <code>unable to get local issuer certificate</code>, <code>PKIX path building failed</code>, <code>self-signed certificate in certificate chain</code>.</li>\n<li>Another name: <code>certificate is valid for a, not b</code>, <code>ERR_TLS_CERT_ALTNAME_INVALID</code>.</li>\n<li><code>remote error: tls: bad certificate</code>: the peer refuses the program's certificate, or a client refuses this server's.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/dependency-unreachable\"><code>dependency-unreachable</code></a>: no answer at all.</li>\n<li><a href=\"/causes/config-invalid\"><code>config-invalid</code></a>: key and certificate do not belong together, a file is no PEM, or plain HTTP is spoken to a TLS port.</li>\n<li><a href=\"/causes/image-pull-network\"><code>image-pull-network</code></a>: the node refuses the registry's certificate.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Read which peer and which of the three it is.</li>\n<li>Look at what it presents: <code>openssl s_client -connect HOST:PORT -servername HOST -showcerts</code>.</li>\n<li>Expired: see why renewal stopped (cert-manager's <code>Certificate</code>, a CronJob), renew, and restart what loads certificates only at its start.</li>\n<li>Unknown authority: mount the CA and point the program's trust store at it. Do not switch verification off.</li>\n<li>Another name: use one the certificate has, or issue it for this one.</li>\n</ol>",
      "sources": "<ul>\n<li>Go package <code>crypto/x509</code>; OpenSSL, Node.js and Java documentation</li>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/tasks/tls/managing-tls-in-a-cluster/\">Manage TLS Certificates in a Cluster</a></li>\n</ul>"
    }
  },
  {
    "id": "unknown",
    "family": "unknown",
    "title": "Cause not known",
    "sections": {
      "meaning": "<p>The workload is in trouble, and nothing that could be read names the cause. This is an answer, not a fallback to a guess: an exit code alone has too many causes.</p>",
      "evidence": "<ul>\n<li>What is known is quoted: state, exit code, times, the last line of the log, the last warning.</li>\n<li>What is missing is listed under <em>not checked</em>: logs that could not be read or are gone, events past their hour, permissions that are not granted.</li>\n<li>A pod that does not go away though its containers have ended is kept by a finalizer; one that waits for a node while it has scheduling gates is not looked at by the scheduler. Both are named: whoever set them has to act.</li>\n<li>137 without a word is any SIGKILL: the kernel, the kubelet, a person, the program's own parent. 1 is any error. Certainty is always <em>possible</em>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/app-error-uncaught\"><code>app-error-uncaught</code></a>: an exception, panic or fatal line in the log was recognised.</li>\n<li><a href=\"/causes/oom-killed-limit\"><code>oom-killed-limit</code></a>: 137 with reason <code>OOMKilled</code>.</li>\n<li><a href=\"/causes/exits-zero\"><code>exits-zero</code></a>: it ended with 0 and is started again because the policy says so.</li>\n<li><a href=\"/causes/init-container-failing\"><code>init-container-failing</code></a>, <a href=\"/causes/sidecar-failing\"><code>sidecar-failing</code></a>: the same emptiness, in a helper container.</li>\n</ul>",
      "whatToDo": "<ol>\n<li>Run the one command that the diagnosis names: it is the one that would tell most.</li>\n<li>No log: is it written to a file, or buffered? <code>PYTHONUNBUFFERED=1</code> and the like; or <code>terminationMessagePolicy: FallbackToLogsOnError</code>.</li>\n<li>Catch the next end: <code>kubectl logs -f</code>, or <code>kubectl debug</code> a copy of the pod with another command.</li>\n<li>Compare with what changed: image, configuration, node.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/\">Debug Pods</a>, <a href=\"https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/\">Determine the Reason for Pod Failure</a></li>\n<li>kubernetes/kubernetes <code>pkg/kubelet/kuberuntime</code>, <code>pkg/kubelet/status</code></li>\n</ul>"
    }
  },
  {
    "id": "unschedulable-host-port",
    "family": "start",
    "title": "Host port is taken",
    "sections": {
      "meaning": "<p>The pod asks for a port of its node (<code>hostPort</code>, or any <code>containerPort</code> with <code>hostNetwork</code>), and every node that it may run on has given that port to another pod. A node gives each host port once per protocol and address.</p>",
      "evidence": "<ul>\n<li><code>FailedScheduling</code>: <code>0/3 nodes are available: 3 node(s) didn't have free ports for the requested pod ports.</code> (very old clusters: <code>PodFitsHostPorts</code>).</li>\n<li><code>spec.containers[].ports[].hostPort</code> of the pod. With <code>hostNetwork: true</code> the API server fills it in from <code>containerPort</code>.</li>\n<li>Often during a rolling update with as many replicas as nodes: the new pod waits for the port of the old one.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/port-in-use\"><code>port-in-use</code></a>: the pod runs, and the program cannot bind: <code>address already in use</code>. Ports taken by processes outside Kubernetes show only there.</li>\n<li><a href=\"/causes/unschedulable-resources\"><code>unschedulable-resources</code></a>, <a href=\"/causes/unschedulable-taint-affinity\"><code>unschedulable-taint-affinity</code></a>: other reasons in the same sentence decide when they are those of the nodes open to the pod.</li>\n<li>A <code>nodePort</code> of a Service is not a host port.</li>\n</ul>",
      "whatToDo": "<ol>\n<li><code>kubectl get pods -A -o wide</code> on those nodes: which pod holds the port, often one of the old revision or of another team.</li>\n<li>Use a Service instead of a host port where nothing outside needs the node's address.</li>\n<li>Keep it: a DaemonSet, or no more replicas than nodes, and <code>maxSurge: 0</code> with <code>maxUnavailable: 1</code>.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/\">DaemonSet</a></li>\n<li>kubernetes/kubernetes <code>pkg/scheduler/framework/plugins/nodeports</code></li>\n</ul>"
    }
  },
  {
    "id": "unschedulable-resources",
    "family": "start",
    "title": "No node has room",
    "sections": {
      "meaning": "<p>No node that the pod may run on has enough unrequested cpu, memory, storage, devices or pod slots left. The scheduler counts requests, not use: a node may be idle and still full.</p>",
      "evidence": "<ul>\n<li><code>FailedScheduling</code>: <code>0/5 nodes are available: 3 Insufficient cpu, 2 node(s) had untolerated taint(s).</code> The nodes that the pod's own selector and tolerations admit decide; the others were never meant for it.</li>\n<li>The same text stands in the condition <code>PodScheduled</code>, reason <code>Unschedulable</code>, when the event is gone. It goes before an event that names no writer; one by another than the pod's own scheduler says nothing.</li>\n<li><code>0/0 nodes are available</code> and <code>no nodes available to schedule pods</code>: there is no node at all.</li>\n<li><code>Too many pods</code> is the node's pod limit; <code>Insufficient nvidia.com/gpu</code> and the like an extended resource.</li>\n<li>The kubelet's own refusal: pod <code>Failed</code> with reason <code>OutOfcpu</code>, <code>OutOfmemory</code>, <code>OutOfpods</code>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/unschedulable-taint-affinity\"><code>unschedulable-taint-affinity</code></a>: nodes with room are closed to the pod.</li>\n<li><a href=\"/causes/quota-exceeded\"><code>quota-exceeded</code></a>: the pod is not even made.</li>\n<li><a href=\"/causes/pvc-pending\"><code>pvc-pending</code></a>, <a href=\"/causes/unschedulable-host-port\"><code>unschedulable-host-port</code></a>: other reasons in the same sentence.</li>\n<li><a href=\"/causes/oom-killed-node\"><code>oom-killed-node</code></a>, <a href=\"/causes/disk-full-or-evicted\"><code>disk-full-or-evicted</code></a>: the node ran out in fact.</li>\n</ul>",
      "whatToDo": "<ol>\n<li><code>kubectl describe nodes</code>: compare <em>Allocated resources</em> with the pod's requests. A request larger than any node's allocatable never fits.</li>\n<li>Look for <code>NotTriggerScaleUp</code> or <code>TriggeredScaleUp</code> events where a cluster autoscaler runs.</li>\n<li>Lower a request that is a guess, add a node, or scale down what can wait; a PriorityClass decides who goes first.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/\">Resource Management for Pods and Containers</a></li>\n<li>kubernetes/kubernetes <code>pkg/scheduler/framework/types.go</code> (<code>FitError</code>), <code>pkg/scheduler/framework/plugins</code>, <code>pkg/kubelet/lifecycle/predicate.go</code></li>\n</ul>"
    }
  },
  {
    "id": "unschedulable-taint-affinity",
    "family": "start",
    "title": "No node may run it",
    "sections": {
      "meaning": "<p>Every node is closed to the pod: by a taint it does not tolerate, by its own nodeSelector or affinity, by topology spread, by being cordoned, or because its volume lives where the pod may not go.</p>",
      "evidence": "<ul>\n<li><code>FailedScheduling</code>: <code>0/4 nodes are available: 1 node(s) had untolerated taint {dedicated: gpu}, 3 node(s) didn't match Pod's node affinity/selector.</code> Since 1.34 the taint is not named: <code>node(s) had untolerated taint(s)</code>; the taints of the nodes that the pod selects are named then, where the nodes can be read. Up to 1.24 <code>node(s) had taint {…}, that the pod didn't tolerate</code>.</li>\n<li>Also <code>didn't match pod anti-affinity rules</code>, <code>didn't match pod topology spread constraints</code>, <code>were unschedulable</code> (cordoned), <code>had volume node affinity conflict</code>, <code>didn't match PersistentVolume's node affinity</code>.</li>\n<li>The kubelet's refusal of a pod that is already bound: <code>Failed</code>, reason <code>NodeAffinity</code> or <code>TaintToleration</code>.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/unschedulable-resources\"><code>unschedulable-resources</code></a>: some node is open to the pod and says <code>Insufficient …</code>.</li>\n<li><a href=\"/causes/node-lost\"><code>node-lost</code></a>: the taint is <code>node.kubernetes.io/unreachable</code> or <code>not-ready</code>: bring the node back first.</li>\n<li><a href=\"/causes/pvc-pending\"><code>pvc-pending</code></a>: the claim has no volume at all.</li>\n</ul>",
      "whatToDo": "<ol>\n<li><code>kubectl get nodes --show-labels</code> and the nodes' <code>spec.taints</code>, against the pod's <code>nodeSelector</code>, <code>affinity</code> and <code>tolerations</code>.</li>\n<li>Required anti-affinity with more replicas than nodes can never be met: prefer, or spread.</li>\n<li>A volume of one zone: bring a node up in that zone; use <code>WaitForFirstConsumer</code> for new claims.</li>\n<li>Correct the selector, or tolerate the taint only where the pod is meant for such nodes.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/\">Assigning Pods to Nodes</a>, <a href=\"https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/\">Taints and Tolerations</a></li>\n<li>kubernetes/kubernetes <code>pkg/scheduler/framework/types.go</code> (<code>FitError</code>), <code>pkg/scheduler/framework/plugins</code></li>\n</ul>"
    }
  },
  {
    "id": "volume-mount-failed",
    "family": "start",
    "title": "Volume cannot be mounted",
    "sections": {
      "meaning": "<p>A volume of the pod cannot be attached to the node or mounted into the container. Without it the kubelet starts no container of the pod.</p>",
      "evidence": "<ul>\n<li>Events <code>FailedMount</code> (<code>MountVolume.SetUp failed for volume &quot;…&quot; : …</code>), <code>FailedMapVolume</code>, or <code>FailedAttachVolume</code> (<code>AttachVolume.Attach failed …</code>, <code>Multi-Attach error for volume &quot;…&quot; Volume is already exclusively attached to one node …</code>).</li>\n<li>Containers wait with <code>ContainerCreating</code> and an empty message.</li>\n<li>A subPath that cannot be prepared is <code>CreateContainerConfigError</code>: the volume is there, and a part of it is not.</li>\n<li>Mounts that the runtime makes (subPath, a file over a directory) show as a start error: <code>error mounting &quot;…&quot; to rootfs at &quot;…&quot;: … not a directory</code>.</li>\n<li>Since 1.28 the kubelet no longer writes <code>Unable to attach or mount volumes … timed out</code> for a slow volume: silence does not mean that all is well.</li>\n</ul>",
      "confusedWith": "<ul>\n<li><a href=\"/causes/missing-configmap-or-secret\"><code>missing-configmap-or-secret</code></a>: <code>configmap &quot;…&quot; not found</code>, <code>references non-existent secret key</code>.</li>\n<li><a href=\"/causes/pvc-pending\"><code>pvc-pending</code></a>: the claim is not bound, so the pod has no node yet.</li>\n<li><a href=\"/causes/permission-denied\"><code>permission-denied</code></a>, <a href=\"/causes/disk-full-or-evicted\"><code>disk-full-or-evicted</code></a>: the volume is mounted, and the program cannot use it.</li>\n<li><code>failed to sync configmap cache</code> in the first seconds on a busy node is noise.</li>\n</ul>",
      "whatToDo": "<ol>\n<li><code>kubectl describe pod</code>: which volume, which step.</li>\n<li>Multi-Attach: find the old pod or node that still holds the volume; <code>kubectl get volumeattachments</code> shows it. <code>strategy: Recreate</code> avoids it for a ReadWriteOnce claim.</li>\n<li>subPath: a file gives a file, a name that is not there gives a directory; <code>mountPath</code> has to be of the same kind.</li>\n<li>CSI errors: read the driver's pods on that node. hostPath: the path must exist with the given type on every node.</li>\n</ol>",
      "sources": "<ul>\n<li>Kubernetes documentation: <a href=\"https://kubernetes.io/docs/concepts/storage/volumes/\">Volumes</a>, <a href=\"https://kubernetes.io/docs/concepts/storage/persistent-volumes/\">Persistent Volumes</a></li>\n<li>kubernetes/kubernetes <code>pkg/volume/util/operationexecutor</code>, <code>pkg/controller/volume/attachdetach</code>; opencontainers/runc <code>libcontainer/rootfs_linux.go</code></li>\n</ul>"
    }
  }
];
