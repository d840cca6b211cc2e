import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { crashing } from '../../testing/crashing';

describe('rbac-forbidden', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing(
      'Error from server (Forbidden): secrets "signing" is forbidden: User "system:serviceaccount:parcel:default" cannot patch resource "secrets" in API group "" in the namespace "parcel"',
      1,
    );
    expect(primary).toMatchObject({ cause: 'rbac-forbidden', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('patch secrets');
  });

  it.each([
    ['at the cluster scope', 'auth can-i -A --as=', 'list pods at the cluster scope'],
    ['in the namespace "billing"', '-n billing auth can-i --as=', 'list pods in the namespace `billing`'],
    ['in the namespace \\"billing\\""', '-n billing auth can-i --as=', 'list pods in the namespace `billing`'],
    ['', '-n parcel auth can-i --as=', 'list pods.'],
  ])('asks where it was refused: %s', async (scope, command, claim) => {
    const { primary, remedies } = await crashing(
      `pods is forbidden: User "system:serviceaccount:parcel:default" cannot list resource "pods" in API group "" ${scope}`,
      1,
    );
    expect(remedies.find(({ id }) => id === 'can-i')?.command).toContain(`kubectl ${command}`);
    expect(JSON.stringify(primary?.claims)).toContain(claim);
  });

  it.each([
    ['system:serviceaccount:parcel:default', false],
    ['system:serviceaccount:flux-system:deployer', true],
    ['system:anonymous', true],
  ])('asks for the user that was refused: %s', async (user, isAnother) => {
    const { primary, remedies } = await crashing(
      `pods is forbidden: User "${user}" cannot list resource "pods" in API group "" at the cluster scope`,
    );
    expect(remedies.find(({ id }) => id === 'can-i')?.command).toContain(`--as=${user} `);
    const claims = primary?.claims.map(({ text }) => text).join('\n');
    expect(claims?.includes('not the account of the pod')).toBe(isAnother);
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('ERROR open /data/index.db: permission denied');
    expect(primary?.cause).toBe('permission-denied');
    expect(contributing.map((finding) => finding.cause)).not.toContain('rbac-forbidden');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });
});
