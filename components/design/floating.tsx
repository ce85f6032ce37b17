"use client";

import { CirclePlay, Pencil, Trash } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { CommandPalette } from "@/components/ui/command-palette";
import { Dialog } from "@/components/ui/dialog";
import { Keys } from "@/components/ui/keys";
import { Menu, MenuChoice, MenuItem, MenuSeparator } from "@/components/ui/menu";
import { Popover } from "@/components/ui/popover";
import { Sheet } from "@/components/ui/sheet";
import { announce } from "@/components/ui/toast";
import { Group } from "./group";

type What = "menu" | "popover" | "dialog" | "sheet" | "palette";

const all: readonly What[] = ["menu", "popover", "dialog", "sheet", "palette"];

export function Floating() {
  const [open, setOpen] = useState<{ what: What; anchor: HTMLElement } | null>(null);
  const [choice, setChoice] = useState("one");
  const [text, setText] = useState("");
  const close = () => setOpen(null);
  const command = (id: string, label: string) => ({ id, label, run: close, keys: [id] });
  const piece: Record<What, (anchor: HTMLElement) => ReactNode> = {
    menu: (anchor) => (
      <Menu anchor={anchor} onClose={close} label="A menu" align="start">
        <MenuItem icon={<Pencil aria-hidden />} onSelect={close}>
          Edit
        </MenuItem>
        <MenuItem icon={<CirclePlay aria-hidden />} onSelect={close}>
          Start
        </MenuItem>
        <MenuSeparator />
        <MenuChoice
          label="Order"
          value={choice}
          onChange={setChoice}
          choices={[
            { value: "one", label: "By name" },
            { value: "two", label: "By age" },
          ]}
        />
        <MenuSeparator />
        <MenuItem icon={<Trash aria-hidden />} tone="danger" onSelect={close}>
          End
        </MenuItem>
      </Menu>
    ),
    popover: (anchor) => (
      <Popover anchor={anchor} onClose={close} title="The rest">
        <p className="text-small">What did not fit.</p>
      </Popover>
    ),
    dialog: () => (
      <Dialog
        open
        onClose={close}
        title="A dialog"
        description="One sentence about it."
        footer={
          <>
            <Button onClick={close}>Cancel</Button>
            <Button tone="primary" onClick={close}>
              Save it
            </Button>
          </>
        }
      >
        <p>Its body scrolls, its foot stays.</p>
      </Dialog>
    ),
    sheet: () => (
      <Sheet open onClose={close} title="A sheet" footer={<Button onClick={close}>Close</Button>}>
        <p>At the side of what it is about.</p>
      </Sheet>
    ),
    palette: () => (
      <CommandPalette
        label="Commands"
        placeholder="Type"
        text={text}
        onText={setText}
        empty={<p>Nothing matches.</p>}
        onClose={close}
        groups={[
          { value: "Go to", items: [command("a", "First page"), command("b", "Second page")] },
          { value: "Do", items: [command("c", "Create one")] },
        ]}
      />
    ),
  };
  return (
    <Group title="What floats">
      <div className="flex flex-wrap gap-2">
        {all.map((what) => (
          <Button key={what} onClick={(event) => setOpen({ what, anchor: event.currentTarget })}>
            Open the {what}
          </Button>
        ))}
        <Button data-tip={"More about this button,\nin two lines"}>With a tooltip</Button>
        <Button onClick={() => announce("Saved it.")}>Say something good</Button>
        <Button onClick={() => announce("It was not saved.", "danger")}>Say something bad</Button>
      </div>
      <Keys keys={["⌘", "K"]} />
      {open && piece[open.what](open.anchor)}
    </Group>
  );
}
