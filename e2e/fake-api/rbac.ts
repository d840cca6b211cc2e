/** Who may do what: everything, until a test grants rules. And the answers to the two questions about it. */
import { forbidden, type StatusBody } from './status';

export interface Rule {
  verbs: string[];
  group: string;
  resources: string[];
  /** Null: the whole cluster. */
  namespace: string | null;
}

export class Rbac {
  /** Null: everything is allowed. */
  rules: Rule[] | null = null;
  /** It cannot list its rules, as many a webhook: each has to be asked for by itself. */
  incomplete = false;

  allows(verb: string, group: string, resource: string, namespace: string | null): boolean {
    if (this.rules === null) return true;
    return this.rules.some(
      (rule) =>
        (rule.namespace === null || rule.namespace === namespace) &&
        has(rule.verbs, verb) &&
        (rule.group === group || rule.group === '*') &&
        has(rule.resources, resource),
    );
  }

  refuse(verb: string, group: string, resource: string, namespace: string | null): StatusBody | null {
    return this.allows(verb, group, resource, namespace) ? null : forbidden(resource, verb, group, namespace);
  }

  /** The body of a SelfSubjectAccessReview's answer. */
  accessReview(request: unknown): unknown {
    const attributes = field(field(request, 'spec'), 'resourceAttributes');
    const subresource = text(attributes, 'subresource');
    const resource = text(attributes, 'resource') + (subresource === '' ? '' : `/${subresource}`);
    const namespace = text(attributes, 'namespace');
    const allowed = this.allows(text(attributes, 'verb'), text(attributes, 'group'), resource, namespace || null);
    return {
      kind: 'SelfSubjectAccessReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: {},
      status: { allowed },
    };
  }

  rulesReview(request: unknown): unknown {
    const namespace = text(field(request, 'spec'), 'namespace');
    const rules: Rule[] = this.rules ?? [{ verbs: ['*'], group: '*', resources: ['*'], namespace: null }];
    const listed = this.incomplete ? [] : rules;
    const resourceRules = listed
      .filter((rule) => rule.namespace === null || rule.namespace === namespace)
      .map((rule) => ({ verbs: rule.verbs, apiGroups: [rule.group], resources: rule.resources }));
    return {
      kind: 'SelfSubjectRulesReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: {},
      status: { resourceRules, nonResourceRules: [], incomplete: this.incomplete },
    };
  }
}

function has(values: string[], wanted: string): boolean {
  return values.includes('*') || values.includes(wanted);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function text(value: unknown, name: string): string {
  const found = field(value, name);
  return typeof found === 'string' ? found : '';
}
