"use client";

import { type RefObject, useRef } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { useShownOnce } from "@/components/ui/use-shown-once";
import type { UserLink } from "@/lib/users/schema";

interface LinkDialogProps {
  name: string;
  link: UserLink;
  onClose: () => void;
  finalFocus: RefObject<HTMLElement | null> | (() => HTMLElement | null);
}

/** Shows an invite or reset link, once. It comes in from the state of the list and goes with the dialog. */
export default function LinkDialog({ name, link, onClose, finalFocus }: LinkDialogProps) {
  const { copied, asking, markCopied, keepOpen, close } = useShownOnce(onClose);
  const copyButton = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open
      sticky
      crossless
      onClose={() => close()}
      title={link.kind === "invite" ? `${name} is invited` : `A reset link for ${name}`}
      description={
        <>
          <strong className="font-strong text-ink">This is the only time you can see the link.</strong> Send
          it to {name} by a way that only they read: whoever has it chooses the password.
        </>
      }
      initialFocus={copyButton}
      finalFocus={finalFocus}
      footer={
        asking ? (
          <>
            <p role="alert" className="min-w-0 flex-1 basis-60 text-small">
              You have not copied it. A new one can be made at any time.
            </p>
            <Button tone="danger-plain" onClick={() => close(true)}>
              Close without it
            </Button>
            <Button tone="primary" onClick={keepOpen}>
              Keep it open
            </Button>
          </>
        ) : (
          <Button tone={copied ? "primary" : "plain"} onClick={() => close()}>
            Done
          </Button>
        )
      }
    >
      {/* Copying by hand counts. */}
      <div
        className="flex flex-col gap-3"
        onCopy={() => window.getSelection()?.toString().includes(link.link) && markCopied()}
      >
        <div className="flex flex-col gap-3 rounded-surface bg-accent-soft p-4 narrow:flex-row narrow:items-center narrow:justify-between">
          <code data-testid="link" className="wrap-anywhere min-w-0 select-all font-mono text-small">
            {link.link}
          </code>
          <CopyButton
            ref={copyButton}
            text={link.link}
            label="Copy the link"
            tone="primary"
            onCopied={markCopied}
          >
            Copy
          </CopyButton>
        </div>
        <p className="text-muted text-small">
          It works once and ends <RelativeTime at={link.expires_at} />. A new one ends this one.
        </p>
      </div>
    </Dialog>
  );
}
