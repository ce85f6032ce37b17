import { announce } from "@/components/ui/toast";
import { asApiError } from "@/lib/http/client";
import { signOut } from "@/lib/http/client/sessions";

/** Signs out. @returns whether it worked; then the page is already going away. */
export async function leave(): Promise<boolean> {
  try {
    await signOut();
  } catch (error) {
    announce(`You are still signed in. ${asApiError(error).message}`, "danger");
    return false;
  }
  // A full load: nothing of what was seen stays in memory.
  window.location.assign("/sign-in");
  return true;
}
