/** The lab's large cluster (`scale/cluster`, `scale/fill`): a real kube-apiserver and etcd, where somebody started them. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Target } from './api-process';

const home = join(process.env.UNLOOP_LAB_HOME ?? join(homedir(), '.cache/unloop-lab'), 'scale');
const server = 'https://127.0.0.1:36443';

async function curl(path: string, more: string[] = []): Promise<string> {
  const pki = ['--cacert', 'ca.crt', '--cert', 'admin.crt', '--key', 'admin.key'];
  const { stdout } = await promisify(execFile)('curl', ['-sf', ...pki, ...more, server + path], {
    cwd: join(home, 'pki'),
  });
  return stdout;
}

/** Null where none is up. */
export async function scaleCluster(): Promise<(Target & { pods: number }) | null> {
  if (!existsSync(join(home, 'apiserver.pid'))) return null;
  const first: { metadata: { remainingItemCount?: number } } = JSON.parse(await curl('/api/v1/pods?limit=1'));
  return {
    pods: 1 + (first.metadata.remainingItemCount ?? 0),
    kubeconfig: join(home, 'kubeconfig'),
    async rawListMs() {
      // An API server writes twice as much, with indents, to whoever calls itself curl.
      const list = '/api/v1/pods?resourceVersion=0&pretty=false';
      return Number(await curl(list, ['-o', '/dev/null', '-w', '%{time_total}'])) * 1000;
    },
  };
}
