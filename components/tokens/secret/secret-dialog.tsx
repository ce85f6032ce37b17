"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { type CloseReason, Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tabs } from "@/components/ui/tabs";
import type { CreatedToken } from "@/lib/tokens/schema";
import { summaryOfToken } from "../create/summary";
import { actionsSnippet, curlSnippet, environmentSnippet } from "./snippets";

interface SecretDialogProps {
  created: CreatedToken;
  rotated: boolean;
  onClose: () => void;
  returnTo: RefObject<HTMLElement | null>;
}

/**
 * Shows the secret, once. It comes in as a prop from the state of the list and is stored nowhere; with the dialog it
 * is gone. Closing it without having copied asks once.
 */
export default function SecretDialog({ created, rotated, onClose, returnTo }: SecretDialogProps) {
  const [copied, setCopied] = useState(false);
  const [asked, setAsked] = useState(false);
  const copyButton = useRef<HTMLButtonElement>(null);
  const origin = window.location.origin;

  // The browser asks too, when the page is left before the secret was copied.
  useEffect(() => {
    if (copied) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [copied]);

  function close(reason?: CloseReason) {
    if (copied || (asked && reason === undefined)) onClose();
    else setAsked(true);
  }

  return (
    <Dialog
      open
      sticky
      crossless
      onClose={close}
      title={rotated ? `The new secret of ${created.name}` : `${created.name} is ready`}
      description={
        <>
          <strong className="font-strong text-ink">This is the only time you can see it.</strong> Copy it to
          where it will be used.
        </>
      }
      width="wide"
      initialFocus={copyButton}
      finalFocus={returnTo}
      footer={
        asked && !copied ? (
          <>
            <p role="alert" className="min-w-0 flex-1 basis-60 text-small">
              You have not copied it. Without it this token is of no use.
            </p>
            <Button tone="danger-plain" onClick={() => close()}>
              Close without it
            </Button>
            <Button tone="primary" onClick={() => setAsked(false)}>
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
        className="flex flex-col gap-5"
        onCopy={() => window.getSelection()?.toString().includes(created.token) && setCopied(true)}
      >
        <div className="flex flex-col gap-3 rounded-surface bg-accent-soft p-4 narrow:flex-row narrow:items-center narrow:justify-between">
          <code data-testid="secret" className="wrap-anywhere min-w-0 select-all font-mono text-body">
            {created.token}
          </code>
          <CopyButton
            ref={copyButton}
            text={created.token}
            label="Copy the secret"
            tone="primary"
            onCopied={() => setCopied(true)}
          >
            Copy
          </CopyButton>
        </div>
        {rotated && created.rotation === null && (
          <Notice tone="caution">The old secret has ended. Whatever still sends it is refused.</Notice>
        )}
        {rotated && created.rotation && (
          <Notice>
            The old secret, <span className="font-mono">{created.rotation.old_prefix}…</span>, works until{" "}
            <RelativeTime at={created.rotation.old_expires_at} limitDays={0} />. The token’s details show who
            still uses it.
          </Notice>
        )}
        <p className="text-muted text-small">
          {summaryOfToken(created)} If it leaks, rotate or revoke it: what still uses it is refused at once,
          and the log shows who did.
        </p>
        <Tabs
          label="Where it goes"
          tabs={[
            {
              value: "curl",
              label: "curl",
              content: (
                <CodeBlock
                  code={curlSnippet(origin, created.token)}
                  copyLabel="Copy the command with the secret"
                  onCopied={() => setCopied(true)}
                />
              ),
            },
            {
              value: "actions",
              label: "GitHub Actions",
              content: (
                <div className="flex flex-col gap-2">
                  <p className="text-muted text-small">
                    Store the secret in the repository’s settings as the Actions secret{" "}
                    <code className="font-mono text-ink">CABINET_TOKEN</code>, then:
                  </p>
                  <CodeBlock code={actionsSnippet(origin)} copyLabel="Copy the step" />
                </div>
              ),
            },
            {
              value: "environment",
              label: "Environment file",
              content: (
                <CodeBlock
                  code={environmentSnippet(origin, created.token)}
                  copyLabel="Copy the lines with the secret"
                  onCopied={() => setCopied(true)}
                />
              ),
            },
          ]}
        />
      </div>
    </Dialog>
  );
}
