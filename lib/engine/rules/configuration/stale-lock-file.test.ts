import { describe, expect, it } from 'vitest';
import { plainHeadline } from '../../../model/diagnosis';
import { deployment, diagnoseObjects, podName, podOf, runningFor, terminated, waiting } from '../../testing/build';
import { crashing } from '../../testing/crashing';

describe('stale-lock-file', () => {
  it('fires on the words of the program, and names the thing', async () => {
    const { primary } = await crashing('A server is already running. Check /app/tmp/pids/server.pid.', 1);
    expect(primary).toMatchObject({ cause: 'stale-lock-file', certainty: 'likely', container: { name: 'app' } });
    expect(primary && plainHeadline(primary.headline)).toContain('server.pid');
  });

  it('leaves words of another cause to it', async () => {
    const { primary, contributing } = await crashing('FATAL listen tcp :8080: bind: address already in use');
    expect(primary?.cause).toBe('port-in-use');
    expect(contributing.map((finding) => finding.cause)).not.toContain('stale-lock-file');
  });

  it('says nothing without the log', async () => {
    const { primary } = await crashing(null);
    expect(primary?.cause).toBe('unknown');
  });

  it('calls a lock of the kernel held, and does not advise to remove the file', async () => {
    const { primary, remedies } = await crashing('[ERROR] [MY-012574] [InnoDB] Unable to lock ./ibdata1 error: 11');
    expect(primary && plainHeadline(primary.headline)).toBe(
      'Container app does not start because another process holds a lock: ./ibdata1',
    );
    expect(JSON.stringify(remedies)).not.toMatch(/remove the file/i);
  });

  describe('with the pod of the revision before on the same claim', () => {
    const data = { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'db-data' } }] };
    const mounted = { volumeMounts: [{ name: 'data', mountPath: '/var/lib/db' }] };
    const says = async (line: string, container = mounted) => {
      const old = podOf({ status: { phase: 'Running', containerStatuses: [runningFor('main', 600)] } });
      const lastState = terminated(1, 2);
      const status = waiting('main', 'CrashLoopBackOff', '', { restartCount: 5, lastState });
      const spec = { nodeName: 'n1', containers: [{ name: 'main', image: 'r.example/app:1', ...container }], ...data };
      const owner = [{ kind: 'ReplicaSet', name: 'app-old', uid: 'uid-ReplicaSet-app-old', controller: true }];
      const { primary, remedies } = await diagnoseObjects(
        [
          ...deployment(),
          {
            kind: 'ReplicaSet',
            metadata: {
              name: 'app-old',
              ownerReferences: [{ kind: 'Deployment', name: 'app', uid: 'uid-Deployment-app', controller: true }],
            },
            spec: { replicas: 1 },
          },
          podOf({ spec, status: { phase: 'Running', containerStatuses: [status] } }),
          {
            ...old,
            metadata: { ...old.metadata, name: 'app-old-o1', ownerReferences: owner },
            spec: { ...spec, containers: [{ name: 'main', image: 'r.example/app:0', ...mounted }] },
          },
        ],
        { logs: { [`${podName}/main`]: { previous: `starting\n${line}\n` } } },
      );
      return {
        headline: primary && plainHeadline(primary.headline),
        words: JSON.stringify([primary, remedies]),
      };
    };

    it.each([
      ['Unable to lock ./ibdata1 error: 11', 'another process holds a lock: ./ibdata1'],
      ['error: lock prices held by pid 77 since 02:10', 'another process holds a lock: lock prices held by pid 77'],
      ['FATAL:  lock file "postmaster.pid" already exists', 'a lock is there already: lock file "postmaster.pid"'],
    ])('names that pod: %s', async (line, headline) => {
      const said = await says(line);
      expect(said.headline).toContain(headline);
      expect(said.words).toMatch(/Pod `app-old-o1` runs and mounts the same claim `db-data`/);
      expect(said.words).toContain('type: Recreate');
      expect(said.words).not.toMatch(/remove the file/i);
    });

    it('does not name it for a file that lies elsewhere', async () => {
      const { headline, words } = await says('A server is already running. Check /app/tmp/pids/server.pid.');
      expect(headline).toContain('a lock is left');
      expect(words).not.toContain('app-old-o1` runs');
    });
  });
});
