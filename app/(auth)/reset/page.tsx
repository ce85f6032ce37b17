import { PasswordLinkForm } from "@/components/auth/password-link-form";

export const metadata = { title: "New password", referrer: "no-referrer" as const };

export default function Reset() {
  return <PasswordLinkForm kind="reset" />;
}
