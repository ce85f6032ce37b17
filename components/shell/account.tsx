import { SignOutButton } from "./sign-out-button";
import { ThemeSwitch } from "./theme-switch";

/** Who is signed in, with the way out, and the theme: for the sheet, where there is room for all of it. */
export function Account({ name, email }: { name: string; email: string }) {
  return (
    <div className="flex flex-col gap-3">
      <ThemeSwitch className="w-full" />
      <div className="flex items-center justify-between gap-2 pl-2.5">
        <div className="min-w-0">
          <p className="truncate text-small">{name}</p>
          <p className="truncate text-label text-muted">{email}</p>
        </div>
        <SignOutButton />
      </div>
    </div>
  );
}
