"use client";

import { TriangleAlert } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Status } from "@/components/ui/status";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { Group } from "./group";

const rows = ["berlin-1", "a-name-of-sixty-three-characters-which-is-as-long-as-it-may-become-x", "oslo-2"];

export function Showing() {
  return (
    <>
      <Group title="Status and chips">
        <div className="flex flex-wrap gap-4">
          <Status tone="good" shape="full">
            Active
          </Status>
          <Status tone="caution" shape="half" tip="More about it">
            9 days left
          </Status>
          <Status tone="caution" shape="pause">
            Paused
          </Status>
          <Status tone="quiet" shape="ring">
            Expired
          </Status>
          <Status tone="danger" shape="cross">
            Refused
          </Status>
        </div>
        <div className="flex flex-wrap gap-1">
          <Chip>plain</Chip>
          <Chip mono>mono</Chip>
          <Chip tone="accent">accent</Chip>
          <Chip tone="caution" mono>
            <TriangleAlert className="size-3" aria-hidden />
            caution
          </Chip>
        </div>
      </Group>
      <Group title="Times">
        <p className="flex gap-4">
          <RelativeTime at="2026-11-22T11:57:00Z" />
          <RelativeTime at="2026-11-30T11:57:00Z" />
          <RelativeTime at="2025-11-30T11:57:00Z" />
        </p>
      </Group>
      <Group title="Table">
        <Table aria-label="Places">
          <TableHead>
            <TableRow>
              <TableHeader>Name</TableHeader>
              <TableHeader className="w-24 text-right">Count</TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map((row, index) => (
              <TableRow key={row} className="grid-cols-[minmax(0,1fr)_auto] hover:bg-surface">
                <TableCell className="truncate">{row}</TableCell>
                <TableCell className="text-right tabular-nums">{index * 17}</TableCell>
              </TableRow>
            ))}
            <TableRow className="grid-cols-[minmax(0,1fr)_auto]">
              <TableCell>
                <Skeleton className="w-40" />
              </TableCell>
              <TableCell className="text-right">
                <Skeleton className="w-8" />
              </TableCell>
            </TableRow>
          </TableBody>
        </Table>
      </Group>
      <Group title="Code">
        <Tabs
          label="Ways"
          tabs={[
            { value: "a", label: "curl", content: <CodeBlock code="curl …" copyLabel="Copy the command" /> },
            { value: "b", label: "file", content: <CodeBlock code="KEY=value" copyLabel="Copy the lines" /> },
          ]}
        />
        <div>
          <CopyButton text="copied text" label="Copy the text">
            Copy
          </CopyButton>
        </div>
      </Group>
    </>
  );
}
