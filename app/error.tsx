"use client";

import { Bare } from "@/components/shell/bare";
import { Failure } from "@/components/shell/failure";

export default function RootFailure(props: { error: unknown; retry: () => void }) {
  return (
    <Bare>
      <Failure {...props} />
    </Bare>
  );
}
