import type { ReactNode } from "react";
import { Bare } from "@/components/shell/bare";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return <Bare>{children}</Bare>;
}
