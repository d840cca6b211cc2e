/** Opens the source that the settings name or that is found, in the order of design §8. */
import 'server-only';

import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { chooseSource } from '../config/choose-source';
import type { Config, Environment } from '../config/config';
import type { Clean } from '../kubernetes/projection/clean';
import type { ApiClient } from '../kubernetes/api-client';
import type { ClusterSource } from '../kubernetes/cluster-source';
import type { Source, SourceInfo } from '../model/source';
import { cleanFileName } from '../recording/file-name';

export interface Chosen {
  /** What is known before it is open, for the first screen. */
  info: SourceInfo;
  /** Rejects with a Problem where it is named or found and cannot be used. */
  opening: Promise<Source>;
  /** For the log: why this one. */
  because: string;
}

interface ChooseOptions {
  config: Config;
  env: Environment;
  clean: Clean;
  /** Told of the live cluster when it is one: it can say more than any source. */
  onCluster: (cluster: ClusterSource, client: ApiClient) => void;
}

/**
 * Every room is imported when it is needed: a laptop that opens the sample never loads the reader, a pod in a cluster never
 * the parser of recordings (memory floors, stack.md).
 */
export function choose({ config, env, clean, onCluster }: ChooseOptions): Chosen {
  const choice = chooseSource(config, env, existsSync);
  const { because } = choice;
  switch (choice.kind) {
    case 'recording': {
      const info: SourceInfo = {
        kind: 'recording',
        name: cleanFileName(basename(choice.path), clean),
        location: cleanFileName(choice.path, clean),
        recordedAt: null,
      };
      const opening = import('../recording/open-recording').then(({ openRecording }) =>
        openRecording({ path: choice.path }, { clean }),
      );
      return { info, opening: opening.then(({ source }) => source), because };
    }
    case 'sample':
      return { ...sample(clean), because };
    case 'cluster': {
      const name = choice.context ?? (choice.inCluster ? 'in-cluster' : (choice.kubeconfigs[0] ?? 'cluster'));
      const info: SourceInfo = { kind: 'cluster', name, location: choice.kubeconfigs.join(', '), recordedAt: null };
      return { info, opening: openCluster({ config, env, clean, onCluster }), because };
    }
  }
}

function sample(clean: Clean): Omit<Chosen, 'because'> {
  const info: SourceInfo = { kind: 'sample', name: 'sample cluster', location: '', recordedAt: null };
  const opening = import('../recording/sample').then(({ openSample }) => openSample(clean));
  return { info, opening: opening.then(({ source }) => source) };
}

async function openCluster({ config, env, clean, onCluster }: ChooseOptions): Promise<Source> {
  const [{ findConnection }, { createClusterSource }] = await Promise.all([
    import('../kubernetes/connection'),
    import('../kubernetes/cluster-source'),
  ]);
  const connection = await findConnection({
    kubeconfig: config.kubeconfig ?? undefined,
    context: config.context ?? undefined,
    env,
  });
  // A kubeconfig without any cluster is what some tools leave behind: as good as none, so it is the sample after all.
  if (connection === null) return sample(clean).opening;
  const source = createClusterSource({
    client: connection.client,
    contextName: connection.contextName,
    contextNamespace: connection.namespace,
    namespaces: config.namespaces,
    readSecretMetadata: config.readSecretMetadata,
    clean,
  });
  onCluster(source, connection.client);
  return source;
}
