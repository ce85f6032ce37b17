import { ChevronLeft, ChevronRight } from "lucide-react";
import { Button } from "./button";

interface PagerProps {
  /** "50 of 312" */
  line: string;
  first: boolean;
  next: string | null;
  onPrevious: () => void;
  onNext: (cursor: string) => void;
}

/** Pages by cursor: no numbers, because there are none. */
export function Pager({ line, first, next, onPrevious, onNext }: PagerProps) {
  if (first && next === null) return null;
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-4">
      <p className="text-muted text-small tabular-nums">{line}</p>
      <div className="flex gap-2">
        <Button disabled={first} onClick={onPrevious}>
          <ChevronLeft aria-hidden />
          Previous
        </Button>
        <Button disabled={next === null} onClick={() => next !== null && onNext(next)}>
          Next
          <ChevronRight aria-hidden />
        </Button>
      </div>
    </nav>
  );
}
