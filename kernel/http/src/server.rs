//! The server: takes connections and serves a router on them until it is told to stop.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower::ServiceExt;

use crate::Peer;

/// Bounds of the server.
#[derive(Clone, Copy, Debug)]
pub struct ServeOptions {
    /// A request's head must be there within this time.
    pub head_timeout: Duration,
    /// Connections at once at most; more wait to be taken.
    pub connections: usize,
    /// After being told to stop, requests that run get so long to end.
    pub grace: Duration,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self { head_timeout: Duration::from_secs(10), connections: 18_000, grace: Duration::from_secs(5) }
    }
}

/// Serves `router` on `listener` until `stop` ends; then takes no more connections, lets running requests end, and
/// returns.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    options: ServeOptions,
    stop: impl Future<Output = ()> + Send,
) {
    let room = Arc::new(Semaphore::new(options.connections));
    let (closing, closed) = watch::channel(false);
    let mut stop = std::pin::pin!(stop);
    loop {
        let taken = tokio::select! {
            () = &mut stop => break,
            taken = take(&listener, &room) => taken,
        };
        let Some((stream, peer, place)) = taken else { continue };
        let (router, closed) = (router.clone(), closed.clone());
        tokio::spawn(async move {
            connection(stream, peer, router, options, closed).await;
            drop(place);
        });
    }
    drop(listener);
    let _nobody_listens = closing.send(true);
    drop(closed);
    let _too_slow = tokio::time::timeout(options.grace, closing.closed()).await;
}

type Place = tokio::sync::OwnedSemaphorePermit;

async fn take(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> Option<(TcpStream, std::net::SocketAddr, Place)> {
    let place = Arc::clone(room).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            let _unsupported = stream.set_nodelay(true);
            Some((stream, peer, place))
        }
        Err(e) => {
            // Out of file handles, most likely: wait instead of spinning.
            tracing::warn!(target: "http", error = %e, "could not take a connection");
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

async fn connection(
    stream: TcpStream,
    peer: std::net::SocketAddr,
    router: Router,
    options: ServeOptions,
    mut closed: watch::Receiver<bool>,
) {
    let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
        let mut request: Request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(Peer(peer));
        router.clone().oneshot(request)
    });
    let serving = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(options.head_timeout)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut serving = std::pin::pin!(serving);
    let ended = tokio::select! {
        ended = serving.as_mut() => Some(ended),
        _ = closed.wait_for(|c| *c) => None,
    };
    let ended = match ended {
        Some(ended) => ended,
        None => {
            serving.as_mut().graceful_shutdown();
            serving.await
        }
    };
    if let Err(e) = ended {
        tracing::trace!(target: "http", error = %e, "connection ended");
    }
}
