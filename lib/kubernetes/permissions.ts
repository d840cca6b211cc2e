/** Asks the API server what this account may do. The only POSTs Unloop makes; both are questions (design §2). */
import 'server-only';
import { z } from 'zod';
import { kinds } from '../model/kinds';
import type { Kind } from '../model/kubernetes';
import type { Permission } from '../model/result';
import type { ApiClient } from './api-client';

const accessSchema = z.object({ status: z.object({ allowed: z.boolean() }) });
const ruleSchema = z.object({
  verbs: z.array(z.string()),
  apiGroups: z.array(z.string()).nullish(),
  resources: z.array(z.string()).nullish(),
  resourceNames: z.array(z.string()).nullish(),
});
const rulesSchema = z.object({
  status: z.object({ resourceRules: z.array(ruleSchema).nullish(), incomplete: z.boolean().nullish() }),
});

export interface NamespaceRules {
  namespace: string;
  rules: z.infer<typeof ruleSchema>[];
  /** An authorizer that cannot list its rules (webhook, Node): absence from the rules proves nothing. */
  incomplete: boolean;
}

/** Whether one permission is held. Rejects with ApiError where the server cannot be asked. */
export async function mayDo(client: ApiClient, permission: Permission, signal: AbortSignal): Promise<boolean> {
  const [resource, subresource] = permission.resource.split('/', 2);
  for (const verb of permission.verbs) {
    const answer = await client.ask(
      'SelfSubjectAccessReview',
      {
        resourceAttributes: {
          verb,
          group: permission.group,
          resource,
          ...(subresource === undefined ? {} : { subresource }),
          ...(permission.namespace === null ? {} : { namespace: permission.namespace }),
        },
      },
      signal,
    );
    if (!accessSchema.parse(answer).status.allowed) return false;
  }
  return true;
}

/** All rules this account has in a namespace. */
export async function rulesIn(client: ApiClient, namespace: string, signal: AbortSignal): Promise<NamespaceRules> {
  const { status } = rulesSchema.parse(await client.ask('SelfSubjectRulesReview', { namespace }, signal));
  return { namespace, rules: status.resourceRules ?? [], incomplete: status.incomplete ?? false };
}

/** Whether the rules that are known allow to list and watch a kind. A rule for named objects only does not. */
export function rulesAllow({ rules }: NamespaceRules, kind: Kind): boolean {
  const { group, plural } = kinds[kind];
  const allows = (verb: string): boolean =>
    rules.some(
      (rule) =>
        has(rule.verbs, verb) &&
        has(rule.apiGroups, group) &&
        has(rule.resources, plural) &&
        (rule.resourceNames ?? []).length === 0,
    );
  return allows('list') && allows('watch');
}

function has(values: string[] | null | undefined, wanted: string): boolean {
  return (values ?? []).some((value) => value === '*' || value === wanted);
}
