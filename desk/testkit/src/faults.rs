//! An HTTP server that answers as it is told, faults included, and remembers what it was asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, Response};
use tokio::net::TcpListener;

/// What the server does with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Answers with this status and an empty object.
    Status(u16),
    /// Leads elsewhere.
    Redirect(String),
    /// Answers late.
    Slow(Duration),
    /// Answers with so many bytes.
    Huge(usize),
    /// Answers with this status and a header.
    Header(u16, &'static str, &'static str),
    /// Answers 200 at once, and its body never ends.
    Drip,
    /// Takes the request and closes the connection without an answer.
    Cut,
}

/// What was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: bytes::Bytes,
}

/// The server; it ends with the test's runtime.
#[derive(Clone)]
pub struct FaultServer {
    /// Where it listens.
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
    plan: Arc<Mutex<Vec<Fault>>>,
}

impl FaultServer {
    /// A server that follows `plan`, a fault for each request, and answers 200 when it is through.
    pub async fn start(plan: Vec<Fault>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let server = Self {
            address,
            asked: Arc::default(),
            plan: Arc::new(Mutex::new(plan.into_iter().rev().collect())),
        };
        let this = server.clone();
        let router = Router::new().fallback(move |request: Request| {
            let this = this.clone();
            async move { this.answer(request).await }
        });
        tokio::spawn(async move {
            let _ends_with_the_runtime = axum::serve(listener, router).await;
        });
        server
    }

    /// Its address with a path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked so far.
    #[must_use]
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    async fn answer(&self, request: Request) -> Response<Body> {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, 64 << 20).await.unwrap();
        let fault = self.plan.lock().unwrap().pop().unwrap_or(Fault::Status(200));
        self.asked.lock().unwrap().push(Asked {
            method: parts.method.to_string(),
            path: parts.uri.to_string(),
            headers: parts.headers,
            body,
        });
        let mut response = Response::new(Body::from("{}"));
        match fault {
            Fault::Status(status) => *response.status_mut() = status.try_into().unwrap(),
            Fault::Redirect(to) => {
                *response.status_mut() = axum::http::StatusCode::FOUND;
                response.headers_mut().insert("location", to.parse().unwrap());
            }
            Fault::Slow(pause) => tokio::time::sleep(pause).await,
            Fault::Huge(size) => *response.body_mut() = Body::from(vec![b'x'; size]),
            Fault::Header(status, name, value) => {
                *response.status_mut() = status.try_into().unwrap();
                response.headers_mut().insert(name, value.parse().unwrap());
            }
            Fault::Drip => {
                let endless = futures_util::stream::unfold((), |()| async {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    Some((Ok::<_, std::io::Error>(bytes::Bytes::from_static(b".")), ()))
                });
                *response.body_mut() = Body::from_stream(endless);
            }
            Fault::Cut => {
                let broken = futures_util::stream::once(async {
                    Err::<bytes::Bytes, _>(std::io::Error::from(std::io::ErrorKind::ConnectionReset))
                });
                response.headers_mut().insert("content-length", "10".parse().unwrap());
                *response.status_mut() = axum::http::StatusCode::INTERNAL_SERVER_ERROR;
                *response.body_mut() = Body::from_stream(broken);
            }
        }
        response
    }
}
