import type { Access } from "@/lib/database/embedded/access";

/** Small and durable: one server on a small machine, no replication. */
const BASE: Readonly<Record<string, string>> = {
  shared_buffers: "64MB",
  max_connections: "60",
  io_method: "sync",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_logical_replication_workers: "0",
  // A server that was killed is noticed even while its query runs.
  client_connection_check_interval: "200ms",
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
};

/** Secrets must not reach a log: no statement, no parameter, no session's error (it may quote a value), no detail. */
const SILENT: Readonly<Record<string, string>> = {
  logging_collector: "off",
  log_destination: "stderr",
  log_line_prefix: "%m [%p] ",
  log_statement: "none",
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
  log_min_duration_statement: "-1",
  log_min_duration_sample: "-1",
  log_transaction_sample_rate: "0",
  log_autovacuum_min_duration: "-1",
  log_checkpoints: "off",
  log_connections: "",
  log_disconnections: "off",
};

/** For tests: what a crash of the machine leaves behind does not matter. */
const NOT_DURABLE: Readonly<Record<string, string>> = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "off",
};

/** PostgreSQL's command line; it wins over postgresql.conf and ALTER SYSTEM. */
export function serverArguments(options: {
  data: string;
  hbaFile: string;
  access: Access;
  durable: boolean;
  settings: Readonly<Record<string, string>>;
}): string[] {
  const { access } = options;
  const settings = {
    ...BASE,
    ...(options.durable ? {} : NOT_DURABLE),
    ...options.settings,
    ...SILENT,
    hba_file: options.hbaFile,
    port: String(access.port),
    listen_addresses: access.socketFolder === undefined ? "127.0.0.1" : "",
    // A list: only quotes keep a comma or a blank in a folder's name.
    unix_socket_directories:
      access.socketFolder === undefined ? "" : `"${access.socketFolder.replaceAll('"', '""')}"`,
    unix_socket_permissions: "0700",
  };
  return [
    "-D",
    options.data,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

/** PostgreSQL gets nothing of our environment: PGPORT and its like would change where it listens. */
const ENVIRONMENT: Record<string, string | undefined> =
  process.platform === "win32"
    ? { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot, TEMP: process.env.TEMP, TZ: "UTC" }
    : { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
// Next's types demand NODE_ENV of every environment.
export const SERVER_ENVIRONMENT = ENVIRONMENT as NodeJS.ProcessEnv;
