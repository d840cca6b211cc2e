import { describe, expect, it } from 'vitest';
import { answerOf, deployment, diagnoseObjects, podName, podOf, terminated } from '../testing/build';

const logs = { [`${podName}/main`]: { current: 'listening\n' } };
const of = async (...objects: Parameters<typeof diagnoseObjects>[0]) =>
  answerOf(await diagnoseObjects(objects, { logs }));

describe('a container with a restart policy of its own', () => {
  const ended = (own: string, podPolicy: string) =>
    podOf({
      spec: { restartPolicy: podPolicy, containers: [{ name: 'main', image: 'i', restartPolicy: own }] },
      status: {
        phase: 'Running',
        containerStatuses: [{ name: 'main', ready: false, restartCount: 0, state: terminated(0, 4) }],
      },
    });

  it('is done where that is Never, and started again where it is Always, whatever the pod’s', async () => {
    expect([
      await of(...deployment(), ended('Never', 'Always')),
      await of(...deployment(), ended('Always', 'Never')),
    ]).toEqual(['healthy', 'exits-zero proven']);
  });
});
