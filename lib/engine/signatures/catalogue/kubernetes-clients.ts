/** What programs that talk to the Kubernetes API say: RBAC, leases, in-cluster configuration (signals §7.1, §7.8). */

import type { Signature } from '../signature';

export const kubernetesClients: readonly Signature[] = [
  {
    id: 'rbac-forbidden',
    cause: 'rbac-forbidden',
    weight: 'error',
    literals: [
      'is forbidden: user',
      'cannot list resource',
      'cannot get resource',
      'cannot create resource',
      'cannot watch resource',
      'cannot update resource',
      'cannot patch resource',
      'cannot delete resource',
    ],
    pattern:
      /(?:(?<![\w.-])(?<resource>[\w.-]{1,120})(?: "?(?<name>[\w.:-]{1,253})"?)? is forbidden: )?User \\{0,4}"(?<user>system:(?:serviceaccount:(?<namespace>[\w.-]{1,63}):[\w.-]{1,253}|anonymous))\\{0,4}" cannot (?<verb>\w{1,20}) (?:resource \\{0,4}"(?<resource2>[\w./*-]{1,120})\\{0,4}"|path|[\w.]{1,100})(?: in API group \\{0,4}"(?<group>[\w.-]{0,120})\\{0,4}")?(?: (?:in the namespace \\{0,4}"(?<within>[\w.-]{1,63})\\{0,4}"|at the (?<scope>cluster) scope))?/,
    example:
      'pods is forbidden: User "system:serviceaccount:platform:audit-agent" cannot list resource "pods" in API group "" at the cluster scope',
    near: 'pods is forbidden: exceeded quota: compute',
  },
  {
    // client-go tells of its requests from verbosity 6 on.
    id: 'rbac-request-forbidden',
    cause: 'rbac-forbidden',
    weight: 'error',
    anyLevel: true,
    literals: [' 403 forbidden in '],
    pattern:
      /\b[A-Z]{3,6} https:\/\/[\w.:[\]-]{1,120}\/apis?\/(?<resource>[\w./-]{1,200})\S{0,300} 403 Forbidden in \d/,
    example:
      'I0112 12:29:59.849845       1 round_trippers.go:438] GET https://10.0.0.1:443/api/v1/namespaces/shop/configmaps/prices 403 Forbidden in 11 milliseconds',
    near: 'GET https://shop.example/prices 403 Forbidden in 11 milliseconds',
  },
  {
    // Rust's reqwest, asking the API of Kubernetes.
    id: 'rbac-status-forbidden',
    cause: 'rbac-forbidden',
    weight: 'error',
    literals: ['status(403), '],
    pattern: /\bStatus\(403\), "https:\/\/[\w.:-]{1,120}\/apis?\/(?<resource>[\w./-]{1,160})/,
    example:
      'panicked at \'no watch: Error(Status(403), "https://10.0.0.1/apis/shop.example/v1/namespaces/shop/carts?")\', src/main.rs:9:5',
    near: 'Error(Status(403), "https://shop.example/cart")',
  },
  {
    // Python's requests and httpx; only the path tells the API of Kubernetes from any other.
    id: 'rbac-url-forbidden',
    cause: 'rbac-forbidden',
    weight: 'error',
    literals: ['403 client error: forbidden for url', '403 forbidden'],
    pattern:
      /\b(?<status>403) (?:Client Error: )?Forbidden'? for url:? '?https:\/\/[\w.:[\]-]{1,200}\/(?:apis\/[\w.-]{1,100}\/v\d\w{0,10}|api\/v1(?=\/(?:namespaces|nodes|pods|secrets|configmaps|endpoints|serviceaccounts|persistentvolumes|persistentvolumeclaims|replicationcontrollers)\b))\/(?:namespaces\/(?<within>[\w.-]{1,63})\/)?(?<resource>[\w.-]{1,100})/,
    example:
      'requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://10.96.0.1:443/apis/batch/v1/namespaces/shop/jobs',
    near: 'requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://till.shop/api/v1/orders',
  },
  {
    id: 'rbac-not-enough',
    cause: 'rbac-forbidden',
    weight: 'error',
    literals: ['required permissions', 'rbac permissions', 'restrictive authorization mode'],
    pattern:
      /(?<message>restrictive Authorization mode and .{0,80}does not have the required permissions.{0,60}|service ?account .{0,120}(?:does not have|lacks|is missing) (?:the )?(?:required|necessary|needed) (?:RBAC )?permissions.{0,80}|(?:missing|insufficient|lacks|not enough) (?:the )?(?:required )?RBAC permissions.{0,80})/i,
    example:
      'F0406 12:37:09.4 7 main.go:87] The cluster seems to be running with a restrictive Authorization mode and the Ingress controller does not have the required permissions to operate normally.',
    near: 'the folder does not have the required permissions 0700',
  },
  {
    id: 'rbac-api-status',
    cause: 'rbac-forbidden',
    weight: 'error',
    literals: ['kubernetes api', 'k8s api', 'kube api'],
    pattern:
      /(?<message>\b(?:[Kk]ubernetes|[Kk]8s|[Kk]ube) API(?:[ -]?[Ss]erver)?\b[^0-9]{0,60}?\b(?<status>40[13])\b(?! ?(?:ms|s)\b)(?: [A-Z]\w{1,20})?)/,
    example: '2024-01-12 12:29:59.483 [error] <0.1.0> Cannot list peers: Kubernetes API answered 403',
    near: 'Kubernetes API answered 404',
  },
  {
    id: 'rbac-fabric8',
    cause: 'rbac-forbidden',
    weight: 'error',
    literals: [
      "configured service account doesn't have access",
      'service account may have been revoked',
      'attempting to grant rbac permissions not currently held',
      'has asked for the client to provide credentials',
      'reason: forbidden',
      'apiexception: (403)',
      'apiexception: (401)',
      'httperror: http 403',
    ],
    pattern:
      /(?<message>Forbidden! ?Configured service account doesn't have access|Service account may have been revoked|attempting to grant RBAC permissions not currently held|the server has asked for the client to provide credentials|ApiException: \((?:403|401)\))/,
    example:
      "io.fabric8.kubernetes.client.KubernetesClientException: Failure executing: GET. Message: Forbidden!Configured service account doesn't have access. Service account may have been revoked.",
    near: 'ApiException: (404)',
  },
  {
    id: 'leader-election-lost',
    cause: 'leader-election-lost',
    weight: 'fatal',
    anyLevel: true,
    literals: [
      'leader election lost',
      'leaderelection lost',
      'lost leader election',
      'lost leadership',
      'lost lease',
      'lost the lease',
      'leader lost',
      'stopped leading',
      'lost master',
      'leader election has been lost',
      'no longer the leader',
      'no longer leader',
      'failed to renew lease',
      'lost lock',
    ],
    pattern:
      /(?<message>leader ?election (?:has been )?lost|lost leader ?election|lost leadership|lost (?:the )?lease|leader lost|stopped leading|no longer (?:the )?leader|failed to renew lease (?<lease>[\w.-]{1,63}\/[\w.-]{1,253}): .{1,120})/i,
    example: 'failed to renew lease platform/volume-janitor: context deadline exceeded',
    near: 'attempting to acquire leader lease platform/volume-janitor...',
  },
  {
    // The API server's own words for an object that is not there, as client-go prints them.
    id: 'api-object-missing',
    vague: true,
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: ['not found'],
    pattern:
      /(?<message>\b(?:pods|services|deployments|replicasets|statefulsets|daemonsets|jobs|nodes|namespaces|serviceaccounts|ingresses|endpoints|leases|customresourcedefinitions|validatingwebhookconfigurations|mutatingwebhookconfigurations)(?:\.[a-z0-9.]{1,60})? \\?"(?<name>[\w.-]{1,253})\\?" not found)/,
    example: 'Failed to fetch our deployment: deployments.apps "sorter" not found',
    near: 'no pods "sorter" were not found missing',
  },
  {
    id: 'lease-update-failed',
    cause: 'leader-election-lost',
    weight: 'error',
    literals: [
      'failed to update lock',
      'error retrieving resource lock',
      'failed to tryacquireorrenew',
      'error initially creating lease lock',
      'error initially creating leader election',
    ],
    pattern:
      /(?:[Ff]ailed to update lock|error retrieving resource lock)[^:]{0,200}: .{0,20}?(?:https:\/\/(?<address>[\w.:[\]-]{1,253})\/.{0,300}?: )?(?<message>context dead[\w ]{0,13}|(?:net\/http|http2|dial tcp|read tcp|EOF|etcdserver|the server|Timeout|unexpected|rpc error|client rate limiter).{0,160})/,
    example:
      'Failed to update lock optimistically: Put "https://10.96.0.1:443/apis/coordination.k8s.io/v1/namespaces/platform/leases/volume-janitor?timeout=5s": context deadline exceeded, falling back to slow path',
    near: 'Failed to update lock: Operation cannot be fulfilled on leases.coordination.k8s.io "x": the object has been modified',
  },
  {
    id: 'in-cluster-config',
    cause: 'missing-env-var',
    weight: 'fatal',
    literals: ['unable to load in-cluster configuration', 'kubernetes_service_host', 'service host/port is not set'],
    pattern:
      /unable to load in-cluster configuration, (?<variable>KUBERNETES_SERVICE_HOST) and|(?<variable2>KUBERNETES_SERVICE_HOST)\b.{0,60}(?:must be defined|not set|is not)|ConfigException: Service host\/port is not set/,
    example:
      'unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined',
    near: 'using in-cluster configuration',
  },
  {
    id: 'service-account-token-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'secrets/kubernetes.io/serviceaccount',
      'invalid configuration: no configuration has been provided',
      'invalid kube-config file',
      'unable to read the service account token',
      'service certification file does not exist',
    ],
    pattern:
      /(?:(?<file>\/(?:var\/)?run\/secrets\/kubernetes\.io\/serviceaccount\/[\w.]{1,20})["']?:? .{0,40}?(?:no such file or directory|does not exist|not found)|invalid configuration: no configuration has been provided|Invalid kube-config file|Service certification file does not exist)/,
    example: 'open /var/run/secrets/kubernetes.io/serviceaccount/token: no such file or directory',
    near: 'read /var/run/secrets/kubernetes.io/serviceaccount/token',
  },
  {
    id: 'crd-missing',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: [
      'no matches for kind',
      'could not find the requested resource',
      'if kind is a crd, it should be installed',
      'failed to get informer from cache',
      'timed out waiting for cache to be synced',
      'failed to wait for caches to sync',
      'no kind is registered for the type',
    ],
    pattern:
      /(?<message>no matches for kind "(?<kind>\w{1,80})" in (?:version|group) "(?<group>[\w./-]{1,120})"|the server could not find the requested resource.{0,120}|(?:failed to wait for .{1,80}? caches to sync|timed out waiting for cache to be synced).{0,120}|no kind is registered for the type .{1,80})/,
    example: 'no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"',
    near: 'matches for kind Pod: 3',
  },
  {
    id: 'api-server-unauthorized',
    cause: 'rbac-forbidden',
    weight: 'error',
    literals: [
      'apiserver: unauthorized',
      'api server: unauthorized',
      'code=unauthorized',
      'must be logged in to the server',
      'the server has asked for the client to provide credentials',
    ],
    pattern:
      /(?<message>(?:communicat\w{1,5} with |contact\w{0,3} |from |to )(?:the )?(?:kubernetes )?api ?server: Unauthorized|You must be logged in to the server(?: \(Unauthorized\))?|the server has asked for the client to provide credentials)/i,
    example:
      'F0110 11:58:59.1 1 main.go:188] Failed to create client: error while trying to communicate with apiserver: Unauthorized',
    near: 'GET /login from apiserver: 401 Unauthorized was expected',
  },
  {
    // The side containers of a CSI driver wait for the socket that the driver beside them opens.
    id: 'csi-socket-waits',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: ['csi driver', '.sock'],
    pattern:
      /(?<message>(?:[Ee]rror connecting|[Ff]ailed to connect|[Uu]nable to connect|[Cc]annot connect|[Ll]ost connection) to (?:the )?CSI driver.{0,160}|Still (?:connecting|trying to connect|trying,)(?: to)? ?(?:unix:\/{0,3})?(?<host>\/[\w./-]{1,200}\.sock).{0,80}|Connecting to (?:unix:\/{0,3})?(?<host2>\/[\w./-]{1,200}\.sock) timed out)/,
    example: 'E0112 12:29:59.483       1 main.go:88] failed to connect to CSI driver: context deadline exceeded',
    near: 'I0112 12:29:59.483       1 connection.go:154] Connecting to unix:///csi/csi.sock',
  },
];
