import { Status } from "@/components/ui/status";
import type { UserView } from "@/lib/users/schema";

export function UserStatus({ user }: { user: UserView }) {
  if (!user.active) {
    return (
      <Status tone="quiet" shape="cross">
        Deactivated
      </Status>
    );
  }
  if (user.invited) {
    return (
      <Status tone="caution" shape="ring" tip="Has not chosen a password yet">
        Invited
      </Status>
    );
  }
  return (
    <Status tone="good" shape="full">
      Active
    </Status>
  );
}
