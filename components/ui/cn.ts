import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

/** Knows our own sizes: without this `text-small` and `text-muted` would push each other out. */
const merge = extendTailwindMerge({
  extend: {
    theme: {
      text: ["label", "small", "body", "title"],
      "font-weight": ["plain", "strong"],
      radius: ["mark", "control", "surface"],
      shadow: ["float"],
    },
  },
});

/** Joins class names; of two that set the same thing the later one wins. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
