import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False until the page's script runs: until then a form would be posted by the browser itself, and lost. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
