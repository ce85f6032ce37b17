"use client";

import { useState } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { ScopeChips } from "@/components/tokens/scope-chips";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { announce } from "@/components/ui/toast";
import type { MemberRole, Scope } from "@/lib/access/catalog";
import type { MemberView } from "@/lib/fleets/schema";
import { changeRole } from "@/lib/http/client/fleets";
import { RoleChoice } from "./role-choice";
import { difference } from "./role-words";

interface ChangeRoleDialogProps {
  fleet: { slug: string; name: string };
  member: MemberView;
  held: readonly Scope[];
  anchor: HTMLElement;
  onClose: () => void;
  onChanged: () => void;
}

export default function ChangeRoleDialog(props: ChangeRoleDialogProps) {
  const { fleet, member, held, anchor, onClose, onChanged } = props;
  const { pending, error, run } = useAction();
  const [role, setRole] = useState<MemberRole>(member.role);
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Change role of ${member.name}`}
      description={`In ${fleet.name}: ${member.role} now.`}
      finalFocus={() => anchor}
      footer={
        <>
          <Button onClick={onClose}>Keep as {member.role}</Button>
          <Button
            tone="primary"
            disabled={role === member.role}
            pending={pending}
            onClick={() =>
              run(async () => {
                await changeRole(fleet.slug, member.user_id, role);
                announce(`${member.name} is ${role} of ${fleet.name} now.`);
                onChanged();
              })
            }
          >
            {role === member.role ? "Change role" : `Make ${role}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <RoleChoice value={role} onChange={setRole} held={held} />
        <WhatChanges member={member} role={role} />
        <FailureNotice error={error} />
      </div>
    </Dialog>
  );
}

function WhatChanges({ member, role }: { member: MemberView; role: MemberRole }) {
  const { gains, loses } = difference(member.role, role);
  return (
    <div aria-live="polite" className="flex flex-col gap-2 text-small">
      {role === member.role && <p className="text-muted">Choose another role to see what changes.</p>}
      <Scopes title="Gains" scopes={gains} />
      <Scopes title="Loses" scopes={loses} />
      {role !== member.role && (
        <p className="text-muted">
          It holds from the next request on, for {member.name} and their tokens:{" "}
          {loses.length > 0
            ? "what a token was granted beyond the role stops working."
            : "a token that was granted more than the old role held may use it now."}
        </p>
      )}
      {loses.includes("admin") && (
        <p className="text-muted">
          Tokens of the fleet go on. Those whose secret {member.name} has seen carry a flag until they are
          rotated.
        </p>
      )}
    </div>
  );
}

function Scopes({ title, scopes }: { title: string; scopes: readonly Scope[] }) {
  if (scopes.length === 0) return null;
  return (
    <div className="flex items-baseline gap-2">
      <span className="w-12 shrink-0 font-strong text-label">{title}</span>
      <ScopeChips token={{ scopes: [...scopes], inherit: false }} />
    </div>
  );
}
