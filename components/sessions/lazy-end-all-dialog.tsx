"use client";

import { type ComponentProps, lazy, Suspense } from "react";

const Dialog = lazy(() => import("./end-all-dialog"));

export function EndAllDialog(props: ComponentProps<typeof Dialog>) {
  return (
    <Suspense>
      <Dialog {...props} />
    </Suspense>
  );
}
