"use client";

import { FieldGroup } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import type { Scope } from "@/lib/access/catalog";
import { type Choices, idleInNamespaces, onlyFleet } from "./reach";
import { SomeOf } from "./some-of";

interface WhereFieldProps {
  choices: Choices;
  fleets: readonly string[] | null;
  namespaces: readonly string[] | null;
  onFleets: (fleets: string[] | null) => void;
  onNamespaces: (namespaces: string[] | null) => void;
  scopes: readonly Scope[];
  fleetsError: string | undefined;
  namespacesError: string | undefined;
}

/** Fleets where there are several; namespaces where one fleet is reached. Nothing chosen limits nothing. */
export function WhereField(props: WhereFieldProps) {
  const { choices, fleets, namespaces, onFleets, onNamespaces, scopes } = props;
  const fleet = onlyFleet(choices, fleets);
  const idle = namespaces === null ? [] : idleInNamespaces(scopes);
  return (
    <>
      {choices.fleets.length > 1 && (
        <FieldGroup
          label="Fleets"
          error={props.fleetsError}
          {...(fleets === null ? { help: "Also in fleets that you join later." } : {})}
        >
          <Segmented
            label="Fleets"
            value={fleets === null ? "all" : "some"}
            onChange={(next) => onFleets(next === "all" ? null : [])}
            segments={[
              { value: "all", label: "All my fleets" },
              { value: "some", label: "Chosen fleets" },
            ]}
          />
          {fleets !== null && (
            <SomeOf
              label="Chosen fleets"
              options={choices.fleets.map(({ slug, name }) => ({ value: slug, label: name }))}
              value={fleets}
              onChange={onFleets}
            />
          )}
        </FieldGroup>
      )}
      {fleet && fleet.namespaces.length > 0 && (
        <FieldGroup
          label={choices.fleets.length > 1 ? `Namespaces of ${fleet.name}` : "Namespaces"}
          error={props.namespacesError}
          {...(idle.length > 0
            ? { hint: `Within namespaces ${idle.join(", ")} opens nothing: it stands outside of them.` }
            : {})}
        >
          <Segmented
            label="Namespaces"
            value={namespaces === null ? "all" : "some"}
            onChange={(next) => onNamespaces(next === "all" ? null : [])}
            segments={[
              { value: "all", label: "All" },
              { value: "some", label: "Chosen namespaces" },
            ]}
          />
          {namespaces !== null && (
            <SomeOf
              label="Chosen namespaces"
              options={fleet.namespaces.map((name) => ({ value: name, label: name }))}
              value={namespaces}
              onChange={onNamespaces}
            />
          )}
        </FieldGroup>
      )}
    </>
  );
}
