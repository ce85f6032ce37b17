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
    <div className={cn("flex items-start gap-1 rounded-control bg-sunken pr-1.5", className)}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="min-w-0 flex-1 overflow-x-auto rounded-control p-3 font-mono text-small">
        <code>{code}</code>
      </pre>
      <div className="py-1.5">
        <CopyButton
          text={code}
          label={copyLabel}
          tone="quiet"
          size="icon-small"
          {...(onCopied ? { onCopied } : {})}
        />
      </div>
    </div>
  );
}
