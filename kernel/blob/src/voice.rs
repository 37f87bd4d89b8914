//! Recorded voice: browsers' WebM with Opus becomes Ogg with Opus packet by packet, nothing is encoded again; how loud
//! it is and how long it lasts are found by decoding.

mod loudness;
mod ogg_file;
mod opus;
mod webm;

use crate::BlobError;
use crate::sniff::sniff;

/// Heights in a recording's drawing.
pub const PEAKS: usize = 64;

/// What was found in a recording.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// What is to be played instead of the recording, and its usual extension.
    pub(crate) played: Option<Vec<u8>>,
    /// How loud it is, from its beginning to its end; absent where it can't be decoded here.
    pub(crate) peaks: Option<Vec<u8>>,
    /// Its length in milliseconds, where it is known.
    pub(crate) duration_ms: Option<i64>,
}

/// An Opus stream out of whatever it came in.
pub(crate) struct Stream<'a> {
    /// The identification header, RFC 7845.
    head: std::borrow::Cow<'a, [u8]>,
    /// The packets, in order.
    packets: Vec<std::borrow::Cow<'a, [u8]>>,
}

/// Reads a recording.
///
/// # Errors
/// [`BlobError::NotVoice`] for what is no sound, or is broken.
pub(crate) fn read(data: &[u8]) -> Result<Found, BlobError> {
    let as_it_is = Found { played: None, peaks: None, duration_ms: None };
    match sniff(data).0 {
        "audio/webm" | "video/webm" => match webm::read(data)? {
            Some(stream) => {
                let played = Some(ogg_file::write(&stream)?);
                Ok(Found { played, ..measured(&stream)? })
            }
            None => Ok(as_it_is),
        },
        "audio/ogg" => match ogg_file::read(data)? {
            Some(stream) => measured(&stream),
            None => Ok(as_it_is),
        },
        "audio/mp4" | "audio/aac" | "audio/mpeg" | "audio/wav" | "audio/amr" | "audio/x-flac" => Ok(as_it_is),
        _ => Err(BlobError::NotVoice),
    }
}

fn measured(stream: &Stream<'_>) -> Result<Found, BlobError> {
    let head = opus::Head::read(&stream.head).ok_or(BlobError::NotVoice)?;
    let samples = stream.packets.iter().map(|p| opus::samples(p)).try_fold(0u64, |all, one| Some(all + one?));
    let heard = samples.ok_or(BlobError::NotVoice)?.saturating_sub(u64::from(head.skip));
    if heard == 0 {
        return Err(BlobError::NotVoice);
    }
    // A decoder that panics on a crafted packet costs the drawing, not what was said.
    let peaks = match std::panic::catch_unwind(|| loudness::peaks(&head, &stream.packets)) {
        Ok(peaks) => Some(peaks.ok_or(BlobError::NotVoice)?),
        Err(_) => None,
    };
    let duration_ms = i64::try_from(heard / 48).unwrap_or(i64::MAX);
    Ok(Found { played: None, peaks, duration_ms: Some(duration_ms) })
}

#[cfg(test)]
mod tests;
