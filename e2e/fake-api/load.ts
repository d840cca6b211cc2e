/** Loads a recording of the lab (folder or .tar.gz): objects/<plural>.json and logs/NS/POD/CONTAINER[.previous].log. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NewObject } from './objects';
import { apiVersion, resources } from './resources';
import type { Store } from './store';

export function loadRecording(store: Store, logs: Map<string, string>, path: string): void {
  if (statSync(path).isDirectory()) return loadFolder(store, logs, path);
  const folder = mkdtempSync(join(tmpdir(), 'unloop-recording-'));
  try {
    execFileSync('tar', ['xzf', path, '-C', folder]);
    loadFolder(store, logs, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function loadFolder(store: Store, logs: Map<string, string>, folder: string): void {
  for (const resource of resources) {
    const file = join(folder, 'objects', `${resource.plural}.json`);
    if (!existsSync(file)) continue;
    const list: { items?: Omit<NewObject, 'kind'>[] } = JSON.parse(readFileSync(file, 'utf8'));
    for (const item of list.items ?? []) {
      const { metadata } = item as NewObject;
      store.apply({ ...item, metadata, kind: resource.kind, apiVersion: apiVersion(resource) });
    }
  }
  const root = join(folder, 'logs');
  if (!existsSync(root)) return;
  for (const namespace of readdirSync(root)) {
    for (const pod of readdirSync(join(root, namespace))) {
      for (const file of readdirSync(join(root, namespace, pod)).filter((name) => name.endsWith('.log'))) {
        const key = `${namespace}/${pod}/${file.slice(0, -'.log'.length)}`;
        logs.set(key, readFileSync(join(root, namespace, pod, file), 'utf8'));
      }
    }
  }
}
