//! Tests of recorded voice: three seconds, the first quiet, the second loud, the third in between.

use std::sync::Arc;

use bytes::Bytes;
use kernel_base::OsRng;

use super::{PEAKS, ogg_file, read};
use crate::{BlobError, Blobs};

const WEBM: &[u8] = include_bytes!("samples/voice.webm");
/// As a browser writes it while it hears: without sizes.
const LIVE: &[u8] = include_bytes!("samples/live.webm");
/// Four seconds of beeps as Chromium records them, paused in the middle: packets of all three modes of Opus.
const PAUSED: &[u8] = include_bytes!("samples/paused.webm");
const OGG: &[u8] = include_bytes!("samples/voice.ogg");
const M4A: &[u8] = include_bytes!("samples/voice.m4a");
const VORBIS: &[u8] = include_bytes!("samples/vorbis.webm");

fn is_quiet_loud_middling(peaks: &[u8]) {
    let mean = |from: usize, to: usize| {
        peaks[from..to].iter().map(|p| u32::from(*p)).sum::<u32>() / u32::try_from(to - from).unwrap()
    };
    let (first, second, third) = (mean(4, 18), mean(25, 40), mean(46, 60));
    assert!(first < third && third < second, "{peaks:?}");
    assert!(second > 200 && first < 40, "{peaks:?}");
}

#[test]
fn webm_becomes_ogg_packet_by_packet() {
    for sample in [WEBM, LIVE] {
        let found = read(sample).unwrap();
        let played = found.played.unwrap();
        let peaks = found.peaks.unwrap();
        assert_eq!(peaks.len(), PEAKS);
        is_quiet_loud_middling(&peaks);
        let length = found.duration_ms.unwrap();
        assert!((2900..3200).contains(&length), "{length}");
        // What was written says the same when it is read.
        let again = read(&played).unwrap();
        assert_eq!((again.peaks.as_deref(), again.duration_ms), (Some(peaks.as_slice()), Some(length)));
        assert_eq!(again.played, None);
        let stream = ogg_file::read(&played).unwrap().unwrap();
        assert!(stream.packets.iter().all(|p| sample.windows(p.len()).any(|w| w == &p[..])));
    }
}

#[test]
fn beeps_between_silence_and_around_a_pause_are_drawn() {
    let found = read(PAUSED).unwrap();
    assert_eq!(found.duration_ms, Some(3960));
    let peaks = found.peaks.unwrap();
    let loud = |p: &&u8| **p > 150;
    assert!((7..=16).contains(&peaks.iter().filter(loud).count()), "{peaks:?}");
    assert!(peaks.iter().filter(|p| **p < 20).count() > 40, "{peaks:?}");
}

#[test]
fn ogg_is_measured_and_what_is_not_opus_stays_as_it_is() {
    let found = read(OGG).unwrap();
    is_quiet_loud_middling(&found.peaks.unwrap());
    assert_eq!(found.played, None);
    for sample in [M4A, VORBIS] {
        let found = read(sample).unwrap();
        assert_eq!((found.played, found.peaks, found.duration_ms), (None, None, None));
    }
}

#[test]
fn what_is_no_voice_is_refused_and_nothing_panics() {
    for other in [&b"oi"[..], b"<svg/>", b"%PDF-1.4", b"\x1a\x45\xdf\xa3", b"OggS"] {
        assert!(read(other).is_err(), "{other:?}");
    }
    for (sample, finely) in [(WEBM, 1), (LIVE, 1), (OGG, 1), (PAUSED, 20)] {
        for cut in (0..sample.len()).step_by(211 * finely) {
            drop(read(&sample[..cut]));
        }
        for at in (0..sample.len()).step_by(97 * finely) {
            let mut broken = sample.to_vec();
            broken[at] ^= 0x5a;
            drop(std::panic::catch_unwind(|| read(&broken).is_ok()));
        }
    }
}

#[test]
fn hours_are_drawn_from_parts_of_them() {
    let stream = ogg_file::read(OGG).unwrap().unwrap();
    let packets = stream.packets.iter().cycle().take(3 * 3600 * 50).cloned().collect();
    let long = ogg_file::write(&super::Stream { head: stream.head.clone(), packets }).unwrap();
    let found = read(&long).unwrap();
    assert_eq!(found.duration_ms.map(|ms| (ms + 30_000) / 60_000), Some(180));
    assert_eq!(found.peaks.map(|p| p.len()), Some(PEAKS));
}

#[tokio::test]
async fn the_recording_is_kept_beside_what_is_played() {
    let folder = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(folder.path(), b"secret", Arc::new(OsRng)).unwrap();
    let kept = blobs.put_voice("Gravação.webm", Bytes::from_static(WEBM), 1 << 20).await.unwrap();
    assert_eq!((kept.played.name.as_str(), kept.played.content_type), ("Gravação.ogg", "audio/ogg"));
    let (_, length) = blobs.open_file(&kept.original_key.unwrap(), false).await.unwrap();
    assert_eq!(length, WEBM.len() as u64);
    let one = blobs.put_voice("a.m4a", Bytes::from_static(M4A), 1 << 20).await.unwrap();
    assert_eq!((one.original_key, one.played.content_type), (None, "audio/mp4"));
    let small = blobs.put_voice("a.webm", Bytes::from_static(WEBM), 10).await;
    assert!(matches!(small, Err(BlobError::TooLarge { .. })));
    let none = blobs.put_voice("a.webm", Bytes::from_static(b"oi"), 10).await;
    assert!(matches!(none, Err(BlobError::NotVoice)));
}
