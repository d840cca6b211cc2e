import type { LiveEvent } from '@/lib/model/views';
import type { Status } from '@/lib/model/diagnosis';
import { workloadKey } from '@/lib/model/workload';

/** Key of the workload that an event is about; null where it is about none. */
export function workloadOf(event: LiveEvent): string | null {
  if (event.event === 'gone') return event.data.key;
  return event.event === 'summary' ? workloadKey(event.data.workload) : null;
}

/** What a screen reader is told of an event, on the page of the workload with this key and status; null: nothing. */
export function spokenOf(event: LiveEvent, workload: string, status: Status | null): string | null {
  if (workloadOf(event) !== workload) return null;
  if (event.event === 'gone') {
    return `${workload.slice(workload.lastIndexOf('/') + 1)} is gone`;
  }
  return event.event !== 'summary' || event.data.status === status
    ? null
    : `${event.data.workload.name} is now ${event.data.status}`;
}
