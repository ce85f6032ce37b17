/** What people did, as the log has it: signing in, making the fleet, creating, rotating, pausing and revoking. */
import type { AuditAction } from "@/lib/audit/events";
import { blankRow } from "@/lib/audit/facts";
import type { AuditRow } from "@/lib/audit/row";
import type { LogEntry } from "./calls";
import type { Dice } from "./dice";
import type { Fleet } from "./fleet";
import type { Person, SessionRow } from "./people";
import type { DemoToken } from "./tokens";

const agent = "Mozilla/5.0 (X11; Linux x64; rv:145.0) Gecko/20100101 Firefox/145.0";

interface Change {
  at: number;
  action: AuditAction;
  subject: { type: string; id: string; name: string };
  after?: object | null;
  before?: object | null;
  rest?: Partial<AuditRow>;
}

export class Chronicle {
  readonly entries: LogEntry[] = [];
  readonly #dice: Dice;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  add(by: Person, { at, action, subject, before = null, after = null, rest = {} }: Change): void {
    const row: AuditRow = {
      ...blankRow(action, at),
      id: this.#dice.id(at),
      credential: "session",
      actorType: "user",
      actorId: by.id,
      actorName: by.name,
      via: "ui",
      subjectType: subject.type,
      subjectId: subject.id,
      subjectName: subject.name,
      statusCode: 200,
      ip: by.ip,
      userAgent: agent,
      requestId: this.#dice.id(at),
      changes: { before, after },
      ...rest,
    };
    this.entries.push({ row, letInSecretId: null });
  }
}

export function tellPeople(to: Chronicle, people: readonly Person[], sessions: readonly SessionRow[]): void {
  const [first] = people;
  if (!first) return;
  for (const person of people) {
    const subject = { type: "user", id: person.id, name: person.name };
    to.add(first, { at: person.joinedAt, action: "user.created", subject, after: { email: person.email } });
    for (const [fleet, role] of Object.entries(person.roles))
      to.add(first, {
        at: person.joinedAt + 5_000,
        action: "member.added",
        subject,
        after: { role },
        rest: { fleet },
      });
    if (person.leftAt !== null)
      to.add(first, {
        at: person.leftAt,
        action: "user.deactivated",
        subject,
        before: { active: true },
        after: { active: false },
        rest: { reason: "Left the company." },
      });
  }
  const byId = new Map(people.map((person) => [person.id, person]));
  for (const session of sessions) {
    const person = byId.get(session.user_id);
    if (!person) continue;
    const subject = { type: "session", id: session.id, name: person.email };
    const rest = { ip: session.ip, userAgent: session.user_agent, changes: null };
    to.add(person, { at: Date.parse(session.created_at), action: "session.signed_in", subject, rest });
    if (session.ended_at && session.ended_reason === "signed_out")
      to.add(person, { at: Date.parse(session.ended_at), action: "session.signed_out", subject, rest });
  }
}

export function tellFleet(to: Chronicle, by: Person, fleet: Fleet): void {
  const rest = { fleet: fleet.slug, statusCode: 201 };
  to.add(by, {
    at: fleet.madeAt + 60_000,
    action: "fleet.created",
    subject: { type: "fleet", id: fleet.id, name: fleet.slug },
    after: { name: fleet.name },
    rest,
  });
  for (const { id, name, madeAt } of fleet.namespaces)
    to.add(by, {
      at: madeAt + 90_000,
      action: "namespace.created",
      subject: { type: "namespace", id, name },
      after: { name },
      rest,
    });
  for (const { id, name, namespace, hostname, tags, madeAt } of fleet.machines)
    to.add(by, {
      at: madeAt,
      action: "machine.created",
      subject: { type: "machine", id, name },
      after: { name, namespace, hostname, tags },
      rest: { ...rest, namespace },
    });
}

export function tellTokens(to: Chronicle, admin: Person, tokens: readonly DemoToken[]): void {
  for (const token of tokens) {
    const { by } = token;
    const ended = by.leftAt === null ? by : admin;
    const subject = { type: "token", id: token.id, name: token.name };
    const facts = (secret = token.secrets[0]) => ({
      apiTokenId: token.id,
      apiTokenName: token.name,
      secretPrefix: secret?.prefix ?? null,
      ownerId: token.kind === "personal" ? by.id : null,
      fleet: token.kind === "fleet" ? token.fleet.slug : null,
    });
    to.add(by, {
      at: token.createdAt,
      action: "token.created",
      subject,
      after: { name: token.name, scopes: token.purpose.scopes ?? [], inherit: token.purpose.scopes === null },
      rest: { ...facts(), statusCode: 201 },
    });
    for (const secret of token.secrets.slice(1))
      to.add(by, {
        at: secret.createdAt,
        action: "token.rotated",
        subject,
        before: { prefix: token.secrets[0]?.prefix },
        after: { prefix: secret.prefix },
        rest: { ...facts(secret), statusCode: 201 },
      });
    const rest = { ...facts(token.secrets.at(-1)), reason: token.reason };
    if (token.condition === "paused" && token.endedAt !== null)
      to.add(ended, {
        at: token.endedAt,
        action: "token.updated",
        subject,
        before: { enabled: true },
        after: { enabled: false },
        rest,
      });
    if (token.condition === "revoked" && token.endedAt !== null)
      to.add(ended, {
        at: token.endedAt,
        action: "token.revoked",
        subject,
        rest: { ...rest, statusCode: 204 },
      });
  }
}
