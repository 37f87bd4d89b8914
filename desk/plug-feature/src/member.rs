//! The caller of a member's route.

use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use desk_model::Viewer;
use kernel_base::{Locale, Problem, UserId};
use kernel_http::Refusal;

/// A member of the account in the path, let in by the gate; derefs to their [`Viewer`].
#[derive(Clone, Debug)]
pub struct Member {
    /// Who looks.
    pub viewer: Viewer,
    /// Their language.
    pub locale: Locale,
}

impl Deref for Member {
    type Target = Viewer;

    fn deref(&self) -> &Viewer {
        &self.viewer
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Member {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let member = parts.extensions.get::<Self>().cloned();
        member.ok_or_else(|| Refusal::new(Problem::unauthenticated(), parts))
    }
}

/// A signed-in person, whatever account they work in: the caller of a route that is outside of accounts.
#[derive(Clone, Copy, Debug)]
pub struct Caller {
    /// Who they are.
    pub user: UserId,
    /// Their language.
    pub locale: Locale,
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let caller = parts.extensions.get::<Self>().copied();
        caller.ok_or_else(|| Refusal::new(Problem::unauthenticated(), parts))
    }
}
