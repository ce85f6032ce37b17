import { handleAuth } from "@/lib/sessions/auth-routes";

export { handleAuth as GET, handleAuth as POST };
