"use client";

import { Keyboard, KeyRound, LogOut, Plus, ScanSearch } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { useState } from "react";
import { withoutSecret } from "@/components/forms/without-secret";
import { type Command, CommandPalette } from "@/components/ui/command-palette";
import { ask } from "./asked";
import { leave } from "./leave";
import { placeIcons } from "./nav";
import { type Fleet, placesOf } from "./places";
import { themes } from "./themes";
import { useFoundTokens } from "./use-found-tokens";

interface PaletteProps {
  fleets: readonly Fleet[];
  instanceAdmin: boolean;
  onClose: () => void;
}

/** Go to any page or token, create one, or ask which token a pasted secret belongs to. */
export default function Palette({ fleets, instanceAdmin, onClose }: PaletteProps) {
  const router = useRouter();
  const { setTheme } = useTheme();
  const [text, setText] = useState("");
  const found = useFoundTokens(text);

  function go(href: string) {
    onClose();
    router.push(href);
  }

  function then(work: () => void) {
    onClose();
    work();
  }

  const [own, ...admin] = placesOf(undefined, instanceAdmin);
  const pages: Command[] = [
    ...(own?.places ?? []).map((place) => ({ ...place, note: undefined })),
    ...fleets.flatMap((fleet) =>
      placesOf(fleet, false)
        .slice(1)
        .flatMap((group) => group.places.map((place) => ({ ...place, note: fleet.name }))),
    ),
    ...admin.flatMap((group) => group.places.map((place) => ({ ...place, note: "Admin" }))),
  ].map(({ href, label, icon, note }) => {
    const Icon = placeIcons[icon];
    return { id: href, label, note, icon: <Icon aria-hidden />, run: () => go(href) };
  });
  const deeds: Command[] = [
    {
      id: "create",
      label: "Create token",
      icon: <Plus aria-hidden />,
      keys: ["c"],
      run: () => go("/settings/tokens?create=true"),
    },
    {
      id: "which",
      label: "Which token is this?",
      icon: <ScanSearch aria-hidden />,
      run: () => go("/settings/tokens?which=true"),
    },
    ...themes.map((theme) => ({
      id: `theme-${theme.value}`,
      label: `Theme: ${theme.label.toLowerCase()}`,
      icon: theme.icon,
      run: () => then(() => setTheme(theme.value)),
    })),
    {
      id: "keys",
      label: "Keyboard shortcuts",
      icon: <Keyboard aria-hidden />,
      keys: ["?"],
      run: () => then(() => ask("keys")),
    },
    { id: "leave", label: "Sign out", icon: <LogOut aria-hidden />, run: () => then(leave) },
  ];
  const tokens: Command[] = found.tokens.map((token) => ({
    id: token.id,
    label: token.name,
    note: `${token.prefix}… · ${token.owner.name}`,
    icon: <KeyRound aria-hidden />,
    run: () => go(`/settings/tokens?status=all&token=${token.id}`),
  }));

  return (
    <CommandPalette
      label="Go to or find"
      placeholder="A page, a token’s name, or a secret to find its token"
      text={text}
      // Of a pasted secret nothing stays but what lists show.
      onText={(next) => setText(withoutSecret(next))}
      onClose={onClose}
      empty={<p>{found.waiting ? "Looking for tokens." : "No page, act or token has this name."}</p>}
      groups={[
        { value: "Go to", items: matching(pages, text) },
        { value: "Do", items: matching(deeds, text) },
        { value: "Tokens", items: tokens },
      ].filter((group) => group.items.length > 0)}
    />
  );
}

/** Every word that was typed begins a word of the command. */
function matching(commands: readonly Command[], text: string): Command[] {
  const typed = text.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter((command) => {
    const words = `${command.label} ${command.note ?? ""}`.toLowerCase().split(/[\s:]+/);
    return typed.every((start) => words.some((word) => word.startsWith(start)));
  });
}
