import type { ComponentProps } from "react";
import { cn } from "./cn";

/**
 * Table pieces. Under 720 px a row becomes a small grid of its own (two lines, same order); the explicit roles keep
 * it a table for assistive technology whatever CSS makes of it.
 */
export function Table({ className, ...rest }: ComponentProps<"table">) {
  return (
    <table
      // biome-ignore lint/a11y/noRedundantRoles: another display takes the role away in some browsers
      role="table"
      {...rest}
      className={cn("w-full table-fixed border-collapse text-small max-narrow:block", className)}
    />
  );
}

export function TableHead({ className, ...rest }: ComponentProps<"thead">) {
  return (
    <thead
      // biome-ignore lint/a11y/noRedundantRoles: see Table
      role="rowgroup"
      {...rest}
      className={cn("sticky top-0 z-10 bg-canvas max-narrow:sr-only", className)}
    />
  );
}

export function TableBody({ className, ...rest }: ComponentProps<"tbody">) {
  // biome-ignore lint/a11y/noRedundantRoles: see Table
  return <tbody role="rowgroup" {...rest} className={cn("max-narrow:block", className)} />;
}

export function TableRow({ className, ...rest }: ComponentProps<"tr">) {
  return (
    <tr
      // biome-ignore lint/a11y/noRedundantRoles: see Table
      role="row"
      {...rest}
      className={cn(
        "group/row border-line border-b transition-colors max-narrow:grid",
        // Rows below the screen are laid out when they come near it; room at the sides for focus rings.
        "max-narrow:-mx-1 max-narrow:px-1 max-narrow:[contain-intrinsic-block-size:auto_57px] max-narrow:[content-visibility:auto]",
        className,
      )}
    />
  );
}

export function TableHeader({ className, ...rest }: ComponentProps<"th">) {
  return (
    <th
      // biome-ignore lint/a11y/noRedundantRoles: see Table
      role="columnheader"
      scope="col"
      {...rest}
      className={cn(
        "h-9 border-line border-b px-2 text-left font-plain text-label text-muted first:pl-0 last:pr-0",
        className,
      )}
    />
  );
}

export function TableCell({ className, ...rest }: ComponentProps<"td">) {
  return (
    <td
      // biome-ignore lint/a11y/noRedundantRoles: see Table
      role="cell"
      {...rest}
      className={cn(
        "h-11 px-2 py-1 align-middle max-narrow:h-auto first:pl-0 last:pr-0 max-narrow:p-0",
        className,
      )}
    />
  );
}
