//! The one client that dials out. Refuses private addresses, follows no redirects, bounds time and size.

/// A client for addresses that users or customers gave us.
#[derive(Clone, Debug)]
pub struct Outbound {}
