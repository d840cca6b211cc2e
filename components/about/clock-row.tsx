import { formatSpan } from '@/lib/format/duration';
import { Row } from './row';

/** Less is no trouble to a person who compares times; more, and the kubelet's and their own do not fit together. */
const NOTABLE_MS = 30_000;

/** How far the cluster's clock is from that of Unloop's own machine, where it is far enough to confuse (F46). */
export function ClockRow({ skewMs }: { skewMs: number }) {
  if (Math.abs(skewMs) <= NOTABLE_MS) return null;
  return (
    <Row name="Clock">
      The API server’s clock is {formatSpan(skewMs)} {skewMs > 0 ? 'ahead of' : 'behind'} the one of the machine that
      Unloop runs on. Ages and times here are by the API server’s.
    </Row>
  );
}
