//! Who calls, by address: the peer, or what a trusted proxy says of it.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use axum::http::HeaderMap;
use ipnet::IpNet;

/// The other end of the connection; put into every request by [`crate::serve`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// The caller's address, proxies seen through; put into every request by [`crate::router`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ClientIp(pub IpAddr);

impl ClientIp {
    /// The key that limits count by.
    #[must_use]
    pub fn key(self) -> IpKey {
        IpKey::of(self.0)
    }
}

/// An address as limits count it: IPv4 whole, IPv6 by its /64, since one household holds 2^64 of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IpKey(IpAddr);

impl IpKey {
    /// The key of `ip`; an IPv4 address in IPv6 form counts as itself.
    #[must_use]
    pub fn of(ip: IpAddr) -> Self {
        match ip.to_canonical() {
            IpAddr::V6(v6) => {
                let s = v6.segments();
                Self(IpAddr::V6(Ipv6Addr::new(s[0], s[1], s[2], s[3], 0, 0, 0, 0)))
            }
            v4 @ IpAddr::V4(_) => Self(v4),
        }
    }
}

/// Proxies whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Believes the proxies in `nets`.
    #[must_use]
    pub const fn new(nets: Vec<IpNet>) -> Self {
        Self(nets)
    }

    /// The caller's address: the peer, or, when that is a trusted proxy, the last address in
    /// `X-Forwarded-For` that is not one. What stands further left anyone can write.
    #[must_use]
    pub fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.trusts(peer) {
            return peer;
        }
        let mut caller = peer;
        for line in headers.get_all("x-forwarded-for").iter().rev() {
            for hop in line.to_str().unwrap_or_default().rsplit(',') {
                let Some(ip) = parse(hop.trim()) else { return caller };
                caller = ip;
                if !self.trusts(ip) {
                    return caller;
                }
            }
        }
        caller
    }

    fn trusts(&self, ip: IpAddr) -> bool {
        let ip = ip.to_canonical();
        self.0.iter().any(|net| net.contains(&ip))
    }
}

fn parse(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim_matches(['[', ']']);
    IpAddr::from_str(hop).ok().or_else(|| SocketAddr::from_str(hop).ok().map(|a| a.ip()))
}
