/** What the demo's tokens are for: who would make them, what they may do, from where and how often they call. */
import { type Scope, scopesOfRole } from "@/lib/access/catalog";

export interface Purpose {
  /** `%` stands for the name of what it is about. */
  name: string;
  description: string;
  consumer: string;
  /** None: it inherits all that its owner may do. */
  scopes: readonly Scope[] | null;
  /** Days until it expires; null: never. */
  life: number | null;
  usesPerDay: number;
  /** Used by people, so by day and not on weekends. */
  byDay?: boolean;
  agent: string;
  /** Networks it calls from; `bound`: and from no others. */
  from: readonly string[];
  bound?: boolean;
  rotateDays?: number;
  about: readonly string[];
}

const services = [
  "checkout-api",
  "billing-worker",
  "search-index",
  "edge-proxy",
  "mail-relay",
  "image-resizer",
  "session-store",
  "catalogue",
  "invoice-export",
  "status-page",
  "metrics-store",
  "docs-site",
  "webhook-relay",
  "ledger",
  "inventory",
  "notifier",
  "geo-lookup",
  "customer-portal",
  "feature-flags",
  "report-builder",
  "auth-gateway",
  "queue-runner",
] as const;
const sites = ["eu-west", "eu-north", "us-east", "ap-south", "lab", "office"] as const;
const people = ["laptop", "workstation", "tablet", "jump-host"] as const;

const runners = ["192.0.2.0/26"];
const inside = ["10.20.0.0/16"];
const office = ["198.51.100.0/24"];

// biome-ignore format: a table, one line each
export const purposes: readonly Purpose[] = [
  { name: "deploy-%", description: "Rolls out % after a green build of the main branch.", consumer: "GitHub Actions, example-org/%", scopes: scopesOfRole("cicd"), life: 90, usesPerDay: 1.5, byDay: true, agent: "actions-runner/2.330.0", from: runners, bound: true, about: services },
  { name: "ci-%-status", description: "Reads whether % is healthy before a merge.", consumer: "GitHub Actions, example-org/%", scopes: ["deployments:read", "machines:read"], life: 90, usesPerDay: 1.2, byDay: true, agent: "curl/8.16.0", from: runners, about: services },
  { name: "grafana-%", description: "Dashboard of %: machines and deployments.", consumer: "Grafana, data source %", scopes: scopesOfRole("viewer"), life: 365, usesPerDay: 2, agent: "Grafana/12.2.1", from: inside, bound: true, about: services },
  { name: "prometheus-%", description: "Service discovery of the scrape jobs in %.", consumer: "Prometheus, site %", scopes: ["machines:read"], life: null, usesPerDay: 12, agent: "Prometheus/3.6.0", from: inside, bound: true, about: sites },
  { name: "terraform-%", description: "Registers and retags the machines that the plan makes.", consumer: "Terraform workspace %", scopes: ["machines:read", "machines:write", "namespaces:read"], life: 90, usesPerDay: 0.8, byDay: true, agent: "terraform-provider-cabinet/0.4.1", from: runners, rotateDays: 60, about: [...services, ...sites] },
  { name: "ansible-%", description: "Inventory and configuration runs of %.", consumer: "Ansible, playbook %.yml", scopes: ["machines:read", "configs:read", "configs:write", "commands:execute"], life: 90, usesPerDay: 1, agent: "ansible-httpget", from: inside, about: [...services, ...sites] },
  { name: "backup-%", description: "Nightly copy of the volumes of %; reads files, changes nothing.", consumer: "cron on backup-01", scopes: ["machines:read", "files:read"], life: 365, usesPerDay: 1, agent: "restic-hook/1.2", from: inside, bound: true, rotateDays: 90, about: services },
  { name: "config-sync-%", description: "Keeps the configuration of % the same as in its repository.", consumer: "Argo CD, application %", scopes: ["configs:read", "configs:write", "deployments:read"], life: 365, usesPerDay: 1.4, agent: "argocd/3.1", from: inside, about: services },
  { name: "secrets-reader-%", description: "Gives % its database password at start.", consumer: "systemd unit %.service", scopes: ["secrets:read"], life: 90, usesPerDay: 0.6, agent: "Go-http-client/2.0", from: inside, bound: true, rotateDays: 30, about: services },
  { name: "restart-%", description: "Lets the on-call phone restart %.", consumer: "On-call runbook, page %", scopes: scopesOfRole("ops"), life: 90, usesPerDay: 0.1, agent: "python-httpx/0.28.1", from: office, about: services },
  { name: "agent-%", description: "The assistant that looks after % and proposes fixes.", consumer: "Agent runner, profile %", scopes: ["machines:read", "agent:invoke", "approvals:request", "deployments:read"], life: 365, usesPerDay: 2.5, agent: "agent-runner/0.9", from: inside, about: services },
  { name: "smoke-test-%", description: "Asks after each roll-out whether % answers.", consumer: "GitHub Actions, example-org/smoke", scopes: ["machines:read"], life: 90, usesPerDay: 1.1, agent: "node", from: runners, about: services },
  { name: "%-cli", description: "The command line on my own machine.", consumer: "", scopes: null, life: 90, usesPerDay: 1.5, byDay: true, agent: "cabinet-cli/0.1.0", from: office, about: people },
  { name: "audit-export-%", description: "Sends the log to long-term storage.", consumer: "Vector, sink %", scopes: ["audit:read"], life: 365, usesPerDay: 4, agent: "Vector/0.50.0", from: inside, bound: true, about: sites },
  { name: "introspect-%", description: "The gateway in front of % asks whether a caller may pass.", consumer: "nginx, upstream %", scopes: ["tokens:introspect"], life: null, usesPerDay: 3, agent: "nginx", from: inside, bound: true, rotateDays: 90, about: sites },
  { name: "onboarding-%", description: "Adds new colleagues to the fleet on their first day.", consumer: "Onboarding form", scopes: ["permissions:manage", "users:read"], life: 90, usesPerDay: 0.1, agent: "python-requests/2.32.5", from: office, about: sites },
  { name: "scheduler-%", description: "Keeps the maintenance windows of %.", consumer: "cron on control-01", scopes: ["schedules:manage", "machines:read"], life: 365, usesPerDay: 0.5, agent: "curl/8.16.0", from: inside, about: [...services, ...sites] },
  { name: "break-glass-%", description: "For the day when nothing else works. Sealed envelope in the safe.", consumer: "", scopes: ["admin"], life: 365, usesPerDay: 0, agent: "curl/8.16.0", from: office, bound: true, about: sites },
];

/** What a list must be able to show: the longest name, other scripts, many scopes. */
// biome-ignore format: a table, one line each
export const odd: readonly Purpose[] = [
  { name: "replicate-customer-portal-and-ledger-volumes-to-us-east-nightly", description: "Copies the volumes of two services to the second site every night, compares checksums, and tells the on-call channel when they differ.\nOwner of the runbook: the storage group.", consumer: "cron on backup-01, 02:15 UTC", scopes: ["machines:read", "files:read", "schedules:manage"], life: 365, usesPerDay: 1, agent: "restic-hook/1.2", from: inside, bound: true, about: [""] },
  { name: "Überwachung der Sicherungen", description: "Meldet fehlgeschlagene Sicherungen an die Bereitschaft.", consumer: "Nagios, Standort Süd", scopes: ["machines:read"], life: 365, usesPerDay: 6, agent: "check_http/2.4", from: ["2001:db8:20::/48"], bound: true, about: [""] },
  { name: "platform-migration", description: "Moves the services to the new hosts. Wide on purpose; ends with the project.", consumer: "Migration scripts, example-org/moving", scopes: [...scopesOfRole("deployer"), "namespaces:write"], life: 30, usesPerDay: 3, byDay: true, agent: "python-httpx/0.28.1", from: runners, about: [""] },
];
