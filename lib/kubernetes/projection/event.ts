// An event of either API in one shape, with the effective time and count of signals §3.1.
import 'server-only';

import type { ClusterEvent, ObjectBase } from '../../model/kubernetes';
import { objectReference } from './metadata';
import { type Raw, asInstant, asNumber, asRecord } from './raw';
import type { Texts } from './texts';

/** Fields of core/v1 first, then those of events.k8s.io/v1, which name the same things anew. */
export function event(raw: Raw, base: ObjectBase, texts: Texts): ClusterEvent {
  const { metadata } = base;
  const series = asRecord(raw.series);
  const source = asRecord(raw.source ?? raw.deprecatedSource);
  const component =
    texts.common(source.component) || texts.common(raw.reportingComponent) || texts.common(raw.reportingController);
  const first = asInstant(raw.firstTimestamp) ?? asInstant(raw.deprecatedFirstTimestamp);
  const last = asInstant(raw.lastTimestamp) ?? asInstant(raw.deprecatedLastTimestamp);
  const eventTime = asInstant(raw.eventTime);
  return {
    apiVersion: base.apiVersion,
    kind: 'Event',
    metadata,
    involvedObject: objectReference(raw.involvedObject ?? raw.regarding, metadata.namespace, texts),
    type: texts.common(raw.type) || 'Normal',
    reason: texts.common(raw.reason),
    message: texts.free(raw.message ?? raw.note),
    source: {
      component,
      // The kubelet's instance is its node's name; other components name a process there.
      host: texts.common(source.host) || (component === 'kubelet' ? texts.common(raw.reportingInstance) : ''),
    },
    firstAt: first ?? eventTime ?? last ?? metadata.creationTimestamp,
    at: asInstant(series.lastObservedTime) ?? last ?? eventTime ?? first ?? metadata.creationTimestamp,
    count: Math.max(1, asNumber(series.count) ?? asNumber(raw.count) ?? asNumber(raw.deprecatedCount) ?? 1),
  };
}
