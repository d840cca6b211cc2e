import type { Metadata } from 'next';
import { CausesView } from '@/components/causes/causes-view';

export const metadata: Metadata = { title: 'Causes' };

export default function CausesPage() {
  return <CausesView />;
}
