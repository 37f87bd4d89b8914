//! Signing in by an OpenID provider (OpenID Connect Core 1.0, code flow with PKCE): where to send someone, and who
//! the provider says came back.
//!
//! Knows no people and no sessions: it proves what the provider says, and what that is worth is the caller's to decide.
//! The provider is the operator's own choice, so it may live at a private address; nothing here dials what a user gave.

mod provider;

pub use provider::{Begun, Claims, OidcError, Pending, Provider, Settings};

#[cfg(test)]
mod tests;
