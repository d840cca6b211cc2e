/** Workloads of the sample cluster that the journeys visit. */
export const sample = {
  oom: '/w/shop/Deployment/cart',
  sigterm: '/w/payments/Deployment/settlement',
  healthy: '/w/shop/Deployment/healthy-api',
  missing: '/w/shop/Deployment/no-such-thing',
};
