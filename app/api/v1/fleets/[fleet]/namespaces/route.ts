import { createNamespace } from "@/lib/fleets/create-namespace";
import { listNamespaces } from "@/lib/fleets/list-namespaces";
import { createNamespaceSchema, listNamespacesSchema } from "@/lib/fleets/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  { action: "namespaces.list", query: listNamespacesSchema },
  ({ caller, params, query }) => listNamespaces(caller, params.fleet, query),
);

export const POST = route(
  { action: "namespaces.create", status: 201, body: createNamespaceSchema },
  ({ caller, params, body }) => createNamespace(caller, params.fleet, body),
);
