"use client";

import { useRouter } from "next/navigation";
import { lazy, type RefObject, Suspense } from "react";
import type { MachineView } from "@/lib/machines/schema";
import type { MachineDeed } from "./machine-menu";

// What opens on demand loads on demand, a moment before: when a pointer or the focus comes near.
export const loadRegister = () => import("./register-dialog");
const RegisterDialog = lazy(loadRegister);
const loadEdit = () => import("./edit-dialog");
const EditDialog = lazy(loadEdit);
const DeregisterDialog = lazy(() => import("./deregister-dialog"));
export const loadMenu = () => import("./machine-menu");
const MachineMenu = lazy(loadMenu);

export type Open =
  | { what: "register" }
  | { what: "menu" | MachineDeed; machine: MachineView; anchor: HTMLElement };

interface OverlaysProps {
  fleet: string;
  namespaces: readonly string[];
  open: Open | null;
  setOpen: (open: Open | null | ((now: Open | null) => Open | null)) => void;
  registerButton: RefObject<HTMLElement | null>;
}

/** The dialogs and the menu of the machines page; one at a time. */
export function Overlays({ fleet, namespaces, open, setOpen, registerButton }: OverlaysProps) {
  const router = useRouter();
  const close = () => setOpen(null);

  function changed() {
    close();
    router.refresh();
  }

  return (
    <Suspense>
      {open?.what === "register" && (
        <RegisterDialog fleet={fleet} namespaces={namespaces} onClose={close} onRegistered={changed} />
      )}
      {open?.what === "menu" && (
        <MachineMenu
          machine={open.machine}
          anchor={open.anchor}
          onChoose={(what) => setOpen({ ...open, what })}
          onClose={() => setOpen((now) => (now?.what === "menu" ? null : now))}
        />
      )}
      {open?.what === "edit" && (
        <EditDialog
          fleet={fleet}
          machine={open.machine}
          namespaces={namespaces}
          onClose={close}
          onChanged={changed}
          finalFocus={() => (open.anchor.isConnected ? open.anchor : registerButton.current)}
        />
      )}
      {open?.what === "deregister" && (
        <DeregisterDialog
          fleet={fleet}
          machine={open.machine}
          anchor={open.anchor}
          fallback={registerButton}
          onClose={close}
          onDeregistered={changed}
        />
      )}
    </Suspense>
  );
}
