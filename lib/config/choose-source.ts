/** Which source to open, in the order of design §8. Pure: the environment and the file system are arguments. */
import 'server-only';
import { delimiter, join } from 'node:path';
import type { Config, Environment } from './config';

/** `because` says, for the first line of the log and for /about, why it is this one. */
export type SourceChoice =
  | { kind: 'recording'; path: string; because: string }
  | { kind: 'cluster'; kubeconfigs: string[]; inCluster: boolean; contexts: string[]; because: string }
  | { kind: 'sample'; because: string };

const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * --recording, --sample, --kubeconfig and --context, KUBECONFIG, ~/.kube/config, in-cluster, the sample.
 *
 * What is named is chosen even where it does not exist: that is an error for the screen, and never the sample.
 * `kubeconfigs` are merged as kubectl does (first wins); it is empty in a cluster.
 */
export function chooseSource(
  config: Pick<Config, 'recording' | 'sample' | 'kubeconfig' | 'contexts'>,
  env: Environment,
  fileExists: (path: string) => boolean,
): SourceChoice {
  const { contexts } = config;
  const cluster = (kubeconfigs: string[], because: string): SourceChoice => {
    return { kind: 'cluster', kubeconfigs, inCluster: false, contexts, because };
  };

  if (config.recording !== null) return { kind: 'recording', path: config.recording, because: 'named by --recording' };
  if (config.sample) return { kind: 'sample', because: 'asked for by --sample' };
  if (config.kubeconfig !== null) return cluster([config.kubeconfig], 'named by --kubeconfig');

  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((path) => path !== '');
  if (listed.length > 0) {
    // kubectl leaves out the files of the list that are not there; all of them missing is an error to be shown.
    const there = listed.filter(fileExists);
    return cluster(there.length > 0 ? there : listed, 'named by KUBECONFIG');
  }

  const home = env['HOME'] ?? env['USERPROFILE'];
  const usual = home === undefined ? null : join(home, '.kube', 'config');
  if (usual !== null && fileExists(usual)) return cluster([usual], `found ${usual}`);
  if (contexts.length > 0) return cluster(usual === null ? [] : [usual], 'named by --context');

  if ((env['KUBERNETES_SERVICE_HOST'] ?? '') !== '' && fileExists(serviceAccountToken)) {
    return { kind: 'cluster', kubeconfigs: [], inCluster: true, contexts: [], because: 'running in a cluster' };
  }
  return { kind: 'sample', because: 'no cluster was named or found' };
}
