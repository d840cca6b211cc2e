/** What could not be checked, with what is the same for many containers told once. */

import type { NotChecked } from './diagnosis';

export interface NotCheckedGroup extends NotChecked {
  /** All else that the same holds for. */
  others: string[];
}

const ofContainer = /^(?:previous logs|logs) of (.+ in .+)$/;

/** Groups those that say the same of other containers, for the same missing permission; order of the first of each. */
export function groupNotChecked(notChecked: readonly NotChecked[]): NotCheckedGroup[] {
  const groups = new Map<string, NotCheckedGroup>();
  for (const one of notChecked) {
    const subject = ofContainer.exec(one.what)?.[1];
    const same = subject === undefined ? [one.what, one.why] : [one.why.replace(subject, '').replace('previous ', '')];
    const key = JSON.stringify([same, one.permission]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { ...one, others: [...(one.others ?? [])] });
    else group.others.push(one.what, ...(one.others ?? []));
  }
  return [...groups.values()];
}
