import { LoadingLines } from '@/components/states/loading-lines';

export default function Loading() {
  return <LoadingLines waitsFor="Reading the board" rows={16} />;
}
