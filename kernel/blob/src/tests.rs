//! Tests of the file store: names, types, pictures, links, the disk.

use std::collections::HashSet;
use std::io::Cursor;
use std::sync::Arc;

use bytes::Bytes;
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use kernel_base::{Micros, SeededRng};
use tokio::io::AsyncReadExt;

use crate::{BlobError, Blobs, FileKind, Links, Variant, safe_name, shown_inline, sniff};

const NOON: Micros = Micros::from_secs(1_795_003_200);

fn store() -> (tempfile::TempDir, Blobs) {
    let dir = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(dir.path().join("files"), b"secret", Arc::new(SeededRng::new(1))).unwrap();
    (dir, blobs)
}

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let image = RgbaImage::from_fn(width, height, |x, y| Rgba([x as u8, y as u8, 90, 255]));
    let mut out = Vec::new();
    let image = DynamicImage::ImageRgba8(image);
    let image = if format == ImageFormat::Jpeg { image.to_rgb8().into() } else { image };
    image.write_to(&mut Cursor::new(&mut out), format).unwrap();
    out
}

async fn read(blobs: &Blobs, key: &str, thumbnail: bool) -> Vec<u8> {
    let (mut file, length) = blobs.open_file(key, thumbnail).await.unwrap();
    let mut out = Vec::new();
    file.read_to_end(&mut out).await.unwrap();
    assert_eq!(out.len() as u64, length);
    out
}

#[test]
fn names_are_made_safe_before_they_are_looked_at() {
    for (raw, safe) in [
        ("nota fiscal.pdf", "nota fiscal.pdf"),
        ("C:\\Users\\ana\\foto.jpg", "foto.jpg"),
        ("../../etc/passwd", "passwd.bin"),
        (".ht\u{200b}access", "htaccess.bin"),
        ("foto\u{202e}gpj.exe", "fotogpj.exe"),
        ("a\0b\r\nSet-Cookie: x.png", "abSet-Cookie_ x.png"),
        ("e\u{301}rica.png", "érica.png"),
        ("  ..  ", "file.bin"),
        ("", "file.bin"),
        ("x\".html;y", "x_.html_y.bin"),
        ("\u{feff}\u{2066}relatório  final\u{2069}.docx", "relatório final.docx"),
    ] {
        assert_eq!(safe_name(raw, "bin"), safe, "{raw:?}");
    }
    let long = safe_name(&format!("{}.jpeg", "é".repeat(500)), "bin");
    assert_eq!(long.chars().count(), 120);
    assert!(long.ends_with("é.jpeg"));
}

#[test]
fn types_come_from_the_content() {
    assert_eq!(sniff(b"<html><script>alert(1)</script>").0, "text/html");
    assert_eq!(sniff(b"  \n<?xml version='1.0'?><svg onload=alert(1)>").0, "image/svg+xml");
    assert_eq!(sniff("olá, tudo bem?".as_bytes()).0, "text/plain");
    assert_eq!(sniff(&[0, 1, 2, 3, 255]).0, "application/octet-stream");
    assert_eq!(sniff(b"%PDF-1.7 ...").0, "application/pdf");
    assert_eq!(sniff(&picture(3, 3, ImageFormat::Gif)).0, "image/gif");
    assert_eq!(sniff(b"OggS\0\x02\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead").0, "audio/ogg");
    let webm = |codec: &[u8]| {
        [&b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x82\x84webm"[..], codec, &[0; 300]].concat()
    };
    assert_eq!(sniff(&webm(b"....A_OPUS")).0, "audio/webm");
    assert_eq!(sniff(&webm(b"....V_VP9..A_OPUS")).0, "video/webm");
    let mp4 = |tracks: &[u8]| [&b"\0\0\0\x18ftypisom\0\0\0\0isommp42"[..], tracks].concat();
    assert_eq!(sniff(&mp4(b"....hdlr\0\0\0\0\0\0\0\0soun")).0, "audio/mp4");
    assert_eq!(sniff(&mp4(b"hdlr\0\0\0\0\0\0\0\0soun hdlr\0\0\0\0\0\0\0\0vide")).0, "video/mp4");
    for risky in ["text/html", "image/svg+xml", "text/xml", "text/plain", "application/zip"] {
        assert!(!shown_inline(risky));
        assert_eq!(FileKind::of(risky), FileKind::File);
    }
    for kind in [FileKind::Image, FileKind::Audio, FileKind::Video, FileKind::File] {
        assert_eq!(FileKind::from_wire(kind.wire()), Some(kind));
    }
}

#[tokio::test]
async fn a_picture_is_measured_and_gets_a_clean_small_copy() {
    let (_dir, blobs) = store();
    let mut data = picture(1300, 700, ImageFormat::Jpeg);
    data.extend_from_slice(b"<script>alert('behind the picture')</script>");
    let stored = blobs.put("férias", data.clone().into(), u64::MAX).await.unwrap();
    assert_eq!((stored.kind, stored.content_type), (FileKind::Image, "image/jpeg"));
    assert_eq!((stored.width, stored.height), (Some(1300), Some(700)));
    assert_eq!(stored.name, "férias.jpg");
    assert_eq!(read(&blobs, &stored.key, false).await, data);
    let small = read(&blobs, &stored.key, true).await;
    assert!(!small.windows(6).any(|w| w == b"script"));
    let small = image::load_from_memory(&small).unwrap();
    assert_eq!((small.width(), small.height()), (640, 345));
}

#[tokio::test]
async fn the_cameras_place_does_not_reach_the_small_copy_and_its_turn_is_followed() {
    let (_dir, blobs) = store();
    let jpeg = picture(40, 20, ImageFormat::Jpeg);
    // An APP1 segment with orientation 6 (turn right) and a text that stands for the place.
    let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    tiff.extend_from_slice(b"GPS-CANARY");
    let mut turned = jpeg[..2].to_vec();
    turned.extend_from_slice(&[0xff, 0xe1]);
    turned.extend_from_slice(&u16::try_from(tiff.len() + 2).unwrap().to_be_bytes());
    turned.extend_from_slice(&tiff);
    turned.extend_from_slice(&jpeg[2..]);
    let stored = blobs.put("p.jpg", turned.into(), u64::MAX).await.unwrap();
    assert_eq!((stored.width, stored.height), (Some(20), Some(40)));
    assert!(!read(&blobs, &stored.key, true).await.windows(10).any(|w| w == b"GPS-CANARY"));
}

#[tokio::test]
async fn bombs_and_broken_pictures_are_plain_files() {
    let (_dir, blobs) = store();
    // A header that promises 50,000 × 50,000 pixels.
    let mut bomb = picture(8, 8, ImageFormat::Png);
    bomb[16..20].copy_from_slice(&50_000u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&50_000u32.to_be_bytes());
    let cut = picture(300, 300, ImageFormat::Jpeg)[..200].to_vec();
    for data in [bomb, cut, b"GIF89a\xff\xff\xff\xff\0\0\0".to_vec(), b"RIFF\0\0\0\0WEBPVP8 ".to_vec()] {
        let stored = blobs.put("x.png", data.into(), u64::MAX).await.unwrap();
        assert_eq!((stored.kind, stored.width), (FileKind::File, None));
        assert!(matches!(blobs.open_file(&stored.key, true).await, Err(BlobError::NotFound)));
    }
}

#[tokio::test]
async fn transparent_pictures_keep_their_holes() {
    let (_dir, blobs) = store();
    let image = DynamicImage::ImageRgba8(RgbaImage::from_pixel(10, 10, Rgba([1, 2, 3, 0])));
    let mut data = Vec::new();
    image.write_to(&mut Cursor::new(&mut data), ImageFormat::WebP).unwrap();
    let stored = blobs.put("x", data.into(), u64::MAX).await.unwrap();
    assert_eq!(stored.content_type, "image/webp");
    assert_eq!(sniff(&read(&blobs, &stored.key, true).await).0, "image/png");
}

#[tokio::test]
async fn sizes_are_limited() {
    let (_dir, blobs) = store();
    assert!(matches!(blobs.put("a", Bytes::new(), 10).await, Err(BlobError::Empty)));
    let big = Bytes::from(vec![b'x'; 11]);
    assert!(matches!(blobs.put("a", big.clone(), 10).await, Err(BlobError::TooLarge { limit: 10 })));
    assert!(blobs.put("a", big, 11).await.is_ok());
}

#[tokio::test]
async fn keys_are_not_paths() {
    let (_dir, blobs) = store();
    for key in ["", "..", "../../../etc/passwd", "ab/cd", "é", &"A".repeat(32), &"a".repeat(33)] {
        assert!(matches!(blobs.open_file(key, false).await, Err(BlobError::NotFound)), "{key}");
        assert!(matches!(blobs.remove(key).await, Err(BlobError::NotFound)), "{key}");
    }
}

#[tokio::test]
async fn what_nobody_uses_is_swept() {
    let (dir, blobs) = store();
    let mut keys = Vec::new();
    for i in 0..20u8 {
        keys.push(blobs.put("x.txt", vec![i + 65; 9].into(), 100).await.unwrap().key);
    }
    let pic = blobs.put("x.png", picture(9, 9, ImageFormat::Png).into(), 9999).await.unwrap().key;
    std::fs::write(dir.path().join("files/tmp/half"), b"half").unwrap();
    let used: HashSet<String> = keys[..12].iter().cloned().collect();
    let ask = |asked: Vec<String>| {
        let wanted = asked.into_iter().filter(|k| used.contains(k)).collect();
        async move { Ok::<_, BlobError>(wanted) }
    };
    assert_eq!(blobs.sweep(Micros(0), ask).await.unwrap(), 0, "nothing is that old");
    assert_eq!(blobs.sweep(Micros(i64::MAX), ask).await.unwrap(), 8 + 1 + 1);
    for (i, key) in keys.iter().enumerate() {
        assert_eq!(blobs.open_file(key, false).await.is_ok(), i < 12);
    }
    assert!(blobs.open_file(&pic, true).await.is_err());
    assert!(blobs.remove(&pic).await.is_ok(), "gone already is fine");
}

#[test]
fn links_hold_what_they_say() {
    let links = Links::new(b"secret");
    let key = "0123456789abcdef0123456789abcdef";
    let path = links.path(key, "férias 1.jpg", Variant::Thumbnail, NOON);
    assert_eq!(path, links.path(key, "férias 1.jpg", Variant::Thumbnail, NOON.plus_secs(3600)));
    assert!(path.ends_with("/f%C3%A9rias%201.jpg"), "{path}");
    let token = path.split('/').nth(2).unwrap();
    let grant = links.check(token, "férias 1.jpg", NOON).unwrap();
    assert_eq!((grant.key.as_str(), grant.variant), (key, Variant::Thumbnail));
    assert!(links.check(token, "férias 1.jpg", NOON.plus_secs(7 * 86_400)).is_some());
    assert!(links.check(token, "férias 1.jpg", Micros::from_secs(grant.expires)).is_none(), "over");
    assert!(links.check(token, "outro.exe", NOON).is_none(), "another name");
    assert!(links.check(&token.replace("-t-", "-o-"), "férias 1.jpg", NOON).is_none(), "another form");
    assert!(Links::new(b"other").check(token, "férias 1.jpg", NOON).is_none(), "another secret");
    for bad in ["", "-", "---", "a-b-c-d", &token[..token.len() - 1], &format!("{token}0")] {
        assert!(links.check(bad, "férias 1.jpg", NOON).is_none(), "{bad}");
    }
}
