"use client";

import { Plus } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Combobox, MultiCombobox } from "@/components/ui/combobox";
import { Disclosure } from "@/components/ui/disclosure";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { PasswordInput } from "@/components/ui/password-input";
import { SearchInput } from "@/components/ui/search-input";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { Group } from "./group";

const tones = ["primary", "plain", "quiet", "danger", "danger-plain"] as const;
const places = ["amsterdam", "berlin", "dublin", "frankfurt", "lisbon", "oslo", "paris", "vienna"];
const never = () => () => {};

export function Controls() {
  const [segment, setSegment] = useState("one");
  const [choice, setChoice] = useState("quarter");
  const [place, setPlace] = useState<string | null>("berlin");
  const [some, setSome] = useState(["berlin", "oslo"]);
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <>
      <Group title="Button">
        {([{}, { disabled: true }, { pending: true }] as const).map((state) => (
          <div key={Object.keys(state).join()} className="flex flex-wrap gap-2">
            {tones.map((tone) => (
              <Button key={tone} tone={tone} {...state}>
                Save {tone}
              </Button>
            ))}
          </div>
        ))}
        <div className="flex flex-wrap items-center gap-2">
          <Button size="small">Small</Button>
          <Button tone="primary">
            <Plus aria-hidden />
            With a mark
          </Button>
          <Button size="large">Large</Button>
          <Button size="icon" aria-label="Add">
            <Plus aria-hidden />
          </Button>
        </div>
      </Group>
      <Group title="Field">
        <Field label="Plain" help="What belongs in here.">
          <Input defaultValue="berlin-1" />
        </Field>
        <Field label="With a caution" hint="Nobody will know what this was.">
          <Input defaultValue="test" />
        </Field>
        <Field label="With an error" error="Enter a name.">
          <Input />
        </Field>
        <Field label="Not now" note="optional">
          <Input disabled defaultValue="cannot be changed" />
        </Field>
        <Field label="Several lines">
          <Textarea defaultValue={"first\nsecond"} />
        </Field>
        <Field label="Password">
          <PasswordInput defaultValue="not shown" autoComplete="off" />
        </Field>
        <SearchInput label="Search" placeholder="Search" />
      </Group>
      <Group title="Choices">
        <div className="flex gap-4">
          <Checkbox aria-label="off" />
          <Checkbox aria-label="on" defaultChecked />
          <Checkbox aria-label="disabled" disabled />
        </div>
        <Segmented
          label="Segments"
          value={segment}
          onChange={setSegment}
          segments={[
            { value: "one", label: "One", count: 12 },
            { value: "two", label: "Two", count: 0 },
            { value: "three", label: "Three" },
          ]}
        />
        {inBrowser && (
          <>
            <Field label="Select">
              <Select
                value={choice}
                onChange={setChoice}
                options={[
                  { value: "never", label: "Never" },
                  { value: "quarter", label: "Every 90 days", note: "production" },
                  { value: "year", label: "Every year" },
                ]}
              />
            </Field>
            <Field label="Combobox">
              <Combobox options={places} value={place} onChange={setPlace} />
            </Field>
            <Field label="Combobox for several" error="Name at least one.">
              <MultiCombobox options={places} value={some} onChange={setSome} placeholder="Type a name" />
            </Field>
          </>
        )}
        <Disclosure title="Advanced" note="Seldom needed">
          <p>What was folded away.</p>
        </Disclosure>
      </Group>
    </>
  );
}
