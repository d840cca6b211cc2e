/** Absence of data is data: a value with the time it was true, or the reason why there is none. */

/** Why something could not be had. `permission` names the RBAC rule that would allow it, where one would. */
export interface Failure {
  code:
    | 'denied'
    | 'absent'
    | 'unreachable'
    | 'timeout'
    | 'not-configured'
    | 'invalid'
    | 'too-large'
    | 'not-read-yet'
    | 'failed';
  /** One plain sentence, redacted: "The account may not read logs in shop." */
  message: string;
  /** With which HTTP status the API server refused, where it answered at all. */
  status?: number | undefined;
  permission?: Permission | undefined;
}

/** One RBAC rule, enough to write it as YAML. `namespace` null: at the cluster scope. */
export interface Permission {
  verbs: string[];
  group: string;
  resource: string;
  namespace: string | null;
}

export type Result<T> =
  { ok: true; value: T; asOf: string } | { ok: false; failure: Failure; lastGood?: { value: T; asOf: string } };
