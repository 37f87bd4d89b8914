//! People: who they are, which accounts they belong to, how they join and leave.

mod invite;
mod members;
mod person;
mod profile;
mod store;
mod telling;

pub use invite::{Acceptance, Invitation, Invited, accept, invite, open_invitation, renew_invitation};
pub use members::{MemberChanges, change_member, member, members, members_among, remove_member};
pub use person::{Availability, Membership, Person, check_email, check_name, shown_name};
pub use profile::{
    ProfileChanges, change_password, change_profile, confirm_password, memberships, person, set_active,
    set_auto_offline, set_availability, set_password,
};
pub use telling::member_changed;

pub(crate) use store::{NewMembership, NewUser, add_membership, any_user, insert_user, user_by_email};
