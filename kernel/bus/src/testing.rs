//! A NATS server for a test, from the installed program (`nats-server`).

#![expect(clippy::expect_used, reason = "a test that can't be set up has failed")]

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server on a port of its own; it ends when this goes away.
pub struct Nats {
    at: SocketAddr,
    folder: tempfile::TempDir,
    child: Option<Child>,
}

impl Nats {
    /// Starts one.
    ///
    /// # Panics
    /// When the program is not installed or does not listen within ten seconds.
    #[must_use]
    pub async fn start() -> Self {
        let at = TcpListener::bind(("127.0.0.1", 0)).and_then(|l| l.local_addr()).expect("a free port");
        let mut nats = Self { at, folder: tempfile::tempdir().expect("a temporary folder"), child: None };
        nats.again().await;
        nats
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> String {
        format!("nats://{}", self.at)
    }

    /// Kills it at once.
    ///
    /// # Panics
    /// When it can't be killed.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("killing nats-server");
            child.wait().expect("the end of nats-server");
        }
    }

    /// Starts it again at the same address.
    ///
    /// # Panics
    /// As [`Nats::start`].
    pub async fn again(&mut self) {
        let port = self.at.port().to_string();
        let log = self.folder.path().join("log");
        let mut command = Command::new("nats-server");
        command
            .args(["-a", "127.0.0.1", "-p", &port, "-l"])
            .arg(log)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.child = Some(command.spawn().expect("nats-server is installed (Debian: nats-server)"));
        let end = Instant::now() + Duration::from_secs(10);
        while tokio::net::TcpStream::connect(self.at).await.is_err() {
            assert!(Instant::now() < end, "nats-server does not listen");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        self.kill();
    }
}
