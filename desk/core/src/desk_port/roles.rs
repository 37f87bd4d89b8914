//! The part of the port that roles and visibility are kept through.

use std::collections::HashMap;

use desk_model::{CustomRole, Permission, Role, Viewer, Visibility, permissions};
use kernel_base::{AccountScope, Problem, UserId};
use kernel_db::Tx;
use plug_feature::{Roles, Visibilities, VisibilityOf};

use super::DeskPort;
use crate::people::{self, Grant};

impl Roles for DeskPort {
    fn permissions(&self) -> Vec<(Option<&'static str>, Permission)> {
        let own = permissions::ALL.iter().map(|p| (None, *p));
        let features = self.0.registry.features.iter();
        own.chain(features.flat_map(|f| f.permissions.iter().map(|p| (Some(f.name), *p)))).collect()
    }

    fn may_grant(&self, by: &Viewer, role: &CustomRole) -> Result<(), Problem> {
        people::may_grant(&self.0, by, Grant::Custom(&role.permissions, role.visibility))
    }

    fn role_people(
        &self,
        tx: &mut Tx<'_>,
        scope: &AccountScope,
    ) -> Result<HashMap<i64, Vec<UserId>>, Problem> {
        Ok(people::role_people(tx, scope)?)
    }

    fn role_changed(
        &self,
        tx: &mut Tx<'_>,
        by: &Viewer,
        role: i64,
        now: Option<&CustomRole>,
    ) -> Result<(), Problem> {
        let given = now.map_or(Grant::Preset(Role::Agent), |r| Grant::Custom(&r.permissions, r.visibility));
        people::may_grant(&self.0, by, given)?;
        people::role_changed(tx, by, role, now)
    }

    fn visibilities(&self, tx: &mut Tx<'_>, scope: &AccountScope) -> Result<Visibilities, Problem> {
        people::visibilities(tx, scope)
    }

    fn set_visibility(
        &self,
        tx: &mut Tx<'_>,
        by: &Viewer,
        of: VisibilityOf,
        to: Option<Visibility>,
    ) -> Result<(), Problem> {
        people::set_visibility(tx, by, of, to)
    }
}
