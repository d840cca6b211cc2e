/**
 * The fake API server as a program: `--recording PATH --pods N --port N --kubeconfig PATH --churn N` (changes a second).
 * Node 20 runs no TypeScript, so it is bundled first:
 * `npx esbuild e2e/fake-api/main.ts --bundle --platform=node --format=esm --conditions=react-server --outfile=/tmp/fake-api.mjs`
 */
import { copyFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startFakeApi } from './fake-api';
import { namespaceObject, pod } from './objects';

const { values } = parseArgs({
  options: {
    recording: { type: 'string' },
    pods: { type: 'string' },
    port: { type: 'string' },
    kubeconfig: { type: 'string' },
    churn: { type: 'string' },
  },
});

const api = await startFakeApi({
  port: Number(values.port ?? 0),
  ...(values.recording === undefined
    ? { objects: [namespaceObject('kube-system'), namespaceObject('shop'), pod('shop', 'cart'), pod('shop', 'web')] }
    : { recording: values.recording }),
});
if (values.pods !== undefined) api.scale(Number(values.pods));
const kubeconfig = api.kubeconfig();
if (values.kubeconfig !== undefined) copyFileSync(kubeconfig, values.kubeconfig);
const perSecond = Number(values.churn ?? 0);
if (perSecond > 0) setInterval(() => api.churn(Math.max(1, Math.round(perSecond / 10))), 100);
console.log(`fake Kubernetes API on ${api.url}, KUBECONFIG=${values.kubeconfig ?? kubeconfig}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void api.close().then(() => process.exit(0)));
