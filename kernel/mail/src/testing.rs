//! A real SMTP server for tests: `testing/smtp.py` over aiosmtpd, in a process of its own.
#![expect(clippy::expect_used, reason = "a test that can't be set up has failed")]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::{Security, Server};

/// How the server is started.
#[derive(Clone, Debug, Default)]
pub struct SmtpOptions {
    /// How it wants to be spoken with.
    pub security: Option<Security>,
    /// The one user and password it lets in.
    pub login: Option<(&'static str, &'static str)>,
}

/// A running server. It ends with this.
pub struct SmtpServer {
    /// Its port on 127.0.0.1 (also `localhost`).
    pub port: u16,
    /// The authority that its certificate is from, as PEM.
    pub root: Option<String>,
    options: SmtpOptions,
    folder: TempDir,
    process: Child,
}

/// A letter as it arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// The file the server wrote: JSON with `from`, `to`, `tls`, `login`, `raw`.
    pub json: String,
}

impl SmtpServer {
    /// Starts a server.
    ///
    /// # Panics
    /// When there is no Python with aiosmtpd (Debian: `python3-aiosmtpd`), or it does not start.
    #[must_use]
    pub fn start(options: SmtpOptions) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("testing/smtp.py");
        let mut command = Command::new(python());
        command.arg(script).arg(folder.path());
        let mut root = None;
        if let Some(security) = options.security.filter(|s| *s != Security::None) {
            let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
            root = Some(certificate(&cert, &key));
            command.args(["--tls", security.name(), "--cert"]).arg(cert).arg("--key").arg(key);
        }
        if let Some((user, password)) = options.login {
            command.args(["--login", &format!("{user}:{password}")]);
        }
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python3 with aiosmtpd");
        let out = process.stdout.take().expect("its output");
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line).expect("its port");
        let port = line.trim().parse().expect("its port: is python3-aiosmtpd installed?");
        Self { port, root, options, folder, process }
    }

    /// Settings that reach it.
    #[must_use]
    pub fn server(&self) -> Server {
        Server {
            host: "localhost".to_owned(),
            port: self.port,
            security: self.options.security.unwrap_or(Security::None),
            login: self.options.login.map(|(u, p)| (u.to_owned(), p.to_owned())),
            from: "equipe@loja.example".to_owned(),
            from_name: None,
        }
    }

    /// The letters so far, in order.
    ///
    /// # Panics
    /// When the folder can't be read.
    #[must_use]
    pub fn arrived(&self) -> Vec<Arrived> {
        let names = std::fs::read_dir(self.folder.path()).expect("its folder");
        let mut names: Vec<PathBuf> = names.map(|n| n.expect("a name").path()).collect();
        names.retain(|n| n.extension().is_some_and(|e| e == "json"));
        names.sort();
        let read = |name: &PathBuf| Arrived { json: std::fs::read_to_string(name).expect("a letter") };
        names.iter().map(read).collect()
    }

    /// Waits until `count` letters have come.
    ///
    /// # Panics
    /// When they do not come within ten seconds.
    pub async fn wait(&self, count: usize) -> Vec<Arrived> {
        let began = Instant::now();
        loop {
            let all = self.arrived();
            if all.len() >= count {
                return all;
            }
            assert!(began.elapsed() < Duration::from_secs(10), "{} of {count} letters came", all.len());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        let _already_gone = self.process.kill();
        let _already_gone = self.process.wait();
    }
}

/// A Python that has aiosmtpd: the one of the path, else the system's.
fn python() -> &'static str {
    let has = |program: &str| {
        let asked = Command::new(program).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        asked.is_ok_and(|s| s.success())
    };
    ["python3", "/usr/bin/python3"].into_iter().find(|p| has(p)).unwrap_or("python3")
}

/// Writes a certificate for `localhost` with its key; answers it as the authority to trust.
fn certificate(cert: &Path, key: &Path) -> String {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
    let pem = made.cert.pem();
    std::fs::write(cert, &pem).expect("writing the certificate");
    std::fs::write(key, made.signing_key.serialize_pem()).expect("writing the key");
    pem
}
