-- From here to the second heading: Prisma's own diff, but for PARTITION BY on audit_events.

-- CreateEnum
CREATE TYPE "member_role" AS ENUM ('viewer', 'ops', 'deployer', 'admin');

-- CreateEnum
CREATE TYPE "token_kind" AS ENUM ('personal', 'fleet');

-- CreateEnum
CREATE TYPE "link_kind" AS ENUM ('setup', 'invite', 'reset');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "admin" BOOLEAN NOT NULL DEFAULT false,
    "deactivated_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "ended_reason" TEXT,
    "ip" TEXT,
    "user_agent" TEXT,

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "fleets" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "fleets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "members" (
    "fleet_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "member_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "members_pkey" PRIMARY KEY ("fleet_id","user_id")
);

-- CreateTable
CREATE TABLE "namespaces" (
    "id" UUID NOT NULL,
    "fleet_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "namespaces_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "machines" (
    "id" UUID NOT NULL,
    "fleet_id" UUID NOT NULL,
    "namespace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hostname" TEXT,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "machines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tokens" (
    "id" UUID NOT NULL,
    "kind" "token_kind" NOT NULL,
    "owner_user_id" UUID,
    "owner_fleet_id" UUID,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "consumer" TEXT NOT NULL DEFAULT '',
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "inherit" BOOLEAN NOT NULL DEFAULT false,
    "fleets_bound" BOOLEAN NOT NULL DEFAULT false,
    "fleet_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "namespaces_bound" BOOLEAN NOT NULL DEFAULT false,
    "namespace_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "ips_bound" BOOLEAN NOT NULL DEFAULT false,
    "allowed_ips" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "expires_at" TIMESTAMPTZ(3),
    "rotate_every_seconds" INTEGER,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_by" JSONB,
    "disabled_reason" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" JSONB,
    "revoke_reason" TEXT,

    CONSTRAINT "tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secrets" (
    "id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "prefix" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "seen_by" UUID,

    CONSTRAINT "secrets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret_uses" (
    "secret_id" UUID NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_ip" TEXT,
    "uses" BIGINT NOT NULL DEFAULT 1,

    CONSTRAINT "secret_uses_pkey" PRIMARY KEY ("secret_id")
);

-- CreateTable
CREATE TABLE "links" (
    "id" UUID NOT NULL,
    "kind" "link_kind" NOT NULL,
    "hash" BYTEA NOT NULL,
    "user_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "rights_clock" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "seq" BIGINT NOT NULL DEFAULT 1,

    CONSTRAINT "rights_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rights_events" (
    "seq" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rights_events_pkey" PRIMARY KEY ("seq","kind","subject")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "xact" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "action" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "rbac_decision" TEXT NOT NULL,
    "credential" TEXT NOT NULL,
    "actor_type" TEXT,
    "actor_id" UUID,
    "actor_name" TEXT,
    "owner_id" UUID,
    "api_token_id" UUID,
    "api_token_name" TEXT,
    "secret_prefix" TEXT,
    "via" TEXT NOT NULL,
    "subject_type" TEXT,
    "subject_id" UUID,
    "subject_name" TEXT,
    "fleet" TEXT,
    "service" TEXT,
    "namespace" TEXT,
    "method" TEXT,
    "path" TEXT,
    "status_code" SMALLINT,
    "required_scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "reason" TEXT,
    "ip" TEXT,
    "user_agent" TEXT,
    "latency_ms" REAL,
    "request_id" UUID,
    "client_request_id" TEXT,
    "changes" JSONB,
    "batch_id" UUID,
    "count" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "sessions_user_id_ended_at_idx" ON "sessions"("user_id", "ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "fleets_slug_key" ON "fleets"("slug");

-- CreateIndex
CREATE INDEX "members_user_id_idx" ON "members"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "namespaces_fleet_id_name_key" ON "namespaces"("fleet_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "namespaces_fleet_id_id_key" ON "namespaces"("fleet_id", "id");

-- CreateIndex
CREATE INDEX "machines_namespace_id_idx" ON "machines"("namespace_id");

-- CreateIndex
CREATE UNIQUE INDEX "machines_fleet_id_name_key" ON "machines"("fleet_id", "name");

-- CreateIndex
CREATE INDEX "tokens_owner_user_id_id_idx" ON "tokens"("owner_user_id", "id" DESC);

-- CreateIndex
CREATE INDEX "tokens_owner_fleet_id_id_idx" ON "tokens"("owner_fleet_id", "id" DESC);

-- CreateIndex
CREATE INDEX "tokens_fleet_ids_idx" ON "tokens" USING GIN ("fleet_ids");

-- CreateIndex
CREATE UNIQUE INDEX "secrets_hash_key" ON "secrets"("hash");

-- CreateIndex
CREATE INDEX "secrets_token_id_created_at_idx" ON "secrets"("token_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "links_hash_key" ON "links"("hash");

-- CreateIndex
CREATE INDEX "audit_events_api_token_id_id_idx" ON "audit_events"("api_token_id", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_events_actor_id_id_idx" ON "audit_events"("actor_id", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_events_owner_id_id_idx" ON "audit_events"("owner_id", "id" DESC);

-- CreateIndex
CREATE INDEX "audit_events_request_id_idx" ON "audit_events"("request_id");

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_fleet_id_fkey" FOREIGN KEY ("fleet_id") REFERENCES "fleets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "namespaces" ADD CONSTRAINT "namespaces_fleet_id_fkey" FOREIGN KEY ("fleet_id") REFERENCES "fleets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "machines" ADD CONSTRAINT "machines_fleet_id_fkey" FOREIGN KEY ("fleet_id") REFERENCES "fleets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "machines" ADD CONSTRAINT "machines_fleet_id_namespace_id_fkey" FOREIGN KEY ("fleet_id", "namespace_id") REFERENCES "namespaces"("fleet_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_owner_user_id_fkey" FOREIGN KEY ("owner_user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tokens" ADD CONSTRAINT "tokens_owner_fleet_id_fkey" FOREIGN KEY ("owner_fleet_id") REFERENCES "fleets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secrets" ADD CONSTRAINT "secrets_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "tokens"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret_uses" ADD CONSTRAINT "secret_uses_secret_id_fkey" FOREIGN KEY ("secret_id") REFERENCES "secrets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "links" ADD CONSTRAINT "links_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what Prisma cannot express.

-- ---------------------------------------------------------------------------------------------------------
-- Checks. A list is never NULL (a check passes on NULL), and an empty list never means "all".

ALTER TABLE "machines" ALTER COLUMN "tags" SET NOT NULL;
ALTER TABLE "audit_events" ALTER COLUMN "required_scopes" SET NOT NULL;
ALTER TABLE "tokens"
    ALTER COLUMN "scopes" SET NOT NULL,
    ALTER COLUMN "fleet_ids" SET NOT NULL,
    ALTER COLUMN "namespace_ids" SET NOT NULL,
    ALTER COLUMN "allowed_ips" SET NOT NULL;

ALTER TABLE "users" ADD CONSTRAINT "users_email_lower" CHECK (email = lower(email) AND email = btrim(email) AND email <> '');

ALTER TABLE "tokens"
    ADD CONSTRAINT "tokens_one_owner" CHECK (
        CASE kind
            WHEN 'personal' THEN owner_user_id IS NOT NULL AND owner_fleet_id IS NULL
            WHEN 'fleet' THEN owner_fleet_id IS NOT NULL AND owner_user_id IS NULL
            ELSE false
        END
    ),
    ADD CONSTRAINT "tokens_scopes" CHECK (
        CASE WHEN inherit THEN kind = 'personal' AND cardinality(scopes) = 0 ELSE cardinality(scopes) > 0 END
    ),
    ADD CONSTRAINT "tokens_no_null_in_lists" CHECK (
        array_position(scopes, NULL) IS NULL
        AND array_position(fleet_ids, NULL) IS NULL
        AND array_position(namespace_ids, NULL) IS NULL
        AND array_position(allowed_ips, NULL) IS NULL
    ),
    ADD CONSTRAINT "tokens_fleets" CHECK (fleets_bound OR cardinality(fleet_ids) = 0),
    ADD CONSTRAINT "tokens_namespaces" CHECK (
        CASE WHEN namespaces_bound THEN fleets_bound AND cardinality(fleet_ids) = 1 ELSE cardinality(namespace_ids) = 0 END
    ),
    ADD CONSTRAINT "tokens_own_fleet" CHECK (kind = 'personal' OR (fleets_bound AND fleet_ids = ARRAY[owner_fleet_id])),
    ADD CONSTRAINT "tokens_ips" CHECK (ips_bound OR cardinality(allowed_ips) = 0),
    ADD CONSTRAINT "tokens_name" CHECK (char_length(name) BETWEEN 1 AND 63),
    -- 'infinity' would reach the program as an invalid date, and "never" is NULL.
    ADD CONSTRAINT "tokens_expires_at" CHECK (isfinite(expires_at)),
    ADD CONSTRAINT "tokens_rotate_every" CHECK (rotate_every_seconds > 0),
    ADD CONSTRAINT "tokens_version" CHECK (version > 0);

ALTER TABLE "secrets"
    ADD CONSTRAINT "secrets_hash" CHECK (octet_length(hash) = 32),
    ADD CONSTRAINT "secrets_ends_at" CHECK (isfinite(ends_at)),
    ADD CONSTRAINT "secrets_ended_at" CHECK (isfinite(ended_at));

-- One current secret. A rotation ends the old one before it inserts the new one.
CREATE UNIQUE INDEX "secrets_current_key" ON "secrets" ("token_id") WHERE ends_at IS NULL AND ended_at IS NULL;

-- ---------------------------------------------------------------------------------------------------------
-- The log's partitions: one a month, and one for what falls between. The months are bounds of UUIDv7 ids.
-- Made by the owner at start (lib/database/partitions.ts), never by the serving role.

CREATE TABLE "audit_events_default" PARTITION OF "audit_events" DEFAULT;

-- The smallest UUIDv7 of a moment: 48 bits of milliseconds, then nothing.
CREATE FUNCTION "audit_id_from"(moment timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $$
    SELECT (lpad(to_hex(trunc(extract(epoch FROM moment) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Makes the partition of a month, once. Rows of that month that lie in the default partition are moved into it.
-- Answers its name, or NULL when so many lie there that moving them would hold up the log: they stay.
CREATE FUNCTION "audit_partition_for"(month date) RETURNS text
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    most_to_move CONSTANT int := 20000;
    first timestamptz := date_trunc('month', month::timestamp) AT TIME ZONE 'UTC';
    after timestamptz := (date_trunc('month', month::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
    low uuid := public.audit_id_from(first);
    high uuid := public.audit_id_from(after);
    partition text := 'audit_events_' || to_char(month, 'YYYY_MM');
    lying int;
BEGIN
    -- Against a second server that makes the same one; inserts go on. Locks are taken in the order of an insert.
    LOCK TABLE public.audit_events IN SHARE UPDATE EXCLUSIVE MODE;
    IF to_regclass('public.' || quote_ident(partition)) IS NOT NULL THEN
        RETURN partition;
    END IF;
    LOCK TABLE public.audit_events_default IN ACCESS EXCLUSIVE MODE;
    SELECT count(*) INTO lying
    FROM (SELECT FROM public.audit_events_default WHERE id >= low AND id < high LIMIT most_to_move + 1) AS there;
    IF lying > most_to_move THEN
        RETURN NULL;
    END IF;
    -- LIKE and ATTACH wait for no open insert into another month, as PARTITION OF would.
    EXECUTE format('CREATE TABLE public.%I (LIKE public.audit_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', partition);
    IF lying > 0 THEN
        EXECUTE format('INSERT INTO public.%I SELECT * FROM public.audit_events_default WHERE id >= $1 AND id < $2', partition)
        USING low, high;
        DELETE FROM public.audit_events_default WHERE id >= low AND id < high;
    END IF;
    EXECUTE format(
        'ALTER TABLE public.audit_events ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)', partition, low, high
    );
    RETURN partition;
END
$$;

-- ---------------------------------------------------------------------------------------------------------
-- The rights clock. Whatever can lessen or widen a right advances it in its own transaction, SQL by hand included;
-- what a process judged by is current while the number stands. It is taken first, before the rows: two changes
-- that took rows first and the clock last would deadlock. Statement triggers, because row triggers made a
-- revocation of 10,000 tokens twenty times dearer.

ALTER TABLE "rights_clock" ADD CONSTRAINT "rights_clock_one_row" CHECK (id = 1);
INSERT INTO "rights_clock" (id, seq) VALUES (1, 1);

-- Changes of rights and everything else that writes keep apart by a lock: changes of rights one by one, the others
-- beside each other. What is written stands on rights that hold until it is committed. An advisory lock, because its
-- queue is fair: with shared row locks a stream of creates could keep a revocation waiting for ever.
-- The number is arbitrary.

-- Keeps rights as they are until the transaction ends, and answers where the clock stands.
CREATE FUNCTION "rights_clock_hold"() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    stands bigint;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(312920522);
    SELECT c.seq INTO STRICT stands FROM public.rights_clock c WHERE c.id = 1;
    RETURN stands;
END
$$;

-- Locks the clock until the transaction ends and answers where it stands. The serving role may not lock the row itself.
CREATE FUNCTION "rights_clock_take"() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    stands bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(312920522);
    SELECT c.seq INTO STRICT stands FROM public.rights_clock c WHERE c.id = 1 FOR UPDATE;
    RETURN stands;
END
$$;

CREATE FUNCTION "rights_clock_advance"(event_kind text, subjects uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    stands bigint;
BEGIN
    UPDATE public.rights_clock c SET seq = c.seq + 1 WHERE c.id = 1 RETURNING c.seq INTO STRICT stands;
    INSERT INTO public.rights_events (seq, kind, subject) SELECT stands, event_kind, s FROM unnest(subjects) AS s;
END
$$;

CREATE FUNCTION "rights_before_change"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.rights_clock_take();
    RETURN NULL;
END
$$;

-- Arguments: the event's kind, and the column that names its subject. A statement that changed no row is no event.
CREATE FUNCTION "rights_after_change"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    subjects uuid[];
BEGIN
    CASE TG_OP
        WHEN 'INSERT' THEN
            EXECUTE format('SELECT array_agg(DISTINCT %I) FROM new_rows', TG_ARGV[1]) INTO subjects;
        WHEN 'DELETE' THEN
            EXECUTE format('SELECT array_agg(DISTINCT %I) FROM old_rows', TG_ARGV[1]) INTO subjects;
        WHEN 'UPDATE' THEN
            EXECUTE format(
                'SELECT array_agg(s) FROM (SELECT %1$I AS s FROM old_rows UNION SELECT %1$I FROM new_rows) AS both_sides',
                TG_ARGV[1]
            ) INTO subjects;
    END CASE;
    IF subjects IS NOT NULL THEN
        PERFORM public.rights_clock_advance(TG_ARGV[0], subjects);
    END IF;
    RETURN NULL;
END
$$;

-- A user's name or password is no right.
CREATE FUNCTION "rights_after_user_update"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    subjects uuid[];
BEGIN
    SELECT array_agg(coalesce(o.id, n.id)) INTO subjects
    FROM old_rows o FULL JOIN new_rows n ON n.id = o.id
    WHERE o.id IS NULL OR n.id IS NULL
        OR (o.admin, o.deactivated_at) IS DISTINCT FROM (n.admin, n.deactivated_at);
    IF subjects IS NOT NULL THEN
        PERFORM public.rights_clock_advance('user', subjects);
    END IF;
    RETURN NULL;
END
$$;

-- A token's name or description is no right.
CREATE FUNCTION "rights_after_token_update"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    subjects uuid[];
BEGIN
    SELECT array_agg(coalesce(o.id, n.id)) INTO subjects
    FROM old_rows o FULL JOIN new_rows n ON n.id = o.id
    WHERE o.id IS NULL OR n.id IS NULL
        OR (o.kind, o.owner_user_id, o.owner_fleet_id, o.scopes, o.inherit, o.fleets_bound, o.fleet_ids,
            o.namespaces_bound, o.namespace_ids, o.ips_bound, o.allowed_ips, o.enabled, o.expires_at, o.revoked_at)
        IS DISTINCT FROM
           (n.kind, n.owner_user_id, n.owner_fleet_id, n.scopes, n.inherit, n.fleets_bound, n.fleet_ids,
            n.namespaces_bound, n.namespace_ids, n.ips_bound, n.allowed_ips, n.enabled, n.expires_at, n.revoked_at);
    IF subjects IS NOT NULL THEN
        PERFORM public.rights_clock_advance('token', subjects);
    END IF;
    RETURN NULL;
END
$$;

-- Events are asked for within seconds of their advance. Who misses one judges again, so what is pruned does no harm.
CREATE FUNCTION "rights_events_prune"() RETURNS void
LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
    DELETE FROM public.rights_events WHERE at < now() - interval '1 day';
$$;

-- TRUNCATE has no transition tables: everything is forgotten.
CREATE FUNCTION "rights_after_truncate"() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM public.rights_clock_advance('all', ARRAY['00000000-0000-0000-0000-000000000000'::uuid]);
    RETURN NULL;
END
$$;

REVOKE EXECUTE ON FUNCTION
    "rights_clock_hold"(), "rights_clock_take"(), "rights_clock_advance"(text, uuid[]), "rights_events_prune"(),
    "rights_before_change"(), "rights_after_change"(), "rights_after_user_update"(), "rights_after_token_update"(), "rights_after_truncate"(), "audit_partition_for"(date)
FROM PUBLIC;

-- A new token or secret needs no advance: an unknown secret is always looked up.
CREATE TRIGGER "rights_before" BEFORE UPDATE OR DELETE OR TRUNCATE ON "tokens" EXECUTE FUNCTION "rights_before_change"();
CREATE TRIGGER "rights_before" BEFORE UPDATE OR DELETE OR TRUNCATE ON "secrets" EXECUTE FUNCTION "rights_before_change"();
CREATE TRIGGER "rights_before" BEFORE UPDATE OR DELETE OR TRUNCATE ON "users" EXECUTE FUNCTION "rights_before_change"();
CREATE TRIGGER "rights_before" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "members" EXECUTE FUNCTION "rights_before_change"();
CREATE TRIGGER "rights_before" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "fleets" EXECUTE FUNCTION "rights_before_change"();
CREATE TRIGGER "rights_before" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "namespaces" EXECUTE FUNCTION "rights_before_change"();

CREATE TRIGGER "rights_after_update" AFTER UPDATE ON "tokens" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    EXECUTE FUNCTION "rights_after_token_update"();
CREATE TRIGGER "rights_after_delete" AFTER DELETE ON "tokens" REFERENCING OLD TABLE AS old_rows
    EXECUTE FUNCTION "rights_after_change"('token', 'id');
CREATE TRIGGER "rights_after_truncate" AFTER TRUNCATE ON "tokens" EXECUTE FUNCTION "rights_after_truncate"();

CREATE TRIGGER "rights_after_update" AFTER UPDATE ON "secrets" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    EXECUTE FUNCTION "rights_after_change"('token', 'token_id');
CREATE TRIGGER "rights_after_delete" AFTER DELETE ON "secrets" REFERENCING OLD TABLE AS old_rows
    EXECUTE FUNCTION "rights_after_change"('token', 'token_id');
CREATE TRIGGER "rights_after_truncate" AFTER TRUNCATE ON "secrets" EXECUTE FUNCTION "rights_after_truncate"();

CREATE TRIGGER "rights_after_update" AFTER UPDATE ON "users" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    EXECUTE FUNCTION "rights_after_user_update"();
CREATE TRIGGER "rights_after_delete" AFTER DELETE ON "users" REFERENCING OLD TABLE AS old_rows
    EXECUTE FUNCTION "rights_after_change"('user', 'id');
CREATE TRIGGER "rights_after_truncate" AFTER TRUNCATE ON "users" EXECUTE FUNCTION "rights_after_truncate"();

CREATE TRIGGER "rights_after_insert" AFTER INSERT ON "members" REFERENCING NEW TABLE AS new_rows
    EXECUTE FUNCTION "rights_after_change"('user', 'user_id');
CREATE TRIGGER "rights_after_update" AFTER UPDATE ON "members" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    EXECUTE FUNCTION "rights_after_change"('user', 'user_id');
CREATE TRIGGER "rights_after_delete" AFTER DELETE ON "members" REFERENCING OLD TABLE AS old_rows
    EXECUTE FUNCTION "rights_after_change"('user', 'user_id');
CREATE TRIGGER "rights_after_truncate" AFTER TRUNCATE ON "members" EXECUTE FUNCTION "rights_after_truncate"();

CREATE TRIGGER "rights_after_insert" AFTER INSERT ON "fleets" REFERENCING NEW TABLE AS new_rows
    EXECUTE FUNCTION "rights_after_change"('fleet', 'id');
CREATE TRIGGER "rights_after_update" AFTER UPDATE ON "fleets" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    EXECUTE FUNCTION "rights_after_change"('fleet', 'id');
CREATE TRIGGER "rights_after_delete" AFTER DELETE ON "fleets" REFERENCING OLD TABLE AS old_rows
    EXECUTE FUNCTION "rights_after_change"('fleet', 'id');
CREATE TRIGGER "rights_after_truncate" AFTER TRUNCATE ON "fleets" EXECUTE FUNCTION "rights_after_truncate"();

CREATE TRIGGER "rights_after_insert" AFTER INSERT ON "namespaces" REFERENCING NEW TABLE AS new_rows
    EXECUTE FUNCTION "rights_after_change"('fleet', 'fleet_id');
CREATE TRIGGER "rights_after_update" AFTER UPDATE ON "namespaces" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    EXECUTE FUNCTION "rights_after_change"('fleet', 'fleet_id');
CREATE TRIGGER "rights_after_delete" AFTER DELETE ON "namespaces" REFERENCING OLD TABLE AS old_rows
    EXECUTE FUNCTION "rights_after_change"('fleet', 'fleet_id');
CREATE TRIGGER "rights_after_truncate" AFTER TRUNCATE ON "namespaces" EXECUTE FUNCTION "rights_after_truncate"();
