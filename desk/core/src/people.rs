//! People: who they are, which accounts they belong to, how they join and leave.

mod invite;
mod members;
mod person;
mod presence;
mod profile;
mod rights;
mod store;
mod telling;

pub use desk_model::Availability;
pub(crate) use invite::accept_vouched;
pub use invite::{Acceptance, Invitation, Invited, accept, invite, open_invitation, renew_invitation};
pub use members::{
    Holdings, MemberChanges, change_member, holdings, member, members, members_among, remove_member,
};
pub use person::references;
pub use person::{Membership, Person, check_email, check_name, shown_name};
pub use presence::{
    Choice, GRACE_SECS, MemberState, arrive, choose, is_someone_silent, keep, note, send_silent_away, states,
};
pub use profile::{
    ProfileChanges, change_password, change_profile, confirm_password, memberships, person, set_active,
    set_auto_offline, set_email, set_password, waiting_in,
};
pub use rights::{Grant, custom_role, may_grant};
pub use telling::member_changed;

pub(crate) use members::{set_role, take_out};
pub(crate) use rights::{lacking, rights_of, role_changed, role_people, set_visibility, visibilities};
pub(crate) use store::{NewMembership, NewUser, add_membership, any_user, insert_user, user_by_email};
