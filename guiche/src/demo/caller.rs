//! The API, called inside the process: what an agent's click would send.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use kernel_http::Peer;
use serde_json::Value;
use tower::ServiceExt as _;

/// Bytes of an answer at most.
const ANSWER_MAX: usize = 8 << 20;
const BOUNDARY: &str = "guiche-demo-7d1c9a";

/// Someone who calls the API.
#[derive(Clone)]
pub(crate) struct Caller {
    router: Router,
    token: Option<String>,
}

impl Caller {
    /// A caller without a token.
    pub(crate) const fn new(router: Router) -> Self {
        Self { router, token: None }
    }

    /// The same as the person of this access token.
    pub(crate) fn with_token(&self, token: &str) -> Self {
        Self { router: self.router.clone(), token: Some(token.to_owned()) }
    }

    /// Sends JSON and reads JSON.
    ///
    /// # Errors
    /// Anything but success.
    pub(crate) async fn call(&self, method: Method, path: &str, body: &Value) -> Result<Value> {
        self.send(method, path, "application/json", body.to_string().into()).await
    }

    /// Sends a form with one file and reads JSON.
    ///
    /// # Errors
    /// Anything but success.
    pub(crate) async fn upload(
        &self,
        path: &str,
        fields: &[(&str, String)],
        file: (&str, &[u8]),
    ) -> Result<Value> {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part =
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let (name, content) = file;
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"attachments[]\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, path, &kind, body.into()).await
    }

    async fn send(&self, method: Method, path: &str, kind: &str, body: Body) -> Result<Value> {
        let mut request =
            Request::builder().method(method.clone()).uri(path).header(header::CONTENT_TYPE, kind);
        if let Some(token) = &self.token {
            request = request.header("api_access_token", token);
        }
        let mut request = request.body(body)?;
        request.extensions_mut().insert(Peer(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))));
        let answer = self.router.clone().oneshot(request).await?;
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), ANSWER_MAX).await?;
        ensure!(status.is_success(), "{method} {path}: {status} {}", String::from_utf8_lossy(&bytes));
        if bytes.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&bytes).with_context(|| format!("{method} {path}"))
    }
}
