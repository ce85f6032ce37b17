import { connectDatabase } from "@/lib/database/client";
import { env } from "@/lib/env";
import { listenForJudging } from "./judging-server";

connectDatabase(env().database?.url ?? "");
const { port } = await listenForJudging();
process.send?.(port);
