//! Pictures: their size, and small copies that carry nothing but pixels.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

/// Longest side of a thumbnail in pixels: twice the width of a picture in the thread.
const THUMB: u32 = 640;
/// Longest side that is decoded at all.
const SIDE: u32 = 16 * 1024;
/// Memory that decoding one picture may take.
const MEMORY: u64 = 256 * 1024 * 1024;

/// What was learnt of a picture.
pub(crate) struct Picture {
    /// Width in pixels, as it is shown (turned as the camera says).
    pub(crate) width: u32,
    /// Height in pixels, as it is shown.
    pub(crate) height: u32,
    /// A copy of at most 640 pixels a side as JPEG, or PNG where it has transparent parts; without the
    /// original's metadata (place, camera) and without anything hidden behind the picture.
    pub(crate) thumbnail: Vec<u8>,
}

/// Decodes `data` of this type within the limits; `None` for what is too large, broken or no picture.
pub(crate) fn read(data: &[u8], content_type: &str) -> Option<Picture> {
    let format = match content_type {
        "image/png" => ImageFormat::Png,
        "image/jpeg" => ImageFormat::Jpeg,
        "image/gif" => ImageFormat::Gif,
        "image/webp" => ImageFormat::WebP,
        _ => return None,
    };
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(SIDE);
    limits.max_image_height = Some(SIDE);
    limits.max_alloc = Some(MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(data), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    // The decoders check most sizes themselves; the pixels of the result count here as well.
    if decoder.total_bytes() > MEMORY {
        return None;
    }
    let orientation = decoder.orientation().ok()?;
    let mut whole = DynamicImage::from_decoder(decoder).ok()?;
    whole.apply_orientation(orientation);
    let (width, height) = (whole.width(), whole.height());
    let small = if width.max(height) > THUMB { whole.thumbnail(THUMB, THUMB) } else { whole };
    Some(Picture { width, height, thumbnail: encode(&small)? })
}

fn encode(small: &DynamicImage) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let transparent = small.color().has_alpha() && small.to_rgba8().pixels().any(|p| p.0[3] < u8::MAX);
    if transparent {
        let flat = DynamicImage::ImageRgba8(small.to_rgba8());
        flat.write_to(&mut Cursor::new(&mut out), ImageFormat::Png).ok()?;
    } else {
        small.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, 82)).ok()?;
    }
    Some(out)
}
