"use client";

import { announce } from "@/components/ui/toast";
import { registerMachine } from "@/lib/http/client/machines";
import { MachineDialog } from "./machine-dialog";

interface RegisterDialogProps {
  fleet: string;
  /** Those of the fleet; empty where the person may not see them. */
  namespaces: readonly string[];
  onClose: () => void;
  onRegistered: () => void;
}

export default function RegisterDialog({ fleet, namespaces, onClose, onRegistered }: RegisterDialogProps) {
  return (
    <MachineDialog
      title="Register machine"
      deed="Register machine"
      namespaces={namespaces}
      before={{
        name: "",
        namespace: namespaces.find((name) => name === "production") ?? namespaces[0] ?? "",
        hostname: null,
        tags: [],
      }}
      onClose={onClose}
      onSave={async (machine) => {
        await registerMachine(fleet, machine);
        announce(`Registered ${machine.name}.`);
        onRegistered();
      }}
    />
  );
}
