"use client";

/**
 * Forms check with the very schemas of the server. zod looks for eval before its first parse, which the content
 * security policy would report; so this module turns that off, and forms take the resolver from here.
 */
import { zodResolver } from "@hookform/resolvers/zod";
import { config } from "zod/v4/core";

config({ jitless: true });

export { zodResolver };
