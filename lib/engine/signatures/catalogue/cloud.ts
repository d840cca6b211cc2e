/** What the SDKs of clouds and network tools say: credentials, regions, curl's numbers (signals §7.8). */

import type { Signature } from '../signature';

export const cloud: readonly Signature[] = [
  {
    id: 'cloud-credentials-refused',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'invalidclienttokenid',
      'signaturedoesnotmatch',
      'invalidaccesskeyid',
      'expiredtoken',
      'unrecognizedclientexception',
      'security token included in the request is',
      'authorizationheadermalformed',
      'aadsts',
      'invalid_grant',
      'invalid_client',
      'accessdenied',
      'invalididentitytoken',
      'is not authorized to perform',
    ],
    pattern:
      /(?<message>\b(?:InvalidClientTokenId|SignatureDoesNotMatch|InvalidAccessKeyId|ExpiredToken(?:Exception)?|UnrecognizedClientException|AuthorizationHeaderMalformed|InvalidIdentityToken|AADSTS\d{5,7}|invalid_grant|invalid_client)\b.{0,160}|AccessDenied(?:Exception)?\b.{0,200}|(?:User|user): (?<user>arn:\S{1,200}) is not authorized to perform: (?<permission>[\w:*]{1,80}).{0,100})/,
    example:
      'An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.',
    near: 'AccessDenialPolicy loaded',
  },
  {
    // The address at which every cloud answers its own machines: it may be blocked for pods, or be no such cloud.
    id: 'metadata-service-away',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: ['169.254.169.254', '[fd00:ec2::254]'],
    pattern:
      /(?<message>(?:[Ee]rror|[Ff]ail(?:ed|ure)?|[Cc]annot|[Cc]ould not|[Uu]nable to)\b[^\n]{0,80}?\b(?:fetch|get|reach|query|request|contact|read|retriev)\w{0,4}\b[^\n]{0,40}?https?:\/\/(?<host>169\.254\.169\.254|\[fd00:ec2::254\])(?!.{0,200}\b40[134]\b).{0,120})/,
    example:
      'F0112 12:29:59.483       1 shop.go:12] no zone: error fetching http://169.254.169.254/latest/meta-data/placement',
    near: 'fetching http://169.254.169.254/latest/meta-data/placement took 3 ms',
  },
  {
    // No service account is bound to the node or the pod, so its metadata has none to hand out.
    id: 'gce-metadata-undefined',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['gce metadata'],
    pattern: /(?<message>GCE metadata \\{0,4}"?[\w./?=%&:+-]{1,240}\\{0,4}"? not defined)/,
    example:
      'cannot open the shop bucket: metadata: GCE metadata "instance/service-accounts/default/token" not defined',
    near: 'GCE metadata server answered in 3 ms',
  },
  {
    id: 'cloud-credentials-missing',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'unable to locate credentials',
      'nocredentialproviders',
      'no valid providers in chain',
      'could not load credentials from any providers',
      'defaultazurecredential failed',
      'unable to load credentials from any of the providers',
      'failed to refresh cached credentials',
      'missing credentials in config',
      'no ec2 imds role found',
      'environmentcredential authentication unavailable',
      'unable to load aws credentials',
    ],
    pattern:
      /(?<message>[Uu]nable to locate credentials|NoCredentialProviders.{0,80}|no valid providers in chain|[Cc]ould not load credentials from any providers|DefaultAzureCredential failed.{0,100}|Unable to load (?:AWS )?credentials from any.{0,80}|failed to refresh cached credentials.{0,120}|Missing credentials in config|no EC2 IMDS role found)/,
    example: 'botocore.exceptions.NoCredentialsError: Unable to locate credentials',
    near: 'able to locate credentials',
  },
  {
    id: 'cloud-default-credentials',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: [
      'could not load the default credentials',
      'could not find default credentials',
      'default credentials were not found',
      'application default credentials are not available',
    ],
    pattern:
      /(?<message>[Cc]ould not (?:load the|find|automatically determine) default credentials|[Dd]efault credentials were not found|Application Default Credentials are not available)/,
    example:
      'google: could not find default credentials. See https://cloud.google.com/docs/authentication/external/set-up-adc',
    near: 'default credentials were found',
  },
  {
    id: 'cloud-region-missing',
    cause: 'missing-env-var',
    weight: 'error',
    literals: [
      'missingregion',
      'you must specify a region',
      'an aws region is required',
      'region is missing',
      'noregionerror',
      'unable to determine region',
      'google_cloud_project',
      'aws_region',
      'could not determine project id',
      'unable to detect a project id',
    ],
    pattern:
      /(?:MissingRegion|[Yy]ou must specify a region|an AWS region is required|Region is missing|NoRegionError|could not find region configuration|(?<variable>GOOGLE_CLOUD_PROJECT|AWS_REGION|AWS_DEFAULT_REGION)\b.{0,30}(?:not set|missing|required|must be))/,
    example: 'botocore.exceptions.NoRegionError: You must specify a region.',
    near: 'the region is eu-central-1',
  },
  {
    id: 'curl-dns',
    cause: 'dns-failure',
    weight: 'error',
    literals: ['curl: (6)', 'curl: (5)'],
    pattern: /curl: \([56]\) Could not resolve (?:host|proxy): (?<host>[\w.-]{1,253})/,
    example: 'curl: (6) Could not resolve host: api.shop.svc',
    near: 'curl: (22) The requested URL returned error: 404',
  },
  {
    id: 'curl-unreachable',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: ['curl: (7)', 'curl: (28)', 'curl: (52)', 'curl: (56)', 'curl: (35)', 'wget: '],
    pattern:
      /curl: \((?:7|28|52|56|35)\) (?!.{0,160}(?:SSL routines:|\balert\b))(?:Failed to connect to (?<host>[\w.-]{1,253}) port (?<port>\d{1,5})|(?<message>.{1,160}))|wget: (?:can't connect to remote host(?: \((?<host2>[^)]{1,100})\))?|download timed out|error getting response)(?<message2>.{0,100})/,
    example: 'curl: (7) Failed to connect to api.shop.svc port 8080 after 3 ms: Connection refused',
    near: 'curl: (6) Could not resolve host: api.shop.svc',
  },
  {
    id: 'wget-dns',
    cause: 'dns-failure',
    weight: 'error',
    literals: [
      'wget: bad address',
      'nc: bad address',
      'unable to resolve host address',
      'ping: bad address',
      'ping: unknown host',
    ],
    pattern:
      /(?:wget|nc|ping|telnet|ssh): (?:bad address|unknown host|unable to resolve host address) ['‘"]?(?<host>[^'’"\s:]{1,253})/,
    example: "wget: bad address 'api.shop.svc:8080'",
    near: 'wget: server returned error: HTTP/1.1 404 Not Found',
  },
  {
    // The address answered, the service behind it did not.
    id: 'http-server-error',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [
      ' server error: ',
      'returned error: 50',
      'error: http/1.1 50',
      'status code 50',
      'status code: 50',
      'status: 50',
      'statuscode=50',
    ],
    pattern:
      /(?<message>(?:curl: \(22\) .{0,60}returned error: 50[0234]|wget: server returned error: HTTP\/[\d.]{3} 50[0234]|[Ff]ailed (?:to \w{2,20}|with|due)\b.{0,120}?[Ss]tatus ?[Cc]?o?d?e? ?[=:]? ?50[234]|unexpected (?:HTTP )?status(?: code)?:? 50[234]|50[234] Server Error: .{1,40} for url: (?<url>\S{1,200}))\b.{0,80})/,
    example: 'curl: (22) The requested URL returned error: 502',
    near: 'status code 200 in 502 ms',
  },
  {
    // A service that answers knows who asks: what it was told is wrong.
    id: 'http-credentials-refused',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'status 401',
      'status 403',
      'status code 401',
      'status code 403',
      'status code: 401',
      'status code: 403',
      'status: 401',
      'status: 403',
      'http 401',
      'http 403',
      'statuscode=401',
      'statuscode=403',
    ],
    pattern:
      /(?<message>(?:(?:unexpected|bad|invalid|got|received|returned|respond(?:s|ed)(?: with)?|answer(?:s|ed)(?: with)?|[Ff]ailed with|non-200|with)\W{1,2}){1,3}(?:HTTP |response )?status(?: ?code)?[:=]? ?(?<code>401|403)\b.{0,60})/,
    example: 'failed to load the prices: unexpected status code: 403 Forbidden',
    near: 'status code 401 is counted as an error',
  },
  {
    // The same of Vault's client, of gRPC, and of clients that put the code behind the words: no file, no kernel.
    id: 'service-forbade',
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'code: 403. errors:',
      'code: 401. errors:',
      'denied (403)',
      'denied (http 403)',
      'code = permissiondenied',
    ],
    pattern:
      /(?:(?:\b|\\n)Code: (?<code>40[13])\. Errors:(?:\\n|\s){0,4}\* (?<message>[^"\\]{1,120})|(?<message2>[Pp]ermission denied \((?:HTTP )?403\).{0,160}|rpc error: code = PermissionDenied desc = (?!.{0,120}?\/\S{1,200}: permission denied).{1,160}))/,
    example: 'Error: permission denied (403) from https://vault:8200',
    near: 'rpc error: code = PermissionDenied desc = mkdir /data/a: permission denied',
  },
  {
    // The same answer over several lines, as Vault's own agent prints it: the reason stands on the last of them.
    id: 'vault-forbade',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['* permission denied', '* invalid token', '* missing client token'],
    pattern: /^[\s|]{0,8}\* (?<message>(?:permission denied|invalid token|missing client token)\b.{0,120})/,
    context: [{ before: 3, pattern: /\bCode: (?<code>40[13])\. Errors:$/ }],
    example: '  | * permission denied',
    near: '* the permission denied page was shown',
  },
  {
    // … and where that line is not there.
    id: 'vault-code',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['code: 403. errors:', 'code: 401. errors:'],
    pattern: /(?<message>\bCode: 40[13]\. Errors:)$/,
    context: [{ after: 3, pattern: /^[\s|]{0,8}\* \S/, absent: true }],
    example: '  | Code: 403. Errors:',
    near: 'Code: 404. Errors:',
  },
  {
    id: 'http-status-refused',
    cause: 'app-error-uncaught',
    weight: 'error',
    literals: [
      'curl: (22)',
      'server returned error: http',
      'statuscode=',
      'status code 40',
      'status code: 40',
      'returned error: 40',
      'unexpected status',
      'status code 50',
    ],
    pattern:
      /(?<message>curl: \(22\) .{1,120}|wget: server returned error: HTTP\/[\d.]{3} \d{3}.{0,60}|[Ff]ailed to (?:fetch|download|get|pull) (?<file>\S{1,200}?)\.? .{0,40}?[Ss]tatus ?[Cc]ode ?[=:]? ?[45]\d\d|unexpected (?:HTTP )?status(?: code)?:? [45]\d\d.{0,80})/,
    example: 'curl: (22) The requested URL returned error: 403',
    near: 'statusCode=200',
  },
  {
    id: 'license-refused',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['license', 'licence'],
    pattern:
      /(?<message>(?:(?:[Ii]nvalid|[Ee]xpired|[Mm]issing|[Nn]o valid|[Nn]o) licen[sc]e(?: key| file)?|[Ll]icen[sc]e(?: key| file)? (?:has |is )?(?:expired|invalid|missing|not found|not valid|required)).{0,120})/,
    example: 'FATAL: license key is invalid',
    near: 'Licensed under the Apache license',
  },
  {
    id: 'docker-daemon',
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: ['cannot connect to the docker daemon', 'is the docker daemon running'],
    pattern: /Cannot connect to the Docker daemon at (?<address>[\w.:\/-]{1,200}?)\.? Is the docker daemon running/,
    example: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
    near: 'connected to the Docker daemon',
  },
  {
    id: 'model-gated',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['gated repo', 'is restricted. you must'],
    pattern:
      /(?<message>(?:[Cc]annot access|trying to access a) gated repo\b.{0,200}|Access to model (?<value>[\w./-]{1,120}) is restricted.{0,120})/,
    example: 'OSError: You are trying to access a gated repo.',
    near: 'the repository is not gated',
  },
  {
    // Vault's answer to a login, which its client prints over several lines; the agent tries again for ever.
    id: 'vault-role-unknown',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['invalid role name', 'invalid role or secret id', 'not authorized'],
    pattern:
      /^(?:.{0,400}?(?:\\n|\s))?\* (?<message>invalid role name \\?"[^"\\]{1,200}\\?"|invalid role or secret ID|(?:service account name|namespace) not authorized)/,
    example: '* invalid role name "parcel-role"',
    near: 'the invalid role name "parcel-role" was replaced',
  },
];
