import { LoadingLines } from '@/components/states/loading-lines';

export default function Loading() {
  return <LoadingLines waitsFor="Reading the recording" rows={16} />;
}
