import { LoadingLines } from '@/components/states/loading-lines';

export default function Loading() {
  return <LoadingLines waitsFor="Judging the workload" rows={12} />;
}
