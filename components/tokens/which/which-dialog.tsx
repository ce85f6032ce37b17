"use client";

import { type RefObject, useRef, useState } from "react";
import { FailureNotice } from "@/components/forms/failure-notice";
import { useAction } from "@/components/forms/use-action";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { whichToken } from "@/lib/http/client/tokens";
import type { FoundToken, TokenView } from "@/lib/tokens/schema";
import type { TokenDeed, Whose } from "../whose";
import { askedIn, prefixOf } from "./asked";
import { Found } from "./found";

interface WhichDialogProps {
  whose: Whose;
  onClose: () => void;
  onDeed: (what: TokenDeed, token: TokenView) => void;
  onDetails: (token: TokenView) => void;
  returnTo: RefObject<HTMLElement | null>;
}

/**
 * Tells whose a found secret is. The field is the browser's own and is emptied before the question is asked: what was
 * pasted never comes into the page's state, and goes out in one request's body.
 */
export default function WhichDialog({ whose, onClose, onDeed, onDetails, returnTo }: WhichDialogProps) {
  const field = useRef<HTMLInputElement>(null);
  const { pending, error, run } = useAction();
  const [wrong, setWrong] = useState(false);
  const [answer, setAnswer] = useState<{ prefix: string; found: readonly FoundToken[] } | null>(null);

  function look() {
    const text = field.current?.value ?? "";
    const asked = askedIn(text);
    if (text.trim() === "" || pending) return;
    if (field.current) field.current.value = "";
    setWrong(asked === null);
    setAnswer(null);
    if (asked !== null)
      void run(async () => setAnswer({ prefix: prefixOf(asked), found: await whichToken(asked) }));
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title="Which token is this?"
      description="Paste a secret that turned up somewhere, or its beginning. It is sent to nobody but this cabinet, and kept nowhere."
      finalFocus={returnTo}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button tone={answer ? "plain" : "primary"} type="submit" form="which-token" pending={pending}>
            Find token
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <form
          id="which-token"
          onSubmit={(event) => {
            event.preventDefault();
            look();
          }}
        >
          <Field
            label="Secret or prefix"
            error={
              wrong
                ? "No secret of this cabinet: they begin with cab_pat_ or cab_flt_ and at least 6 more characters."
                : undefined
            }
          >
            <Input
              ref={field}
              name="found"
              placeholder="cab_pat_…"
              autoComplete="off"
              autoCapitalize="none"
              autoCorrect="off"
              spellCheck={false}
              className="font-mono"
              // Whoever pastes has nothing more to say.
              onPaste={() => setTimeout(look)}
            />
          </Field>
        </form>
        <div aria-live="polite" className="flex flex-col gap-3 empty:hidden">
          {answer?.found.length === 0 && (
            <p className="text-muted">
              <span className="font-mono text-ink">{answer.prefix}…</span> belongs to no token that you may
              see. An instance admin sees them all.
            </p>
          )}
          {answer?.found.map((found) => (
            <Found
              key={found.token.id + found.secret.created_at}
              found={found}
              whose={whose}
              onDeed={onDeed}
              onDetails={onDetails}
            />
          ))}
        </div>
        <FailureNotice error={error} />
      </div>
    </Dialog>
  );
}
