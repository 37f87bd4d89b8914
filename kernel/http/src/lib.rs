//! HTTP glue: routes that carry their permission and description, problems as responses, strict extractors,
//! rate limits, headers, and the one outbound client.
//!
//! Knows nothing of customer service: who a caller is and what a permission means is told by a [`Gate`].

mod assets;
mod outbound;
mod refusal;
mod routes;

pub use assets::{Asset, Assets};
pub use outbound::Outbound;
pub use refusal::Refusal;
pub use routes::{Access, Gate, Route, Routes};
