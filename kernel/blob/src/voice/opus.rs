//! What the headers of Opus say: of a stream (RFC 7845) and of a packet (RFC 6716).

/// The identification header.
pub(super) struct Head {
    /// 1 or 2.
    pub(super) channels: usize,
    /// Samples at the beginning, at 48 kHz, that are not heard.
    pub(super) skip: u16,
}

impl Head {
    /// Reads it; `None` for what is none, or has more than two channels.
    pub(super) fn read(data: &[u8]) -> Option<Self> {
        let rest = data.strip_prefix(b"OpusHead")?;
        let (&version, &channels) = (rest.first()?, rest.get(1)?);
        let skip = u16::from_le_bytes([*rest.get(2)?, *rest.get(3)?]);
        let family = *rest.get(10)?;
        (version < 16 && (1..=2).contains(&channels) && family == 0)
            .then(|| Self { channels: usize::from(channels), skip })
    }
}

/// Samples of a packet at 48 kHz; `None` for what is no packet.
pub(super) fn samples(packet: &[u8]) -> Option<u64> {
    /// The longest packet there may be: 120 ms.
    const MOST: u64 = 5760;
    let toc = *packet.first()?;
    let config = usize::from(toc >> 3);
    let frame: u64 = match config {
        0..=11 => [480, 960, 1920, 2880][config & 3],
        12..=15 => [480, 960][config & 1],
        _ => [120, 240, 480, 960][config & 3],
    };
    let frames = match toc & 3 {
        0 => 1,
        1 | 2 => 2,
        _ => u64::from(*packet.get(1)? & 0x3f),
    };
    let all = frame * frames;
    (1..=MOST).contains(&all).then_some(all)
}
