import type { CreateMachineBody, UpdateMachineInput } from "@/lib/machines/schema";
import { call, isNothing, isObject } from "../client";

export async function registerMachine(fleet: string, body: CreateMachineBody): Promise<void> {
  await call("POST", `/api/v1/fleets/${encodeURIComponent(fleet)}/machines`, body, isObject);
}

export async function updateMachine(fleet: string, id: string, body: UpdateMachineInput): Promise<void> {
  await call("PATCH", pathOf(fleet, id), body, isObject);
}

export function deregisterMachine(fleet: string, id: string): Promise<void> {
  return call("DELETE", pathOf(fleet, id), undefined, isNothing);
}

function pathOf(fleet: string, id: string): string {
  return `/api/v1/fleets/${encodeURIComponent(fleet)}/machines/${encodeURIComponent(id)}`;
}
