import { notFound } from "next/navigation";

export const metadata = { title: "Design" };

/** All pieces in all states, for whoever builds with them. In production there is no such page, and no code of it. */
export default async function Design() {
  if (process.env.NODE_ENV !== "production") {
    const { Gallery } = await import("@/components/design/gallery");
    return <Gallery />;
  }
  notFound();
}
