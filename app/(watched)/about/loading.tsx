import { LoadingLines } from '@/components/states/loading-lines';

export default function Loading() {
  return <LoadingLines waitsFor="Asking what may be read" rows={12} />;
}
