import { describe, expect, it } from 'vitest';

import { project } from './project';

const clean = (text: string): string => text;

function owner(manager: string, time: string, fieldsV1: object): object {
  return { manager, operation: 'Update', time, fieldsV1 };
}

describe('keys of a Secret or ConfigMap', () => {
  it('come from managedFields, with the newest writer of each', () => {
    const raw = {
      kind: 'PartialObjectMetadata',
      apiVersion: 'meta.k8s.io/v1',
      metadata: {
        name: 'mail',
        namespace: 'shop',
        managedFields: [
          owner('helm', '2026-11-21T08:00:00Z', { 'f:data': { '.': {}, 'f:SMTP_PASS': {}, 'f:SMTP_USER': {} } }),
          owner('kubectl-edit', '2026-11-21T09:00:00Z', { 'f:data': { 'f:SMTP_PASS': {} } }),
        ],
      },
    };
    expect(project('Secret', raw, clean)).toMatchObject({
      apiVersion: 'v1',
      kind: 'Secret',
      keys: [
        { name: 'SMTP_PASS', changedAt: '2026-11-21T09:00:00Z' },
        { name: 'SMTP_USER', changedAt: '2026-11-21T08:00:00Z' },
      ],
    });
  });

  it('are not known without managedFields', () => {
    expect(project('Secret', { metadata: { name: 'mail' } }, clean)).toMatchObject({ keys: null });
  });

  it('are named from a recording that carries the values, which are dropped', () => {
    const raw = {
      kind: 'Secret',
      metadata: { name: 'mail' },
      data: { SMTP_PASS: 'aHVudGVyMg==' },
      stringData: { a: 'hunter2' },
    };
    const secret = project('Secret', raw, clean);
    expect(secret).toMatchObject({
      keys: [
        { name: 'SMTP_PASS', changedAt: null },
        { name: 'a', changedAt: null },
      ],
    });
    expect(JSON.stringify(secret)).not.toMatch(/aHVudGVyMg|hunter2/);
  });
});

describe('writers of a controller', () => {
  const fieldsV1 = {
    'f:spec': {
      'f:replicas': {},
      'f:template': {
        'f:spec': {
          'f:containers': {
            'k:{"name":"app"}': {
              '.': {},
              'f:name': {},
              'f:image': {},
              'f:ports': { 'k:{"containerPort":8080,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
            },
          },
        },
      },
    },
  };

  it('name the paths under spec that they own', () => {
    const raw = {
      metadata: { name: 'cart', managedFields: [owner('kubectl-edit', '2026-11-21T09:00:00Z', fieldsV1)] },
    };
    expect(project('Deployment', raw, clean).metadata.writers).toEqual([
      {
        manager: 'kubectl-edit',
        operation: 'Update',
        at: '2026-11-21T09:00:00Z',
        subresource: null,
        fields: [
          'spec.replicas',
          'spec.template.spec.containers[app].image',
          'spec.template.spec.containers[app].ports[8080,TCP].containerPort',
        ],
      },
    ]);
  });

  it('name at most fifty, none of the controller manager, and none of a pod', () => {
    const many = { 'f:spec': Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`f:field${n}`, {}])) };
    const managedFields = [
      owner('helm', '2026-11-21T09:00:00Z', many),
      owner('kube-controller-manager', '2026-11-21T09:00:00Z', many),
    ];
    const lengths = (kind: 'Deployment' | 'Pod'): number[] =>
      project(kind, { metadata: { name: 'x', managedFields } }, clean).metadata.writers.map(
        ({ fields }) => fields.length,
      );
    expect(lengths('Deployment')).toEqual([50, 0]);
    expect(lengths('Pod')).toEqual([0, 0]);
  });
});
