//! How loud a recording is. Of a long one only the beginning of each of the drawing's steps is decoded, so that hours of
//! it cost no more than two minutes.

use std::borrow::Cow;

use ruopus::OpusDecoder;

use super::PEAKS;
use super::opus::Head;

/// Packets decoded in each step of a long recording: two seconds.
const PER_STEP: usize = 100;
/// Packets after a jump until what is decoded is true again.
const SETTLES: usize = 4;
/// Samples in one point: 2.5 ms.
const POINT: usize = 120;
/// What is no louder counts as silence, of 32 768.
const SILENCE: u16 = 64;

/// Heights from 0 to 255, the loudest 255; `None` when nothing could be decoded.
pub(super) fn peaks(head: &Head, packets: &[Cow<'_, [u8]>]) -> Option<Vec<u8>> {
    let mut decoder = OpusDecoder::new(head.channels);
    let loud: Vec<u16> = if packets.len() <= PEAKS * PER_STEP {
        let points = points(&mut decoder, head.channels, packets)?;
        steps(points.len()).map(|(from, to)| points[from..to].iter().copied().max().unwrap_or(0)).collect()
    } else {
        let step = |(from, to): (usize, usize)| {
            let mut decoder = OpusDecoder::new(head.channels);
            let some = &packets[from..to.min(from + PER_STEP)];
            let found = points(&mut decoder, head.channels, some)?;
            let settled = found.len() * SETTLES / some.len().max(1);
            found.get(settled..).and_then(|p| p.iter().copied().max())
        };
        steps(packets.len()).map(step).collect::<Option<_>>()?
    };
    let loudest = loud.iter().copied().max().unwrap_or(0);
    let height = |l: u16| {
        let of_255 = (u32::from(l) * 255 + u32::from(loudest) / 2) / u32::from(loudest.max(1));
        u8::try_from(of_255).unwrap_or(u8::MAX)
    };
    Some(loud.into_iter().map(|l| if loudest <= SILENCE { 0 } else { height(l) }).collect())
}

/// The bounds of the drawing's steps over `count` things, each with at least one if there is one.
fn steps(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..PEAKS).map(move |n| {
        let from = n * count / PEAKS;
        (from, ((n + 1) * count / PEAKS).max(from + 1).min(count))
    })
}

/// The loudest sample of each point; a packet that can't be decoded is silent. `None` when none can.
fn points(decoder: &mut OpusDecoder, channels: usize, packets: &[Cow<'_, [u8]>]) -> Option<Vec<u16>> {
    let mut points = Vec::new();
    let mut any = false;
    for packet in packets {
        match decoder.decode_packet_i16(packet) {
            Ok(heard) => {
                any = true;
                let loudest = |c: &[i16]| c.iter().map(|s| s.unsigned_abs()).max().unwrap_or(0);
                points.extend(heard.chunks(POINT * channels).map(loudest));
            }
            Err(_) => {
                let missing = super::opus::samples(packet).unwrap_or(0) as usize / POINT;
                points.resize(points.len() + missing, 0);
            }
        }
    }
    any.then_some(points)
}
