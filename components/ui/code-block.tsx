import { cn } from "./cn";
import { CopyButton } from "./copy-button";

interface CodeBlockProps {
  code: string;
  /** What it is, for the copy button: "Copy the command". */
  copyLabel: string;
  onCopied?: () => void;
  className?: string;
}

/** A few lines to copy. The one thing that may scroll sideways. */
export function CodeBlock({ code, copyLabel, onCopied, className }: CodeBlockProps) {
  return (
    <div className={cn("relative rounded-control bg-sunken", className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto rounded-control p-3 pr-11 font-mono text-small">
        <code>{code}</code>
      </pre>
      <div className="absolute top-1.5 right-1.5">
        <CopyButton
          text={code}
          label={copyLabel}
          tone="quiet"
          size="icon-small"
          className="bg-sunken"
          {...(onCopied ? { onCopied } : {})}
        />
      </div>
    </div>
  );
}
