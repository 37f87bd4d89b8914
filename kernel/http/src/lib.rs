//! HTTP glue: routes that carry their permission and description, problems as responses, strict extractors,
//! rate limits, headers, static files, the server itself, and the one outbound client.
//!
//! Knows nothing of customer service: who a caller is and what a permission means is told by a [`Gate`].

mod address;
mod assets;
mod caller;
mod extract;
mod headers;
mod hook;
mod limit;
mod outbound;
mod refusal;
mod render;
mod router;
mod routes;
mod server;

pub use address::is_public;
pub use assets::{Asset, Assets, Caching, asset_answer};
pub use caller::{ClientIp, IpKey, Peer, TrustedProxies};
pub use extract::{Form, Json, Path, Query, RawBody, UploadedFile, some};
pub use headers::{DASHBOARD_CSP, html_page};
pub use hook::{Hook, Verdict, delivery_id, hook_secret, hook_signature};
pub use limit::{Limiter, Rate};
pub use outbound::{Outbound, OutboundAnswer, OutboundError, OutboundRequest};
pub use refusal::{Refusal, status_of};
pub use render::Words;
pub use router::{Site, router};
pub use routes::{Access, DEFAULT_BODY_MAX, Described, Gate, Route, Routes};
pub use server::{ServeOptions, serve};

#[cfg(test)]
mod tests;
