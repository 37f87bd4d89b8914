//! The files that people send in the demo.

use anyhow::{Context as _, Result};

/// Name and content of each.
const FILES: &[(&str, &[u8])] = &[
    ("audio-felipe.ogg", include_bytes!("../../demo/files/audio-felipe.ogg")),
    ("boleto-4812.pdf", include_bytes!("../../demo/files/boleto-4812.pdf")),
    ("bule-quebrado.png", include_bytes!("../../demo/files/bule-quebrado.png")),
    ("bule-tampa.png", include_bytes!("../../demo/files/bule-tampa.png")),
    ("catalogo-mesa.pdf", include_bytes!("../../demo/files/catalogo-mesa.pdf")),
    ("comprovante-pix.png", include_bytes!("../../demo/files/comprovante-pix.png")),
    ("etiqueta.png", include_bytes!("../../demo/files/etiqueta.png")),
    ("fatura.png", include_bytes!("../../demo/files/fatura.png")),
    ("mesa-posta.png", include_bytes!("../../demo/files/mesa-posta.png")),
    ("nota-fiscal-4809.pdf", include_bytes!("../../demo/files/nota-fiscal-4809.pdf")),
    ("prato-areia.png", include_bytes!("../../demo/files/prato-areia.png")),
    ("prato-lascado.png", include_bytes!("../../demo/files/prato-lascado.png")),
    ("referencia-verde.png", include_bytes!("../../demo/files/referencia-verde.png")),
];

/// The content of the file with this name.
///
/// # Errors
/// When there is none: the story and the folder differ.
pub(crate) fn content(name: &str) -> Result<&'static [u8]> {
    let found = FILES.iter().find(|f| f.0 == name);
    found.map(|f| f.1).with_context(|| format!("the demo has no file {name}"))
}
