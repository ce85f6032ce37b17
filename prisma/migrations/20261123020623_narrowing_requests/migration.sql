-- CreateTable
CREATE TABLE "narrowing_requests" (
    "id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "fleet_id" UUID NOT NULL,
    "requested_by" JSONB NOT NULL,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "narrowing_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "narrowing_requests_token_id_idx" ON "narrowing_requests"("token_id");

-- AddForeignKey
ALTER TABLE "narrowing_requests" ADD CONSTRAINT "narrowing_requests_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "tokens"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "narrowing_requests" ADD CONSTRAINT "narrowing_requests_fleet_id_fkey" FOREIGN KEY ("fleet_id") REFERENCES "fleets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Asking twice is asking once.
CREATE UNIQUE INDEX "narrowing_requests_open_key" ON "narrowing_requests"("token_id", "fleet_id") WHERE "settled_at" IS NULL;
