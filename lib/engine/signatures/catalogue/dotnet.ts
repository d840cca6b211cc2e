/** What .NET programs and their host say (signals §7.5). */

import type { Signature } from '../signature';

export const dotnet: readonly Signature[] = [
  {
    id: 'dotnet-framework-missing',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: [
      'you must install or update .net',
      'was not found',
      'it was not possible to find any compatible framework version',
      'required to run this application',
      'libhostfxr',
    ],
    pattern:
      /(?:You must install (?:or update )?\.NET(?: Core)? to run this application|[Tt]he (?:specified )?framework '(?<library>[\w.]{1,80})', version '(?<version>[\w.-]{1,30})'.{0,20} was not found|It was not possible to find any compatible framework version|Failed to (?:load|resolve) .{0,40}libhostfxr)/,
    example: "The framework 'Microsoft.AspNetCore.App', version '8.0.0' (x64) was not found.",
    near: 'the framework was found',
  },
  {
    id: 'dotnet-icu',
    cause: 'runtime-library-missing',
    weight: 'fatal',
    literals: ["couldn't find a valid icu package"],
    pattern: /Couldn't find a valid (?<library>ICU) package installed on the system/,
    example: "Process terminated. Couldn't find a valid ICU package installed on the system. Please install libicu",
    near: 'a valid ICU package was found',
  },
  {
    id: 'dotnet-assembly-missing',
    cause: 'runtime-library-missing',
    weight: 'error',
    literals: [
      'could not load file or assembly',
      'unable to load dll',
      'dllnotfoundexception',
      'typeloadexception',
      'missingmethodexception',
    ],
    pattern:
      /(?:Could not load file or assembly '(?<library>[^',]{1,120})|Unable to load (?:DLL|shared library) '(?<library2>[^']{1,120})'|(?<exception>DllNotFoundException|TypeLoadException|MissingMethodException): (?<message>.{1,160}))/,
    example:
      "System.IO.FileNotFoundException: Could not load file or assembly 'Npgsql, Version=7.0.0.0, Culture=neutral'. The system cannot find the file specified.",
    near: 'loaded file and assembly',
  },
  {
    id: 'dotnet-app-missing',
    cause: 'command-not-found',
    weight: 'fatal',
    literals: [
      'the application to execute does not exist',
      'could not execute because the application was not found',
      'could not execute because the specified command or file was not found',
      'does not exist',
    ],
    pattern:
      /(?:The application to execute does not exist: '?(?<file>[^']{1,200})|^\s*The application '(?<file2>[^']{1,200})' does not exist|Could not execute because (?:the application was not found|the specified command or file was not found))/,
    example: "The application to execute does not exist: '/app/Shop.Api.dll'",
    near: 'the application executed',
  },
  {
    id: 'dotnet-port',
    cause: 'port-in-use',
    weight: 'fatal',
    literals: ['failed to bind to address'],
    pattern:
      /Failed to bind to address (?:https?:\/\/)?(?<address>[^\s:]{1,80}|\[::\]):(?<port>\d{1,5}): address already in use/,
    example: 'System.IO.IOException: Failed to bind to address http://[::]:8080: address already in use.',
    near: 'Failed to bind to address http://[::]:80: permission denied',
  },
  {
    id: 'dotnet-bind-denied',
    cause: 'permission-denied',
    weight: 'error',
    literals: ['socketexception (13)'],
    pattern: /SocketException \(13\): Permission denied(?: (?<address>\S{1,60}?):(?<port>\d{1,5}))?/,
    example: 'System.Net.Sockets.SocketException (13): Permission denied',
    near: 'SocketException (111): Connection refused',
  },
  {
    // What the resolver answers, in the words that .NET has for it on Linux: a connection is never refused so.
    id: 'dotnet-name-not-resolved',
    cause: 'dns-failure',
    weight: 'error',
    literals: [
      'no such device or address',
      'resource temporarily unavailable',
      'no such host is known',
      'no data of the requested type',
    ],
    pattern:
      /(?:Socket|HttpRequest)Exception(?: \((?:0x)?[0-9A-Fa-f]{1,16}(?:, ?(?:0x)?[0-9A-Fa-f]{1,16})?\))?: (?:No such device or address|Resource temporarily unavailable|No such host is known|The requested name is valid, but no data of the requested type was found)\.?(?: \((?<host>[\w.-]{1,253})(?::(?<port>\d{1,5}))?\))?/,
    example:
      'System.Net.Http.HttpRequestException: Resource temporarily unavailable (quotes.trade.svc.cluster.local:8080)',
    near: 'System.IO.IOException: No such device or address : /dev/ttyUSB0',
  },
  {
    id: 'dotnet-out-of-memory',
    cause: 'runtime-heap-exhausted',
    weight: 'error',
    literals: ['outofmemoryexception', 'out of memory.', 'gc heap hard limit', 'gc heap initialization failed'],
    pattern:
      /(?<exception>(?:System\.)?OutOfMemoryException)|^(?<message>Out of memory\.)|GC heap (?:hard limit|initialization failed).{0,80}/,
    example: 'Out of memory.',
    near: 'the shop is out of memory. cards',
  },
  {
    id: 'dotnet-sql-login',
    cause: 'config-invalid',
    weight: 'error',
    literals: ['login failed for user', 'cannot open database', 'connection string'],
    pattern:
      /(?:Login failed for user '(?<user>[^']{0,100})'|Cannot open database "(?<name>[^"]{1,100})" requested by the login|(?<message>Format of the initialization string does not conform to specification.{0,80}|[Kk]eyword not supported: '[^']{1,60}'|(?:The )?(?:connection string|ConnectionString) (?:property )?(?:has not been initialized|is (?:missing|empty|invalid|null|not)|'?[\w:]{1,60}'? (?:is missing|not found)).{0,80}))/i,
    example: "Microsoft.Data.SqlClient.SqlException (0x80131904): Login failed for user 'shop'.",
    near: 'login succeeded for user shop',
  },
  {
    id: 'dotnet-sql-unreachable',
    vague: true,
    cause: 'dependency-unreachable',
    weight: 'error',
    literals: [
      'a network-related or instance-specific error',
      'failed to connect to',
      'exception while reading from stream',
      'error: 40 - could not open a connection',
      'it was not possible to connect to the redis server',
      'unabletoconnect',
    ],
    pattern:
      /(?<message>A network-related or instance-specific error occurred.{0,120}|Failed to connect to (?<address>[\w.:[\]-]{1,100}:\d{1,5})|Exception while reading from stream|It was not possible to connect to the redis server.{0,80})/i,
    example: 'Npgsql.NpgsqlException (0x80004005): Failed to connect to 10.96.12.7:5432',
    near: 'connected to 10.96.12.7:5432',
  },
  {
    id: 'dotnet-options',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: [
      'optionsvalidationexception',
      'failed to load configuration from file',
      'value cannot be null. (parameter',
      'failed to convert configuration value',
      "error '",
    ],
    pattern:
      /(?<exception>OptionsValidationException): (?<message>.{0,200})|Failed to load configuration from file '(?<file>[^']{1,200})'|Value cannot be null\. \(Parameter '(?<name>(?:connectionString|host|uri|url|endpoint|uriString|key|s)\w{0,20})'\)|Failed to convert configuration value (?:'(?<value>[^']{0,80})' )?at '(?<name2>[^']{1,100})'/,
    example:
      "Microsoft.Extensions.Options.OptionsValidationException: DataAnnotation validation failed for 'SmtpOptions' members: 'Host'",
    near: 'the options were validated',
  },
  {
    id: 'dotnet-stack-overflow',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    bug: true,
    stack: 'dotnet',
    literals: ['stack overflow.', 'internal clr error'],
    pattern: /^(?<message>Stack overflow\.|Fatal error\. Internal CLR error\.)/,
    example: 'Stack overflow.',
    near: 'see stack overflow. It says',
  },
  {
    id: 'dotnet-access-violation',
    cause: 'segfault',
    weight: 'fatal',
    stack: 'dotnet',
    literals: ['accessviolationexception'],
    pattern: /Fatal error\. System\.(?<exception>AccessViolationException)/,
    example: 'Fatal error. System.AccessViolationException: Attempted to read or write protected memory.',
    near: 'catch AccessViolationException',
  },
  {
    id: 'dotnet-unhandled',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    stack: 'dotnet',
    literals: ['unhandled exception'],
    pattern:
      /Unhandled [Ee]xception[.:] {0,2}(?<exception>[\w.+`]{3,200})(?: \(0x[0-9A-Fa-f]+\)| \(\d+\))?: (?<message>.{0,300})/,
    example: 'Unhandled exception. System.InvalidOperationException: Sequence contains no elements',
    near: 'an unhandled exception is logged',
  },
  {
    id: 'dotnet-host-terminated',
    cause: 'app-error-uncaught',
    weight: 'error',
    stack: 'dotnet',
    literals: [
      'hosting failed to start',
      'host terminated unexpectedly',
      'application startup exception',
      'backgroundservice failed',
      'the hostoptions.backgroundserviceexceptionbehavior',
    ],
    pattern:
      /(?<message>Hosting failed to start|Host terminated unexpectedly|Application startup exception|BackgroundService failed)/i,
    example: 'crit: Microsoft.Extensions.Hosting.Internal.Host[11] Hosting failed to start',
    near: 'the host started',
  },
  {
    id: 'dotnet-exception',
    cause: 'app-error-uncaught',
    weight: 'error',
    stack: 'dotnet',
    literals: ['exception'],
    pattern:
      /^\s{0,8}(?<exception>(?:[A-Z][\w]{0,60}\.){1,8}[A-Z]\w{0,80}Exception)(?: \(0x[0-9A-Fa-f]+\)| \(\d+\))?: (?<message>.{0,300})/,
    context: [{ after: 6, pattern: /^\s+at [A-Z][\w.`<>[\],+]{2,300}\(|^ ---> / }],
    example: 'System.InvalidOperationException: Unable to resolve service for type Shop.ICart',
    near: 'System.InvalidOperationException was thrown',
  },
  {
    // The runtime before .NET 5 told the parameter on a line of its own.
    id: 'dotnet-setting-null',
    vague: true,
    cause: 'config-invalid',
    weight: 'error',
    literals: ['value cannot be null.'],
    pattern: /ArgumentNullException: Value cannot be null\.$/,
    context: [{ after: 1, pattern: /^Parameter name: (?<name>connectionString|uriString)\s*$/ }],
    example: 'System.ArgumentNullException: Value cannot be null.',
    near: 'System.ArgumentNullException: Value cannot be null. Parameter name: order',
  },
  {
    // The runtime's own part failed before any program ran: it writes to /tmp, or may not have the memory.
    id: 'coreclr-not-created',
    cause: 'app-error-uncaught',
    weight: 'fatal',
    literals: ['failed to create coreclr'],
    pattern: /(?<message>Failed to create CoreCLR, HRESULT: 0x[0-9A-Fa-f]{8})/,
    example: 'Failed to create CoreCLR, HRESULT: 0x80004005',
    near: 'CoreCLR was created',
  },
  {
    // EAI_AGAIN, in the words of EAGAIN; a socket that is only busy has an address and no name behind it.
    id: 'dotnet-name-try-again',
    cause: 'dns-failure',
    weight: 'error',
    literals: ['resource temporarily unavailable ('],
    pattern:
      /Resource temporarily unavailable \((?<host>(?=[\w.-]{0,252}[A-Za-z])[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}):(?<port>\d{2,5})\)/,
    example: '/src/Api.csproj : error NU1301:   Resource temporarily unavailable (api.nuget.org:443)',
    near: 'Resource temporarily unavailable (10.0.0.7:443)',
  },
];
