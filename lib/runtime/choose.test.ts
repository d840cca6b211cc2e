import { describe, expect, it } from 'vitest';
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
    });
    await expect(open()).rejects.toThrow('nowhere');
    for (const text of [info.name, info.location]) {
      expect(text).toContain('/nowhere/');
      expect(text).not.toMatch(/\u001b|hunter2|ada@/);
    }
  });
});
