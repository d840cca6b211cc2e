import type { Diagnosis } from '@/lib/model/diagnosis';
import { causeWords } from '@/lib/model/cause-words';

/** "cart in shop: OOM-killed at limit" */
export function diagnosisTitle({ workload, primary }: Pick<Diagnosis, 'workload' | 'primary'>): string {
  return `${workload.name} in ${workload.namespace}: ${primary ? causeWords[primary.cause] : 'healthy'}`;
}
