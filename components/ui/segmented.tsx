"use client";

import { type ReactNode, useId } from "react";
import { cn } from "./cn";

export interface Segment<V extends string> {
  value: V;
  label: ReactNode;
  /** A number after the label, quieter. */
  count?: number;
  /** Shows `label` to nobody but screen readers; this is seen instead. */
  icon?: ReactNode;
}

interface SegmentedProps<V extends string> {
  /** What the choice is about. */
  label: string;
  segments: readonly Segment<V>[];
  value: V;
  onChange: (value: V) => void;
  className?: string;
  segmentClassName?: string;
}

/** One of a few, all visible: a radio group that looks like a control. Arrow keys move, as in any radio group. */
export function Segmented<V extends string>({
  label,
  segments,
  value,
  onChange,
  className,
  segmentClassName,
}: SegmentedProps<V>) {
  const name = useId();
  return (
    <fieldset
      aria-label={label}
      className={cn("flex w-fit max-w-full gap-0.5 rounded-control bg-sunken p-0.5", className)}
    >
      {segments.map((segment) => (
        <label
          key={segment.value}
          className={cn(
            "relative flex h-7 grow items-center justify-center gap-1.5 whitespace-nowrap rounded-mark px-2.5 text-muted text-small",
            "transition-colors hover:text-ink has-checked:bg-raised has-checked:font-strong has-checked:text-ink",
            "has-checked:ring-1 has-checked:ring-line has-focus-visible:outline-2 has-focus-visible:outline-focus",
            segmentClassName,
          )}
        >
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            onChange={() => onChange(segment.value)}
            className="absolute inset-0 appearance-none opacity-0"
          />
          {segment.icon}
          <span className={cn(segment.icon !== undefined && "sr-only")}>{segment.label}</span>
          {segment.count !== undefined && (
            <span className="font-plain text-muted tabular-nums">{segment.count}</span>
          )}
        </label>
      ))}
    </fieldset>
  );
}
