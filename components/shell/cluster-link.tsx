'use client';

import Link from 'next/link';
import type { ComponentProps } from 'react';
import { withCluster } from '../words/addresses';
import { useCluster } from './use-cluster';

/**
 * A link that stays in the cluster of this address, where several are watched. Nothing is fetched before it is followed:
 * each live refresh would fetch all links in sight again, and the page itself would wait behind them.
 */
export function ClusterLink({ href, ...rest }: Omit<ComponentProps<typeof Link>, 'href'> & { href: string }) {
  return <Link href={withCluster(href, useCluster())} prefetch={false} {...rest} />;
}
