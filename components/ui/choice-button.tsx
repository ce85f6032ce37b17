"use client";

import { ChevronDown } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "./button";

const loadMenu = () => import("./choice-menu");
const ChoiceMenu = lazy(loadMenu);

interface ChoiceButtonProps {
  /** What is chosen: "Namespace". */
  label: string;
  /** The first is what stands when nothing is chosen. */
  choices: readonly { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
}

/** One of several for a list's filter, folded into a button that says what is chosen. */
export function ChoiceButton({ label, choices, value, onChange }: ChoiceButtonProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const chosen = choices.find((choice) => choice.value === value) ?? choices[0];
  return (
    <>
      <Button
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onPointerEnter={loadMenu}
        onFocus={loadMenu}
        onClick={(event) => setAnchor(event.currentTarget)}
        className="max-w-full aria-expanded:bg-hover"
      >
        <span className="font-plain text-muted">{label}</span>
        <span className="truncate">{chosen?.label}</span>
        <ChevronDown aria-hidden />
      </Button>
      {anchor && (
        <Suspense>
          <ChoiceMenu
            label={label}
            choices={choices}
            value={value}
            onChange={onChange}
            anchor={anchor}
            onClose={() => setAnchor(null)}
          />
        </Suspense>
      )}
    </>
  );
}
