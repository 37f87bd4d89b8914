//! The Opus track of a WebM file. Elements are walked through flatly: a recorder that writes as it hears does not know
//! the sizes of what it is still writing.

use std::borrow::Cow;

use super::Stream;
use crate::BlobError;

/// Elements looked at, at most: three for each packet of some hours.
const ELEMENTS_MAX: usize = 1_500_000;

const SEGMENT: u32 = 0x1853_8067;
const CLUSTER: u32 = 0x1F43_B675;
const TRACKS: u32 = 0x1654_AE6B;
const TRACK: u32 = 0xAE;
const TRACK_NUMBER: u32 = 0xD7;
const CODEC: u32 = 0x86;
const CODEC_PRIVATE: u32 = 0x63A2;
const BLOCK_GROUP: u32 = 0xA0;
const BLOCK: u32 = 0xA1;
const SIMPLE_BLOCK: u32 = 0xA3;

#[derive(Default)]
struct Track<'a> {
    number: u64,
    codec: &'a [u8],
    head: &'a [u8],
}

/// The only track's packets; `None` when it is not Opus.
///
/// # Errors
/// [`BlobError::NotVoice`] for what is broken, laced, or has more than one track.
pub(super) fn read(data: &[u8]) -> Result<Option<Stream<'_>>, BlobError> {
    let mut rest = data;
    let mut tracks: Vec<Track<'_>> = Vec::new();
    let mut packets: Vec<Cow<'_, [u8]>> = Vec::new();
    for _ in 0..ELEMENTS_MAX {
        if rest.is_empty() {
            break;
        }
        // What was cut off at the end is missing, no more.
        let Some((id, size, body)) = element(rest) else { break };
        if matches!(id, SEGMENT | CLUSTER | TRACKS | TRACK | BLOCK_GROUP) {
            if id == TRACK {
                tracks.push(Track::default());
            }
            rest = body;
            continue;
        }
        let Some(value) = size.and_then(|s| body.get(..s)) else { break };
        rest = body.get(value.len()..).unwrap_or_default();
        match (id, tracks.last_mut()) {
            (TRACK_NUMBER, Some(track)) => track.number = number(value),
            (CODEC, Some(track)) => track.codec = value,
            (CODEC_PRIVATE, Some(track)) => track.head = value,
            (BLOCK | SIMPLE_BLOCK, Some(track)) => packets.push(Cow::Borrowed(packet(value, track)?)),
            _ => {}
        }
    }
    match tracks.as_slice() {
        [track] if track.codec != b"A_OPUS" => Ok(None),
        [track] if !track.head.is_empty() && !packets.is_empty() => {
            Ok(Some(Stream { head: Cow::Borrowed(track.head), packets }))
        }
        _ => Err(BlobError::NotVoice),
    }
}

/// An element's id, its size unless it is unknown, and all that follows its head.
fn element(data: &[u8]) -> Option<(u32, Option<usize>, &[u8])> {
    let length = data.first()?.leading_zeros() as usize + 1;
    if length > 4 {
        return None;
    }
    let id = data.get(..length)?.iter().fold(0u32, |id, b| (id << 8) | u32::from(*b));
    let (size, body) = variable(data.get(length..)?)?;
    Some((id, size.and_then(|s| usize::try_from(s).ok()), body))
}

/// A number of variable length without its mark; `None` inside for "unknown".
fn variable(data: &[u8]) -> Option<(Option<u64>, &[u8])> {
    let first = *data.first()?;
    let length = first.leading_zeros() as usize + 1;
    if length > 8 {
        return None;
    }
    let bytes = data.get(..length)?;
    let mark = 1u64 << (7 * length);
    let value = bytes.iter().fold(0u64, |n, b| (n << 8) | u64::from(*b)) & (mark - 1);
    Some(((value != mark - 1).then_some(value), data.get(length..)?))
}

fn number(value: &[u8]) -> u64 {
    value.iter().take(8).fold(0u64, |n, b| (n << 8) | u64::from(*b))
}

/// The one packet of a block of `track`.
fn packet<'a>(block: &'a [u8], track: &Track<'_>) -> Result<&'a [u8], BlobError> {
    let (of, rest) = variable(block).ok_or(BlobError::NotVoice)?;
    // Two bytes of time, one of flags; lacing packs several packets into one block, which no recorder of voice does.
    let laced = rest.get(2).ok_or(BlobError::NotVoice)? & 0x06 != 0;
    match rest.get(3..) {
        Some(packet) if of == Some(track.number) && !laced && !packet.is_empty() => Ok(packet),
        _ => Err(BlobError::NotVoice),
    }
}
