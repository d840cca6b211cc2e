/** Kubernetes `Status` objects, as the API server words them. */

export interface StatusBody {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: Record<string, unknown>;
  status: 'Failure';
  message: string;
  reason: string;
  code: number;
  details?: unknown;
}

export function status(code: number, reason: string, message: string, details?: unknown): StatusBody {
  const base = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, code } as const;
  return details === undefined ? base : { ...base, details };
}

export const expired = (asked: string | number, current: number): StatusBody =>
  status(410, 'Expired', `too old resource version: ${asked} (${current})`);

export const tooLarge = (asked: string, current: number): StatusBody =>
  status(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });

export function forbidden(plural: string, verb: string, group: string, namespace: string | null): StatusBody {
  const scope = namespace === null ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  return status(
    403,
    'Forbidden',
    `${plural} is forbidden: User "unloop" cannot ${verb} resource "${plural}" in API group "${group}" ${scope}`,
  );
}
