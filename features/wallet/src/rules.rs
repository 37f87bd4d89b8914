//! Who is to have what a customer writes. Pure.

use kernel_base::{Micros, UserId};
use plug_feature::Ownership;

/// Who stands in for someone, and when they are away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Absence {
    /// Who has what comes when the owner can't.
    pub(crate) stand_in: Option<UserId>,
    /// Since when the owner is away.
    pub(crate) from: Option<Micros>,
    /// Until when; for as long as nobody says otherwise without.
    pub(crate) until: Option<Micros>,
}

impl Absence {
    /// Whether the owner is away at a moment.
    pub(crate) fn covers(&self, now: Micros) -> bool {
        self.from.is_some_and(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }
}

/// Who is to have what an owner's customer writes now.
pub(crate) fn ownership(owner: UserId, absence: &Absence, strict: bool, now: Micros) -> Ownership {
    let stand_in = absence.stand_in.filter(|s| *s != owner);
    if absence.covers(now) {
        return Ownership {
            owner,
            strict: strict && stand_in.is_some(),
            people: stand_in.into_iter().collect(),
        };
    }
    Ownership { owner, strict, people: std::iter::once(owner).chain(stand_in).collect() }
}

/// Whether someone may change whose a customer is, from one to another: to take who is nobody's and to let go of one's own
/// needs nothing more than writing contacts.
pub(crate) fn may_change(manages: bool, me: UserId, from: Option<UserId>, to: Option<UserId>) -> bool {
    manages
        || from == to
        || matches!((from, to), (None, Some(to)) if to == me)
        || (from == Some(me) && to.is_none())
}
