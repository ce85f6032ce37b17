export function SkipLink() {
  return (
    <a
      href="#content"
      className="sr-only rounded-control bg-accent px-3 py-2 font-strong text-on-accent text-small focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
    >
      Skip to the content
    </a>
  );
}
