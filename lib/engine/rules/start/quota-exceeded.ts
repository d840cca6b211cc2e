/** A ResourceQuota of the namespace leaves no room for the pod, or asks for a limit that it does not name (signals §3.8). */
import type { Certainty, Evidence, NonEmpty } from '../../../model/diagnosis';
import type { WorkloadRef } from '../../../model/workload';
import { plural } from '../../../format/count';
import { parseQuantity } from '../../../format/quantity';
import { changeByHand } from '../../../remedy/change';
import { ask, describeObject, listObjects } from '../../../remedy/look';
import { absence, fields, keyStep, labelOf } from '../../evidence';
import { defineRule } from '../../rule';
import { refusalOf, type Refusal } from './refused';

interface FoundQuota {
  certainty: Certainty;
  evidence: NonEmpty<Evidence>;
  ref: WorkloadRef;
  quota: string;
  requested: string | null;
  used: string | null;
  limited: string | null;
  /** What the quota asks the pod to name: "limits.cpu for: train". */
  unnamed: string | null;
  missing: boolean;
  /** It was raised, or something was freed, since: the controller has not tried again yet. */
  roomNow: boolean;
  /** Those of the namespace are known, and it is not among them: it was deleted since. */
  goneNow: boolean;
  what: Refusal['what'];
}

/** The API server's own sentence. */
const pattern =
  /is forbidden: (exceeded|failed) quota: ([^,:\s]+)(?:, requested: (.*?), used: (.*?), limited: (.*))?/is;

/** Its parts where a quota refused it; null for a webhook, which may say anything. */
export function refusedByQuota(message: string): RegExpExecArray | null {
  return /admission webhook "/.test(message) ? null : pattern.exec(message);
}

/** What the pod has to name, told once for the same containers: "limits.cpu for: a,b; limits.memory for: a,b". */
function unnamedIn(message: string): string | null {
  const list = /must specify (.+)/.exec(message)?.[1]?.trim();
  if (list === undefined) return null;
  const byContainers = new Map<string, string[]>();
  for (const part of list.split(/; ?/)) {
    const [what = '', containers = ''] = part.split(/(?= for: )/);
    byContainers.set(containers, [...(byContainers.get(containers) ?? []), what]);
  }
  return [...byContainers].map(([containers, what]) => what.join(' and ') + containers).join('; ');
}

const resources = { pod: 'pods', ReplicaSet: 'replicasets', Job: 'jobs', 'volume claim': 'pvc' } as const;
const unneeded = 'Delete what is needed no more, or ask the owner of the namespace for more.';
const advice = {
  pod: 'Scale down what can wait, lower requests that are guesses, or ask the owner of the namespace for more.',
  ReplicaSet: unneeded,
  Job: unneeded,
  'volume claim':
    'Claims that no pod uses count too: a StatefulSet leaves those of pods that were scaled away, and deleting one may delete its data. Or let the template ask for less, or ask the owner of the namespace for more.',
} as const;

type Amounts = Readonly<Record<string, string>>;

/** Whether what was asked for ("pods=1,requests.cpu=500m": only what went past its limit) fits into what is left by now. */
function fitsNow(requested: string | undefined, { hard, used }: { hard: Amounts; used: Amounts }): boolean {
  const asked = (requested ?? '').split(',').map((pair) => pair.split('='));
  return asked.every(([key = '', amount = '']) => {
    const room = (parseQuantity(hard[key] ?? '') ?? Number.NaN) - (parseQuantity(used[key] ?? '0') ?? Number.NaN);
    return (parseQuantity(amount) ?? Number.NaN) <= room;
  });
}

export const quotaExceeded = defineRule({
  id: 'quota-exceeded',
  scope: 'workload',
  needs: ['workload'],
  supersedes: ['unknown'],
  confusedWith: ['admission-denied', 'unschedulable-resources'],

  match({ workload }): FoundQuota | undefined {
    const refusal = refusalOf(workload);
    const match = refusal && refusedByQuota(refusal.message);
    const [first, ...rest] = refusal?.evidence ?? [];
    if (!match || !first) return undefined;
    const name = match[2] ?? '';
    const { quotas } = workload.snapshot;
    const quota = quotas?.find((q) => q.metadata.name === name);
    const goneNow = quotas !== null && !quota;
    const object: Evidence | undefined = goneNow
      ? absence(
          `ResourceQuota ${name}`,
          'no such ResourceQuota',
          `${plural(quotas.length, 'ResourceQuota')} of the namespace`,
        )
      : quota &&
        fields(
          labelOf(quota),
          null,
          Object.fromEntries(
            Object.entries(quota.status.hard).flatMap(([k, v]) => [
              [`status.hard${keyStep(k)}`, v],
              [`status.used${keyStep(k)}`, quota.status.used[k] ?? '0'],
            ]),
          ),
        );
    const roomNow = goneNow || (quota !== undefined && fitsNow(match[3], quota.status));
    return {
      // The refusal is the last that was said, and may be over: its controller asks again later each time.
      certainty: roomNow ? 'likely' : 'proven',
      roomNow,
      goneNow,
      evidence: [first, ...rest, ...(object ? [object] : [])],
      ref: workload.snapshot.workload,
      quota: name,
      requested: match[3] ?? null,
      used: match[4] ?? null,
      limited: match[5] ?? null,
      unnamed: unnamedIn(refusal.message),
      what: refusal.what,
      missing: (match[1] ?? '').toLowerCase() === 'failed',
    };
  },

  explain({ ref, quota, requested, used, limited, unnamed, missing, roomNow, goneNow, what, evidence }) {
    const since = goneNow ? '; by now that quota is gone' : roomNow ? '; by now there is room' : '';
    return {
      headline: missing
        ? [
            'Quota ',
            { code: quota },
            ` ${goneNow ? 'refused' : 'refuses'} ${what}s of `,
            { code: ref.name },
            ': they do not name ',
            { mark: unnamed ?? 'a request or limit' },
            ...(goneNow ? [since] : []),
          ]
        : [
            'Quota ',
            { code: quota },
            ` ${roomNow ? 'left' : 'leaves'} no room for a ${what} of `,
            { code: ref.name },
            ': ',
            ...(requested === null || used === null || limited === null
              ? [{ mark: 'used up' }]
              : [
                  roomNow ? 'it asked for ' : 'it asks for ',
                  { mark: requested },
                  `, with ${used} used of ${limited}${since}`,
                ]),
          ],
      claims: [
        {
          text: `The API server refused to make the ${what}${requested === null ? '' : `, which asks for ${requested}`}.`,
          evidence,
        },
        ...(roomNow
          ? [
              {
                text: goneNow
                  ? 'That quota is there no more, and nothing was asked since.'
                  : 'The quota has room for that by now, and nothing was asked of it since.',
                evidence: evidence.slice(-1),
              },
            ]
          : []),
      ],
      remedies: [
        ...(goneNow
          ? []
          : [describeObject(ref.namespace, 'resourcequota', quota, 'See what is used up, and by how much.')]),
        missing && !goneNow
          ? changeByHand(
              'name-requests',
              'Name the requests and limits that the quota asks for',
              'In the pod template, or as defaults through a LimitRange of the namespace.',
            )
          : roomNow
            ? ask(
                'wait-or-restart',
                'Wait for the next try, or restart the rollout',
                'The controller asks again by itself, but later each time, up to a quarter of an hour; a new rollout asks at once.',
              )
            : changeByHand('free-quota', 'Free some of it, or have it raised', advice[what]),
        listObjects(ref.namespace, resources[what], 'See what uses it.'),
      ],
      container: null,
      pods: [],
      wouldDisprove: `A ${what} of the same template that the API server accepts now.`,
    };
  },

  ruleOut({ workload }) {
    const refusal = refusalOf(workload);
    if (!refusal || refusedByQuota(refusal.message)) return undefined;
    return { because: 'The refusal names no quota.', evidence: refusal.evidence };
  },
});
