/** Where the worker's code lies. Apart, because a bundler looks for exactly this form and plain Node cannot load TypeScript. */
import 'server-only';

import { Worker, type WorkerOptions } from 'node:worker_threads';

export type SpawnParser = (options: WorkerOptions) => Worker;

/**
 * For code that Next.js bundled. Turbopack (16.4.6) bundles the worker only where the second argument is an object
 * literal; with a bare variable it copies the TypeScript file as it is, which Node then refuses to load.
 */
export const spawnParser: SpawnParser = (options) =>
  new Worker(new URL('./parse-worker.ts', import.meta.url), { ...options });
