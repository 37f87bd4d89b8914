//! Opus in Ogg, RFC 7845: read, and written.

use std::borrow::Cow;
use std::io::Cursor;

use ogg::{PacketReader, PacketWriteEndInfo, PacketWriter};

use super::{Stream, opus};
use crate::BlobError;

/// Samples on a page at 48 kHz: a second.
const PAGE: u64 = 48_000;
/// Packets read at most: some hours.
const PACKETS_MAX: usize = 1_000_000;

/// The packets; `None` when they are not Opus.
///
/// # Errors
/// [`BlobError::NotVoice`] for what is broken or ends before it begins.
pub(super) fn read(data: &[u8]) -> Result<Option<Stream<'_>>, BlobError> {
    let mut reader = PacketReader::new(Cursor::new(data));
    let Ok(Some(head)) = reader.read_packet() else { return Err(BlobError::NotVoice) };
    if !head.data.starts_with(b"OpusHead") {
        return Ok(None);
    }
    let serial = head.stream_serial();
    match reader.read_packet() {
        Ok(Some(tags)) if tags.data.starts_with(b"OpusTags") => {}
        _ => return Err(BlobError::NotVoice),
    }
    let mut packets: Vec<Cow<'_, [u8]>> = Vec::new();
    // What was cut off at the end is missing, no more.
    while let Ok(Some(packet)) = reader.read_packet() {
        if packet.stream_serial() != serial || packets.len() >= PACKETS_MAX {
            return Err(BlobError::NotVoice);
        }
        packets.push(Cow::Owned(packet.data));
    }
    Ok(Some(Stream { head: Cow::Owned(head.data), packets }))
}

/// The stream as a file.
///
/// # Errors
/// [`BlobError::NotVoice`] for what is no Opus.
pub(super) fn write(stream: &Stream<'_>) -> Result<Vec<u8>, BlobError> {
    opus::Head::read(&stream.head).ok_or(BlobError::NotVoice)?;
    let serial = stream
        .packets
        .iter()
        .flat_map(|p| p.iter())
        .take(4096)
        .fold(17u32, |n, b| n.wrapping_mul(31).wrapping_add(u32::from(*b)));
    let mut tags = b"OpusTags".to_vec();
    tags.extend_from_slice(&6u32.to_le_bytes());
    tags.extend_from_slice(b"guiche");
    tags.extend_from_slice(&0u32.to_le_bytes());
    let mut out = PacketWriter::new(Cursor::new(Vec::new()));
    let begun = out
        .write_packet(stream.head.to_vec(), serial, PacketWriteEndInfo::EndPage, 0)
        .and_then(|()| out.write_packet(tags, serial, PacketWriteEndInfo::EndPage, 0));
    begun.map_err(BlobError::from)?;
    let (mut at, mut page) = (0u64, 0u64);
    let last = stream.packets.len().saturating_sub(1);
    for (n, packet) in stream.packets.iter().enumerate() {
        let samples = opus::samples(packet).ok_or(BlobError::NotVoice)?;
        at += samples;
        page += samples;
        let end = if n == last {
            PacketWriteEndInfo::EndStream
        } else if page >= PAGE {
            page = 0;
            PacketWriteEndInfo::EndPage
        } else {
            PacketWriteEndInfo::NormalPacket
        };
        out.write_packet(packet.to_vec(), serial, end, at).map_err(BlobError::from)?;
    }
    Ok(out.into_inner().into_inner())
}
