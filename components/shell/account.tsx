import { cn } from "@/components/ui/cn";
import { SignOutButton } from "./sign-out-button";
import { ThemeSwitch } from "./theme-switch";

interface AccountProps {
  name: string;
  email: string;
  shrinks: boolean;
}

/** Who is signed in, with the way out, and the theme. */
export function Account({ name, email, shrinks }: AccountProps) {
  return (
    <div className={cn("flex flex-col gap-3", shrinks && "max-wide:flex-col-reverse max-wide:items-center")}>
      <ThemeSwitch className={cn(shrinks ? "w-full max-wide:w-auto max-wide:flex-col" : "w-full")} />
      <div className="flex items-center justify-between gap-2 pl-2.5 max-wide:pl-0">
        <div className={cn("min-w-0", shrinks && "max-wide:sr-only")} title={email}>
          <p className="truncate text-small">{name}</p>
          <p className="truncate text-label text-muted">{email}</p>
        </div>
        <SignOutButton />
      </div>
    </div>
  );
}
