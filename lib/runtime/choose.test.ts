import { describe, expect, it, vi } from 'vitest';
import { startFakeApi } from '../../e2e/fake-api/fake-api';
import { namespaceObject } from '../../e2e/fake-api/objects';
import { loadConfig } from '../config/config';
import { createCleaner } from '../kubernetes/projection/clean';
import { createRedactor } from '../redact/redactor';
import { choose } from './choose';

describe('what is known of a source before it is open', () => {
  it('shows the path of a kubeconfig without control characters and credentials', async () => {
    const path = '/nowhere/\u001b[31mada@ops.example/password=hunter2hunter2/kube.yaml';
    const env = { HOME: '/nowhere' };
    const [{ info, open }] = choose({
      config: loadConfig(env, { kubeconfig: path }),
      env,
      clean: createCleaner(createRedactor('key')),
      onBug: () => undefined,
    });
    await expect(open()).rejects.toThrow('nowhere');
    for (const text of [info.name, info.location]) {
      expect(text).toContain('/nowhere/');
      expect(text).not.toMatch(/\u001b|hunter2|ada@/);
    }
  });
});

describe('a cluster that was opened', () => {
  it('reports what a listener of its feed threw', async () => {
    const api = await startFakeApi({ objects: [namespaceObject('shop')] });
    const env = { HOME: '/nowhere' };
    const bugs: unknown[] = [];
    const [{ open }] = choose({
      config: loadConfig(env, { kubeconfig: api.kubeconfig() }),
      env,
      clean: createCleaner(createRedactor('key')),
      onBug: (error) => bugs.push(error),
    });
    const { source } = await open();
    const bug = new TypeError('x is not a function');
    source.start({
      replace: () => {
        throw bug;
      },
      upsert: () => undefined,
      remove: () => undefined,
      state: () => undefined,
    });
    await vi.waitFor(() => expect(bugs).toContain(bug));
    await source.stop();
    await api.close();
  });
});
