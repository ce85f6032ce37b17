import { redirect } from "next/navigation";
import { pageCaller } from "@/lib/sessions/page";

export default async function Home() {
  redirect((await pageCaller()) ? "/settings/tokens" : "/sign-in");
}
