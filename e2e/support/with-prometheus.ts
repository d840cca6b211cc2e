/** A product on a cluster with one pod that dies of memory, and a Prometheus that knows its curve. */
import { startFakeApi } from '../fake-api/fake-api';
import { namespaceObject } from '../fake-api/objects';
import { startFakePrometheus, type FakePrometheus } from '../prometheus/fake';
import { oomPod } from './broken-pod';
import { startProduct } from './product';

export interface WithPrometheus {
  url: string;
  prometheus: FakePrometheus;
  stop: () => Promise<void>;
}

/** `prepare`: what the Prometheus is told before the product asks it. */
export async function startWithPrometheus(
  prepare: (prometheus: FakePrometheus) => void = () => undefined,
): Promise<WithPrometheus> {
  const api = await startFakeApi({ objects: [namespaceObject('shop'), oomPod('shop', 'cart-0')], bookmarkMs: 1000 });
  const prometheus = await startFakePrometheus({ namespace: 'shop', name: 'cart-0' });
  prepare(prometheus);
  const environment = { UNLOOP_PROMETHEUS_URL: prometheus.url };
  const product = await startProduct(['--kubeconfig', api.kubeconfig()], { environment });
  return {
    url: product.url,
    prometheus,
    stop: async () => {
      await product.stop();
      await prometheus.stop();
      await api.close();
    },
  };
}
