import { signIn } from "@/lib/http/client/sessions";

/**
 * After a link was spent: forgets its secret, signs in with the new password and goes on. A full load, so that what an
 * earlier session saw is gone from memory.
 */
export async function signInAfter(email: string, password: string, goTo: string): Promise<void> {
  window.history.replaceState(null, "", window.location.pathname);
  const signedIn = await signIn(email, password).then(
    () => true,
    () => false,
  );
  window.location.assign(signedIn ? goTo : "/sign-in");
}
