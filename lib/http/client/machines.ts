import type { CreateMachineBody } from "@/lib/machines/schema";
import { call, isNothing, isObject } from "../client";

export async function registerMachine(fleet: string, body: CreateMachineBody): Promise<void> {
  await call("POST", `/api/v1/fleets/${encodeURIComponent(fleet)}/machines`, body, isObject);
}

export function deregisterMachine(fleet: string, id: string): Promise<void> {
  const path = `/api/v1/fleets/${encodeURIComponent(fleet)}/machines/${encodeURIComponent(id)}`;
  return call("DELETE", path, undefined, isNothing);
}
