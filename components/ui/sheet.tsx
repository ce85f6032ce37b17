"use client";

import type { ComponentProps } from "react";
import { Dialog } from "./dialog";

/** A dialog at the side of what it is about: for looking closer without losing the place. */
export function Sheet(props: Omit<ComponentProps<typeof Dialog>, "shape" | "width">) {
  return <Dialog {...props} shape="side" />;
}
