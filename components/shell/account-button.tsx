"use client";

import { ChevronsUpDown } from "lucide-react";
import { lazy, Suspense, useState } from "react";

const loadMenu = () => import("./account-menu");
const AccountMenu = lazy(loadMenu);

/** Who is signed in; opens what belongs to them: theme, keys, the way out. */
export function AccountButton({ name, email }: { name: string; email: string }) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <button
        type="button"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        data-tip={email}
        onPointerEnter={loadMenu}
        onFocus={loadMenu}
        onClick={(event) => setAnchor(event.currentTarget)}
        className="flex w-full items-center gap-2.5 rounded-control p-1.5 text-left transition-colors hover:bg-hover aria-expanded:bg-hover max-wide:justify-center max-wide:p-1"
      >
        <span
          aria-hidden
          className="flex size-7 shrink-0 items-center justify-center rounded-full bg-hover font-strong text-label uppercase"
        >
          {[...name][0]}
        </span>
        <span className="min-w-0 flex-1 max-wide:sr-only">
          <span className="sr-only">Account: </span>
          <span className="block truncate text-small">{name}</span>
          <span className="block truncate text-label text-muted">{email}</span>
        </span>
        <ChevronsUpDown className="size-4 shrink-0 text-muted max-wide:hidden" aria-hidden />
      </button>
      {anchor && (
        <Suspense>
          <AccountMenu anchor={anchor} onClose={() => setAnchor(null)} />
        </Suspense>
      )}
    </>
  );
}
