/**
 * The words in which programs speak of each kind of failure, as data: what it is about, and what is wrong with it. A
 * word with `*` is a stem ("config*" is also "configuration"); two words joined by `_` stand beside one another. In
 * capitals: the shape of a word (an address, a path, an environment variable), see `shapes` in judge-words.ts.
 */

import type { PrimaryCauseId } from '../../model/causes';

/** Words by how strongly they point to the family; each weight has one string of words. */
export type Weighted = Readonly<Partial<Record<1 | 2 | 3 | 4 | 5, string>>>;

export interface WordFamily {
  cause: PrimaryCauseId;
  /** The thing the line speaks of. */
  about: Weighted;
  /** What is wrong with it. Both are needed. */
  says: Weighted;
  /** Words that say both at once. */
  alone?: Weighted;
}

const missing =
  'missing not_found cannot_found could_not_found not_set unset not_provid* not_specif* not_defin* not_configured not_present must_set must_provid* must_specif* must_defin* must_configured must_not_empty not_empty is_required requir* empty blank not_exist no_such could_not_find cannot_find unable_find not_find cannot_locate unable_locate not_supplied not_given need_set need_provid* absent undefined no_value no_default without_value please_set please_provid* please_specif* please_defin* please_config* expected_set mandatory';
const wrong =
  'invalid* illegal unsupported unknown unrecogni* malformed bad wrong incorrect not_valid not_support* not_recogni* not_allowed not_accept* cannot_parse unable_parse not_parse pars* unexpected mismatch* conflict* unparsable unparseable unmarshal* deserializ* duplicate* deprecat* misconfigur* improper must_be must_one_of reject* incompatible out_range not_match not_agree must_match must_start should_be overlap* not_registered only_one expected_exactly';
const fails = 'fail* unable cannot could_not can_not did_not not_possible abort* giv*_up gave_up';
const unreached =
  'unreachable not_reachable not_reach* cannot_reach unable_reach unable_connect cannot_connect not_connect* fail*_connect timed_out time_out timeout* refus* unavailable not_available not_respond* no_response not_answer* no_answer not_up not_running offline gone lost dropped disconnect* reset closed broken_pipe eof no_route hang_up unresponsive not_ready never_ready never_came waiting giv*_up gave_up unhealthy';
const denied =
  'denied not_permitted forbidden not_allowed unauthor* not_authoriz* insufficient lack* eacces eperm refus* reject* no_right* may_not prohibited not_granted';

export const wordFamilies: readonly WordFamily[] = [
  {
    cause: 'missing-env-var',
    about: { 4: 'environment_variable* env_var* environmental_variable* VAR', 3: 'environment env envvar* dotenv ENV' },
    says: { 3: missing, 1: 'null nil none' },
  },
  {
    cause: 'config-invalid',
    about: {
      3: 'config* setting* CONF yaml toml ini dsn licen[cs]* license* licence* connection_string api_key log_level cron* timezone command_line FLAG credential* password* login* authenticat* bucket* access_key secret_key crd* customresourcedefinition* custom_resource* datasource* access_token auth_token jwt_secret client_id client_secret signing_key encryption_key secret api_token',
      2: 'option* param* argument* flag* propert* directive* section* token* region* profile* stanza* scheme* username* user_name account* realm* tenant* plugin* yml json xml hcl values url uri kind placeholder* template* rule* pipeline* processor* exporter* receiver* backend* driver* dialect* storage_class base_url server_name cluster_id cluster_name node_id node_name listen_address data_source mode feature* VAR version* issuer* audience* webhook* theme* locale* cipher* algorithm* key_length engine* strategy strategies interval* duration* retention workers concurrency listener* provider* adapter* cidr* subnet* selected',
      1: 'value* key* field* attribute* file format* name type syntax entr* level path host port default* interface* address*',
    },
    says: {
      4: 'unauthor*',
      3: wrong + ' not_list',
      2:
        missing +
        ' no_backend* no_listener* no_provider* no_pipeline* no_receiver* no_exporter* no_source* no_target* no_input* no_output* no_profile* no_rule* no_plugin* no_driver*',
      1: fails + ' denied not_null cannot_null nil null expired revoked',
    },
    alone: {
      5: 'misconfigured invalid_config* configuration_error config_error bad_config* unknown_flag unknown_option unrecognized_option unrecognized_argument* illegal_option missing_config* not_configured no_longer_supported authentication_fail* login_fail* fail*_authenticate wrong_password invalid_credential* bad_credential* invalid_api_key invalid_token crd_not_installed no_license license_expired invalid_license must_one must_between must_greater must_positive must_odd must_even must_true must_either must_absolute should_absolute expected_integer expected_number expected_boolean expected_duration mutually_exclusive set_FLAG specif*_FLAG provid*_FLAG pass_FLAG',
    },
  },
  {
    cause: 'dependency-unreachable',
    about: {
      3: 'connect* connection* database server postgres* mysql* mariadb* mongo* redis* valkey* kafka* rabbit* amqp* broker* nats etcd zookeeper elasticsearch opensearch clickhouse cassandra ldap* smtp consul vault memcached minio upstream* endpoint* ADDR peer* replica* network* apiserver api_server',
      2: 'host hosts db service services backend* cluster* remote* gateway* proxy socket* session* http grpc rpc tcp udp URL coordinator* primary leader master queue* bus node nodes metadata_service HOST seed* bootstrap* dependency dependencies ping dial* listener* agent* daemon registry',
      1: 'api client request* call handshake response',
    },
    says: {
      3: unreached,
      2: 'not_established no_available no_healthy exhausted not_contact not_establish',
      4: 'not_accessible',
    },
    alone: {
      5: 'connection_refused connection_timed_out connection_reset econnrefused econnreset etimedout ehostunreach enetunreach no_route_host network_unreachable host_unreachable service_unavailable could_not_connect cannot_connect unable_connect fail*_connect error_connect* not_connect fail*_reach fail*_contact cannot_contact unable_contact fail*_dial fail*_ping fail*_establish* unable_establish* connect*_fail* connection_lost lost_connection not_reachable unreachable no_reachable broken_pipe bad_gateway gateway_timeout',
    },
  },
  {
    cause: 'dns-failure',
    about: {
      3: 'dns hostname* host_name* domain_name* nameserver* getaddrinfo resolver* name_service srv_record*',
      2: 'lookup host domain ADDR URL',
      1: 'name address* HOST',
    },
    says: {
      4: 'resolv* nxdomain servfail',
      3: 'no_such_host unknown_host not_known cannot_translate not_translate',
      2: 'not_found unknown fail* unable cannot could_not timeout timed_out',
    },
    alone: { 5: 'no_such_host unknown_host enotfound eai_again name_resolution nxdomain' },
  },
  {
    cause: 'tls-certificate-error',
    about: {
      4: 'certif* x509 tls ssl truststore trust_store',
      // Of other keys too: a vault's, a blockchain's.
      3: 'keystore key_store CERT ca_bundle root_ca trust_anchor* trust_chain pem pkcs* cert certs ca_file cacert* client_ca',
      2: 'chain issuer ca',
      // Of WebSockets, SASL and brokers too.
      1: 'handshake*',
    },
    says: {
      3: 'expir* untrusted not_trusted verif* unverif* self_signed unknown_authority mismatch* not_match not_valid invalid* not_yet_valid trust* revoked bad fail* cannot unable could_not malformed pars*',
      2: 'reject* load* not_load*',
      1: 'error',
    },
  },
  {
    cause: 'permission-denied',
    about: {
      4: 'permission* privilege* eacces eperm',
      3: 'PATH directory writable writeable ownership owner owned chmod chown uid gid root folder* capabilit* cap_net_admin',
      2: 'file files write* writing mkdir creat* access* open* dir',
    },
    says: {
      4: 'denied not_permitted not_writable not_writeable not_owned wrong_owner* not_readable cannot_write unable_write not_write not_write* too_open',
      3: 'insufficient lack* not_allowed must_run_root require*_root requir*_privilege* must_owned eacces eperm not_accessible no_write no_read inaccessible',
    },
    alone: {
      5: 'not_writable not_writeable not_owned run_as_root must_root eacces operation_not_permitted insufficient_permission*',
    },
  },
  {
    cause: 'rbac-forbidden',
    about: {
      4: 'serviceaccount* service_account* clusterrole* rolebinding* rbac iam iam_role',
      3: 'api_group apigroup cluster_scope role roles kubernetes policy',
    },
    says: {
      4: 'forbidden not_authorized unauthor*',
      3: denied,
      2: 'cannot_list cannot_get cannot_watch cannot_create cannot_update cannot_patch',
    },
  },
  {
    cause: 'runtime-library-missing',
    about: {
      4: 'LIB shared_librar* shared_object* glibc* libc native_librar* libcuda* nvidia_driver cuda_driver',
      3: 'librar* module* gem gems package* assembl* symbol* import_map dylib wheel* nuget jar_file class_path classpath extension* cuda nvidia dependency_package python_package python_module npm',
      2: 'driver class dependenc* runtime import* framework* plugin*',
    },
    says: {
      4: 'not_installed cannot_import not_import',
      3: 'missing not_found could_not_load cannot_load unable_load fail*_load not_load* not_available cannot_find not_find could_not_find too_old undefined no_such unresolved not_resolve* must_installed class_not_found',
      2: 'incompatible insufficient not_compatible unsupported older install*',
    },
  },
  {
    cause: 'command-not-found',
    about: {
      4: 'executable* binar* command* interpreter*',
      3: 'program utilit* shell cli jar tool toolchain entrypoint',
      2: 'exec EXE',
    },
    says: {
      4: 'not_found cannot_found not_in no_such cannot_find could_not_find unable_find not_installed not_exist cannot_exec* cannot_run unable_locate cannot_locate',
      3: 'missing no_command',
    },
  },
  {
    cause: 'port-in-use',
    about: { 4: 'port ports', 3: 'address bind* listen* eaddrinuse', 2: 'socket ADDR' },
    says: {
      4: 'in_use already_in_use already_used already_bound occupied taken already_allocated already_listening being_used used_by',
      2: 'another_process conflict*',
    },
    alone: { 5: 'eaddrinuse address_already_in_use' },
  },
  {
    cause: 'db-migration-failing',
    about: {
      4: 'migrat* flyway liquibase alembic goose changelog* changeset* schema schema_version* database_version db_version',
      // A release, a program and a connection are upgraded too.
      3: 'ddl table tables relation sql_script upgrade_script database_upgrad* database_downgrad* db_upgrad* db_downgrad* upgrad*_database downgrad*_database upgrad*_db',
    },
    says: {
      3: 'fail* dirty pending out_date outdated mismatch* not_up behind checksum* locked lock unsupported incompatible newer older too_new too_old not_exist not_found missing already_exists unable cannot could_not abort* rollback not_compatible not_match expected higher lower not_initialized ahead',
    },
  },
  {
    cause: 'disk-full-or-evicted',
    about: { 4: 'disk enospc', 3: 'space device inode* storage volume filesystem', 2: 'partition mount' },
    says: {
      4: 'full no_space_left no_space out_space',
      3: 'exhausted not_enough insufficient exceeded low too_low ran_out',
      1: 'left',
    },
    alone: { 5: 'enospc no_space_left disk_full not_enough_disk insufficient_disk disk_quota_exceeded' },
  },
  {
    cause: 'stale-lock-file',
    about: { 4: 'lock* lockfile* LOCK pidfile* pid_file*', 3: 'pid', 1: 'instance process' },
    says: {
      4: 'stale already_running held already_held already_exists left_over leftover already_locked',
      3: 'acquir* obtain* another_instance another_process exists in_use already_in_use other_process owned_by unable cannot could_not taken',
    },
  },
  {
    cause: 'runtime-heap-exhausted',
    about: { 4: 'heap metaspace', 3: 'memory', 2: 'alloc* buffer_pool' },
    says: {
      4: 'out_memory exhausted not_enough insufficient exceed*',
      3: 'cannot_alloc* unable_alloc* not_alloc* fail*_alloc* out_of ran_out',
      2: 'limit too_small',
    },
    alone: { 5: 'out_memory outofmemory* memory_exhausted cannot_allocate_memory heap_exhausted heap_limit' },
  },
  {
    cause: 'node-kernel-setting',
    about: {
      4: 'sysctl* kernel_param* kernel_support* inotify ulimit* rlimit* hugepage* vm_max_map_count max_map_count memlock file_descriptor* limit_open_files open_files_limit configured_user_limit nofile ipvs nf_conntrack conntrack kernel_module* modprobe iptables nftables ebpf bpf cgroup* seccomp',
    },
    says: {
      3: 'too_low too_small limit* unsupported not_supported reached increase* not_found fail* missing too_many at_least not_enabled not_loaded requir* not_available disabled insufficient too_old exceeded cannot unable could_not',
    },
  },
  {
    cause: 'read-only-filesystem',
    about: { 3: 'file filesystem file_system PATH directory disk volume mount*' },
    says: { 4: 'read_only readonly erofs' },
    alone: { 5: 'read_only_file_system erofs' },
  },
  {
    cause: 'leader-election-lost',
    about: { 4: 'leader* election lease' },
    says: { 4: 'lost lose losing stopped_leading step*_down no_longer_leader', 3: 'renew* not_renew*' },
  },
];

/** Words of a mistake in the program itself, or in what it was given to work on: the more of them, the less another reason counts. */
export const mistakes: Weighted = {
  // ENOTCONN: its own socket, or a file system in user space that died. EADDRNOTAVAIL: an address or a port of its own.
  5: 'transport_endpoint assign_requested',
  4: 'index_must assert* invariant* nullpointer* null_pointer null_reference nil_pointer out_bounds index_out undefined_method undefined_function not_function unwrap deadlock* nonetype nan segfault* stack_overflow recursion dereference* divide_by divided literal codec basic_string not_implemented type_error reference_error range_error attribute_error name_error index_error key_error class_cast invalid_cast number_format unique_constraint unique_violation cuda_out gpu_memory sigkill bus_error',
  3: 'quantity amount amounts price prices balance order_id orders invoice* customer* basket* cart payment* product products record records message_id argument_type positional_argument* wrong_number tensor shape* iterator iteration iterable promise checksum_of',
  2: 'row rows token_position syntax_error value_error',
};
