export { introspect as POST } from "@/lib/http/introspect";
