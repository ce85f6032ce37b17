"use client";

import { announce } from "@/components/ui/toast";
import { updateMachine } from "@/lib/http/client/machines";
import type { MachineView } from "@/lib/machines/schema";
import { MachineDialog } from "./machine-dialog";

interface EditDialogProps {
  fleet: string;
  machine: MachineView;
  namespaces: readonly string[];
  onClose: () => void;
  onChanged: () => void;
  finalFocus: () => HTMLElement | null;
}

export default function EditDialog(props: EditDialogProps) {
  const { fleet, machine, namespaces, onClose, onChanged, finalFocus } = props;
  const { name, namespace, hostname, tags } = machine;
  return (
    <MachineDialog
      title={`Edit ${name}`}
      deed="Save changes"
      namespaces={namespaces}
      before={{ name, namespace, hostname, tags }}
      onClose={onClose}
      finalFocus={finalFocus}
      onSave={async (edited, changed) => {
        // Only what was changed here: somebody else may be changing the rest.
        if (changed.length > 0) {
          await updateMachine(
            fleet,
            machine.id,
            Object.fromEntries(changed.map((key) => [key, edited[key]])),
          );
          announce(`Saved ${edited.name}.`);
        }
        onChanged();
      }}
    />
  );
}
