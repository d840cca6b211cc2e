/** Opens the sources that the settings name or that are found, in the order of design §8. */
import 'server-only';

import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { chooseSource } from '../config/choose-source';
import type { Config, Environment } from '../config/config';
import type { Clean } from '../kubernetes/projection/clean';
import type { ApiClient } from '../kubernetes/api-client';
import type { ClusterSource } from '../kubernetes/cluster-source';
import { Problem } from '../model/problem';
import type { Source, SourceInfo } from '../model/source';
import { cleanFileName } from '../recording/file-name';

export interface Opened {
  source: Source;
  /** The live cluster where it is one: it can say more than any source. */
  live: { source: ClusterSource; client: ApiClient } | null;
}

export interface Chosen {
  /** What is known before it is open, for the first screen. */
  info: SourceInfo;
  /** Rejects with a Problem where it is named or found and cannot be used. */
  open: () => Promise<Opened>;
}

interface ChooseOptions {
  config: Config;
  env: Environment;
  clean: Clean;
  /** A listener of what a cluster tells threw. */
  onBug: (error: unknown) => void;
}

/**
 * `--context '*'` as the contexts that the kubeconfig has, the current one first; none named as the current one, so that
 * the cluster has its name from the first screen on. Where they cannot be read the settings stay as they are, and opening
 * the cluster says why.
 */
export async function nameContexts(config: Config, env: Environment): Promise<Config> {
  const [first] = config.contexts;
  if (first !== undefined && first !== '*') return config;
  const choice = chooseSource(config, env, existsSync);
  if (choice.kind !== 'cluster' || choice.inCluster) return config;
  const { listContexts, defaultContext } = await import('../kubernetes/connection');
  const options = { kubeconfig: config.kubeconfig ?? undefined, env };
  try {
    const contexts = first === '*' ? await listContexts(options) : [(await defaultContext(options)) ?? []].flat();
    return contexts.length === 0 ? config : { ...config, contexts };
  } catch (error) {
    if (error instanceof Problem) return config;
    throw error;
  }
}

/**
 * What is watched, the first is the default: one source, or a cluster for each context that is named.
 *
 * Every room is imported when it is needed: a laptop that opens the sample never loads the reader, a pod in a cluster never
 * the parser of recordings (memory floors, stack.md).
 */
export function choose({ config, env, clean, onBug }: ChooseOptions): [Chosen, ...Chosen[]] {
  const choice = chooseSource(config, env, existsSync);
  switch (choice.kind) {
    case 'recording': {
      const info: SourceInfo = {
        kind: 'recording',
        name: cleanFileName(basename(choice.path), clean),
        location: cleanFileName(choice.path, clean),
        recordedAt: null,
      };
      const open = async (): Promise<Opened> => {
        const { openRecording } = await import('../recording/open-recording');
        return fromFiles(await openRecording({ path: choice.path }, { clean }));
      };
      return [{ info, open }];
    }
    case 'sample':
      return [sample(clean)];
    case 'cluster': {
      const [first = null, ...others] = choice.contexts;
      const shown = choice.kubeconfigs.map((path) => cleanFileName(path, clean));
      const location = shown.join(', ');
      const found = choice.inCluster ? 'in-cluster' : (shown[0] ?? 'cluster');
      const cluster = (context: string | null): Chosen => ({
        info: { kind: 'cluster', name: context ?? found, location, recordedAt: null },
        open: () => openCluster({ config, env, clean, onBug }, context),
      });
      return [cluster(first), ...others.map(cluster)];
    }
  }
}

function fromFiles({ source }: { source: Source }): Opened {
  return { source, live: null };
}

function sample(clean: Clean): Chosen {
  const info: SourceInfo = { kind: 'sample', name: 'sample cluster', location: '', recordedAt: null };
  const open = async (): Promise<Opened> => {
    const { openSample } = await import('../recording/sample');
    return fromFiles(await openSample(clean));
  };
  return { info, open };
}

async function openCluster({ config, env, clean, onBug }: ChooseOptions, context: string | null): Promise<Opened> {
  const [{ findConnection }, { createClusterSource }] = await Promise.all([
    import('../kubernetes/connection'),
    import('../kubernetes/cluster-source'),
  ]);
  const connection = await findConnection({
    kubeconfig: config.kubeconfig ?? undefined,
    // The names behind '*' could not be read at the start; who mends the file has at least the current one.
    context: context === null || context === '*' ? undefined : context,
    env,
  });
  // A kubeconfig without any cluster is what some tools leave behind: as good as none, so it is the sample after all.
  if (connection === null) return sample(clean).open();
  const source = createClusterSource({
    client: connection.client,
    contextName: connection.contextName,
    contextNamespace: connection.namespace,
    namespaces: config.namespaces,
    readSecretMetadata: config.readSecretMetadata,
    streamedLists: config.streamedLists,
    clean,
    onBug,
  });
  return { source, live: { source, client: connection.client } };
}
