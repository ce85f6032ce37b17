import { answerAuthorize } from "@/lib/http/authorize";
import { askOf, responseOf } from "@/lib/http/judging";

const handler = async (request: Request) => responseOf(await answerAuthorize(askOf(request)));

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as OPTIONS,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
