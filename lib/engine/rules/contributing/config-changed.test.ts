import { describe, expect, it } from 'vitest';
import { diagnosisOf, saysOf } from '../../testing/play';

describe('config-changed', () => {
  it('fires', async () => {
    expect(await saysOf('config-changed.fires', 'config-changed')).toMatch(/^likely: .*feed-venues/);
  });

  it('quotes the entry that wrote it by its number, and shows all writers', async () => {
    const { evidence, remedies } = await diagnosisOf('config-changed.fires');
    const paths = evidence.flatMap((item) => (item.kind === 'field' ? item.fields.map(({ path }) => path) : []));
    expect(paths.some((path) => /^metadata\.managedFields\[\d+\]\.time$/.test(path))).toBe(true);
    const command = remedies.find(({ id }) => id === 'show-writers')?.command;
    expect(command).toContain('--show-managed-fields');
    expect(command).toContain('.metadata.managedFields[*]');
    expect(command).not.toContain('.data');
  });

  it('is silent on its near miss', async () => {
    expect(await saysOf('config-changed.near-miss', 'config-changed')).toBeNull();
  });

  it('is silent where metadata may not be read', async () => {
    expect(await saysOf('config-changed.fires', 'config-changed', { object: 'ConfigMap/feed-venues' })).toBeNull();
  });
});
