/**
 * The fake API server in a process of its own, so that it shares neither the event loop nor the processor time of what is
 * measured. The bench's bundle starts itself again: in that process `serveWhereAsked` serves, and nothing is measured.
 */
import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startFakeApi } from '../e2e/fake-api/fake-api';
import { oomPod } from '../e2e/support/broken-pod';
import { fleet } from './fleet';
import { turnOver } from './turn-over';

/** `recording`: the lab's, cloned to `pods`; most of it is broken. Null: the fleet, 2 % broken. */
export interface Cluster {
  pods: number;
  recording: string | null;
}

type Order =
  | { do: 'churn'; count: number }
  | { do: 'break'; name: string }
  | { do: 'keep-churning'; perSecond: number }
  | { do: 'turn-over'; perSecond: number };

/** What the product is pointed at. */
export interface Target {
  kubeconfig: string;
  /** One list of all pods by curl, body thrown away: what "start to full board" is held against. */
  rawListMs: () => Promise<number>;
}

export interface ApiProcess extends Target {
  url: string;
  tell: (order: Order) => void;
  stop: () => Promise<void>;
}

const asked = 'UNLOOP_BENCH_API';
const token = 'bench-token';

export async function startApi(cluster: Cluster): Promise<ApiProcess> {
  const child = fork(fileURLToPath(import.meta.url), [], { env: { ...process.env, [asked]: JSON.stringify(cluster) } });
  const { url, kubeconfig } = await firstWords(child);
  // An API server has a machine of its own: what is measured does not wait for this one's turn.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  return {
    url,
    kubeconfig,
    async rawListMs() {
      const list = `${url}/api/v1/pods?resourceVersion=0`;
      const options = ['-sk', '-o', '/dev/null', '-w', '%{time_total}', '-H', `Authorization: Bearer ${token}`];
      const { stdout } = await promisify(execFile)('curl', [...options, list]);
      return Number(stdout) * 1000;
    },
    tell: (order) => void child.send(order),
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

async function firstWords(child: ChildProcess): Promise<{ url: string; kubeconfig: string }> {
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The fake API server ended.')));
  const [words]: unknown[] = await Promise.race([once(child, 'message'), ended]);
  if (typeof words !== 'object' || words === null || !('url' in words) || !('kubeconfig' in words))
    throw new Error('The fake API server said something else than where it is.');
  return { url: String(words.url), kubeconfig: String(words.kubeconfig) };
}

/** True in the process that serves. */
export async function serveWhereAsked(): Promise<boolean> {
  const order = process.env[asked];
  if (order === undefined) return false;
  const { pods, recording }: Cluster = JSON.parse(order);
  const api = await startFakeApi({
    token,
    protobuf: true,
    ...(recording === null ? { objects: [...fleet(pods)] } : { recording }),
  });
  if (recording !== null) api.scale(pods);
  api.encode();
  process.on('message', (message: Order) => {
    if (message.do === 'churn') api.churn(message.count);
    else if (message.do === 'break') api.apply(oomPod('shop', message.name));
    else if (message.do === 'turn-over') turnOver(api, message.perSecond);
    else setInterval(() => api.churn(Math.ceil(message.perSecond / 10)), 100);
  });
  process.once('SIGTERM', () => void api.close().then(() => process.exit(0)));
  process.send?.({ url: api.url, kubeconfig: api.kubeconfig() });
  return true;
}
