"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { ThemeProvider } from "next-themes";
import type { ReactNode } from "react";
import { Tips } from "@/components/ui/tips";

/**
 * What every page needs around it. `nonce` lets the theme's script run under the content security policy. Not
 * `disableTransitionOnChange`: it would have every element styled anew, twice, on each load.
 */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements {...(nonce === undefined ? {} : { nonce })}>
      <ThemeProvider attribute="data-theme" defaultTheme="system" {...(nonce === undefined ? {} : { nonce })}>
        {children}
        <Tips />
      </ThemeProvider>
    </CSPProvider>
  );
}
