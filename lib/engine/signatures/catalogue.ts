/** All signatures, in the order in which they are asked: what is named most narrowly first, the words of errno last. */

import { cloud } from './catalogue/cloud';
import { config } from './catalogue/config';
import { databases } from './catalogue/databases';
import { dotnet } from './catalogue/dotnet';
import { errno } from './catalogue/errno';
import { go } from './catalogue/go';
import { jvm } from './catalogue/jvm';
import { kernel } from './catalogue/kernel';
import { kubernetesClients } from './catalogue/kubernetes-clients';
import { languages } from './catalogue/languages';
import { lifecycle } from './catalogue/lifecycle';
import { memory } from './catalogue/memory';
import { migrationRights } from './catalogue/migration-rights';
import { migrations } from './catalogue/migrations';
import { missingVariables } from './catalogue/missing-variables';
import { native } from './catalogue/native';
import { node } from './catalogue/node';
import { ownRefusals } from './catalogue/own-refusals';
import { postgres } from './catalogue/postgres';
import { python } from './catalogue/python';
import { queues } from './catalogue/queues';
import { scripting } from './catalogue/scripting';
import { serverSettings } from './catalogue/server-settings';
import { servers } from './catalogue/servers';
import { settings } from './catalogue/settings';
import { shell } from './catalogue/shell';
import { stores } from './catalogue/stores';
import { tls } from './catalogue/tls';
import { variables } from './catalogue/variables';
import { wording } from './catalogue/wording';
import { wordingServices } from './catalogue/wording-services';
import { wrappers } from './catalogue/wrappers';
import type { Signature } from './signature';

const wide = (signature: Signature): boolean => signature.cause === 'app-error-uncaught';

const all: readonly Signature[] = [
  ...kernel,
  ...kubernetesClients,
  ...ownRefusals,
  ...memory,
  ...servers,
  ...serverSettings,
  ...migrationRights,
  ...postgres,
  ...databases,
  ...queues,
  ...stores,
  ...migrations,
  ...cloud,
  ...tls,
  ...shell,
  ...go,
  ...jvm,
  ...node,
  ...python,
  ...dotnet,
  ...scripting,
  ...languages,
  ...native,
  ...variables,
  ...missingVariables,
  ...config,
  ...settings,
  ...wording,
  ...wordingServices,
  ...errno,
  ...lifecycle,
  ...wrappers,
];

/** Of the same line a narrow cause is better than a wide one, and any cause better than mere context. */
export const catalogue: readonly Signature[] = [
  ...all.filter((signature) => signature.cause !== null && !wide(signature) && signature.vague !== true),
  ...all.filter((signature) => signature.cause !== null && !wide(signature) && signature.vague === true),
  ...all.filter(wide),
  ...all.filter((signature) => signature.cause === null),
];

export const signatureById: ReadonlyMap<string, Signature> = new Map(
  catalogue.map((signature) => [signature.id, signature]),
);
