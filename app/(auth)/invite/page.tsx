import { PasswordLinkForm } from "@/components/auth/password-link-form";

export const metadata = { title: "Welcome", referrer: "no-referrer" as const };

export default function Invite() {
  return <PasswordLinkForm kind="invite" />;
}
