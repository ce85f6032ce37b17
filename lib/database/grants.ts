import type pg from "pg";

const LOCK = 312_920_521;

/**
 * Lets the serving role do what serving needs, and no more: it may only insert into the log and read it, and only read
 * the rights clock and its events. Run as the owner at every start after the migrations; twice does no harm, and new
 * tables are covered. Does nothing when the owner serves itself.
 */
export async function grantServing(client: pg.ClientBase, servingRole: string): Promise<void> {
  const { rows } = await client.query<{ owner: string }>("SELECT current_user AS owner");
  if (rows[0]?.owner === servingRole) return;
  const role = quoteName(servingRole);
  // One query, so one transaction: nobody ever sees the tables without their rights.
  await client.query(`
    -- Two servers that start together would trip over each other's rows in the catalog.
    SELECT pg_advisory_xact_lock(${LOCK});
    GRANT USAGE ON SCHEMA public TO ${role};
    DO $$
    DECLARE
      name text;
      rights text;
    BEGIN
      FOR name, rights IN
        SELECT c.relname, CASE
          WHEN c.relispartition OR c.relname = '_prisma_migrations' THEN NULL
          WHEN c.relname = 'audit_events' THEN 'SELECT, INSERT'
          WHEN c.relname IN ('rights_clock', 'rights_events') THEN 'SELECT'
          ELSE 'SELECT, INSERT, UPDATE, DELETE'
        END
        FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'USAGE')
      LOOP
        -- What an earlier version or a hand may have given too much. A partition is reached through its parent.
        EXECUTE format('REVOKE ALL ON public.%I FROM %I', name, ${quoteText(servingRole)});
        IF rights IS NOT NULL THEN
          EXECUTE format('GRANT %s ON public.%I TO %I', rights, name, ${quoteText(servingRole)});
        END IF;
      END LOOP;
    END
    $$;
    GRANT EXECUTE ON FUNCTION public.rights_clock_take(), public.rights_clock_hold(), public.rights_events_prune()
      TO ${role};
    -- UPDATE or DELETE here would reach every partition that is made later.
    ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM ${role};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO ${role};
  `);
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
