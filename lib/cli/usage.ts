/** What `--help` prints. */
import 'server-only';

/** `name`: "unloop", or "kubectl unloop" where kubectl calls it as its plugin. */
export function usage(name: string): string {
  return `Why is it not staying up? ${name} says the cause, the proof and the next step.

Usage:
  ${name} diagnose [-n NAMESPACE | -A] [KIND/NAME]  the cluster of the current context
  ${name} diagnose PATH|- [-n NAMESPACE] [KIND/NAME]  a recording: support bundle, cluster dump, kubectl -o yaml|json
  ${name} record OUT.tar.gz [-n NAMESPACE]       save what Unloop reads of a cluster, redacted

Options:
  -n, --namespace NAME   the namespace; several with commas (default: the context's own; of a recording: all)
  -A, --all-namespaces   all namespaces
  -o, --output FORMAT    text (default), json or markdown
      --status all       say something about healthy workloads too
      --as-of TIME       "now" for a recording, RFC 3339 (default: the newest time in it)
      --context NAME     the context of the kubeconfig
      --kubeconfig FILE  the kubeconfig
      --version, --help

UNLOOP_KUBECONFIG, UNLOOP_CONTEXT and UNLOOP_NAMESPACES stand for the options where none of theirs is given.
With UNLOOP_PROMETHEUS_URL set, a cluster's metrics are read too (UNLOOP_PROMETHEUS_TOKEN_FILE and others as for the server).
Exit status: 0 nothing is broken, 1 something is broken or degraded, 2 could not tell.
It only reads. It never reads values of Secrets or ConfigMaps.
`;
}
