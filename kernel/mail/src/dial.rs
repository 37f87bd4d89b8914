//! Dialling an SMTP server: names are resolved here, looked at, and what was looked at is what is dialled.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use kernel_http::is_public;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::{Mail, MailError, Security, Server};

/// Ports of mail that may be dialled at public addresses.
const PORTS: [u16; 4] = [25, 465, 587, 2525];
/// Each step of the conversation must be over within this time.
const STEP: Duration = Duration::from_secs(20);
/// And all of it within this one.
const WHOLE: Duration = Duration::from_secs(90);

/// How far a server may be dialled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Wherever the operator said.
    Operator,
    /// Public addresses at the ports of mail, and the networks the operator allows.
    Public,
}

/// Hands letters to servers. Clones share what they know.
#[derive(Clone, Debug, Default)]
pub struct Dialer {
    allowed: Arc<[IpNet]>,
    roots: Arc<[Certificate]>,
}

impl Dialer {
    /// A dialler that trusts the machine's authorities and those of `roots` (PEM), and for [`Reach::Public`] also
    /// dials the private networks in `allowed`.
    ///
    /// # Errors
    /// When `roots` is no certificate.
    pub fn new(allowed: Vec<IpNet>, roots: Option<&[u8]>) -> Result<Self, MailError> {
        let read = |pem| Certificate::from_pem(pem).map_err(|e| MailError::Settings(e.to_string()));
        let roots: Vec<Certificate> = roots.map(read).transpose()?.into_iter().collect();
        Ok(Self { allowed: allowed.into(), roots: roots.into() })
    }

    /// Hands `mail` over; answers what the server said when it took it.
    ///
    /// # Errors
    /// [`MailError`].
    pub async fn send(&self, server: &Server, reach: Reach, mail: &Mail) -> Result<String, MailError> {
        let message = mail.message(server)?;
        let address = self.resolve(server, reach).await?;
        let tls = match server.security {
            Security::None => Tls::None,
            Security::StartTls => Tls::Required(self.tls(&server.host)?),
            Security::Tls => Tls::Wrapper(self.tls(&server.host)?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(address.ip().to_string())
            .port(address.port())
            .timeout(Some(STEP))
            .tls(tls);
        if let Some((user, password)) = &server.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        let transport = builder.build();
        let sent = tokio::time::timeout(WHOLE, transport.send(message)).await;
        let answer = sent.map_err(|_| MailError::Later("timed out".to_owned()))?;
        let answer = answer.map_err(|e| MailError::of(&e))?;
        Ok(format!("{} {}", answer.code(), answer.message().collect::<Vec<_>>().join(" ")))
    }

    fn tls(&self, host: &str) -> Result<TlsParameters, MailError> {
        let builder = TlsParameters::builder(host.to_owned());
        let builder = self.roots.iter().fold(builder, |b, root| b.add_root_certificate(root.clone()));
        builder.build_rustls().map_err(|e| MailError::of(&e))
    }

    async fn resolve(&self, server: &Server, reach: Reach) -> Result<SocketAddr, MailError> {
        let found = tokio::time::timeout(STEP, tokio::net::lookup_host((server.host.as_str(), server.port)));
        let found = match found.await {
            Ok(Ok(found)) => found.collect::<Vec<_>>(),
            Ok(Err(e)) => return Err(MailError::Settings(format!("{}: {e}", server.host))),
            Err(_) => return Err(MailError::Later(format!("{}: timed out", server.host))),
        };
        // One private address among public ones is a trap, not a choice.
        if reach == Reach::Public && !found.iter().all(|a| self.may(a.ip(), a.port())) {
            return Err(MailError::NotAllowed);
        }
        // Mail servers without a route for IPv6 are more usual than those without IPv4.
        let first = found.iter().find(|a| a.is_ipv4()).or(found.first());
        first.copied().ok_or_else(|| MailError::Settings(format!("{}: no address", server.host)))
    }

    fn may(&self, ip: IpAddr, port: u16) -> bool {
        let canonical = ip.to_canonical();
        self.allowed.iter().any(|net| net.contains(&canonical)) || (PORTS.contains(&port) && is_public(ip))
    }
}
