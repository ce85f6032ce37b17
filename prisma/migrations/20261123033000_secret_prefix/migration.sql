-- CreateIndex
CREATE INDEX "secrets_prefix_idx" ON "secrets"("prefix");
