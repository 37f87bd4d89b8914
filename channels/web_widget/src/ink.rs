//! Contrast ink: from an account's colour, the few colours the widget is drawn with, legible in both themes.
//!
//! Made here when a page asks for its configuration, never in the visitor's browser. Limits are aimed at with
//! 0.05 to spare, so that rounding to eight bits keeps them.

use serde_json::{Value, json};

use crate::oklch::{Oklch, Rgb};

#[cfg(test)]
mod tests;

/// Text on a fill and text on a surface: 4.5:1 and the spare.
const TEXT_AIM: f64 = 4.55;
/// A fill against the dark surface: 3:1 and the spare.
const FILL_AIM: f64 = 3.05;
/// How lightness is moved.
const STEP: f64 = 0.005;
/// How far a fill may be darkened so that white can be its ink.
const DARKEN_MAX: f64 = 0.08;
/// The most chroma a raised fill may gain.
const RAISED_CHROMA: f64 = 0.21;
/// Near-black has no lightness to scale chroma by.
const LEAST_L: f64 = 0.12;
const WHITE: Rgb = Rgb([255, 255, 255]);
/// Hue of red in our tokens, and how near a brand must be to count as red.
const RED_HUE: f64 = 27.0;
const RED_NEAR: f64 = 25.0;
/// Grey has no hue worth the name below this chroma.
const HUED: f64 = 0.04;

/// Light or dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// Dark ink on light surfaces.
    Light,
    /// Light ink on dark surfaces.
    Dark,
}

/// What a brand's colour becomes in one theme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Palette {
    /// Launcher, own bubbles, main button.
    pub(crate) fill: Rgb,
    /// Text and icons on the fill.
    pub(crate) ink: Rgb,
    /// Links, icons, outlines, focus, ticks on the theme's surfaces.
    pub(crate) text: Rgb,
    /// Chosen chip, highlight.
    pub(crate) soft: Rgb,
    /// Ground of the home's header and the text on it.
    pub(crate) header: Rgb,
    /// Text on the header.
    pub(crate) header_ink: Rgb,
    /// The launcher's unread badge and its figure.
    pub(crate) badge: Rgb,
    /// The badge's figure.
    pub(crate) badge_ink: Rgb,
    /// Whether the fill is not the brand's own colour any more.
    pub(crate) moved: bool,
}

impl Theme {
    /// The surface messages lie on.
    pub(crate) fn surface(self) -> Rgb {
        match self {
            Self::Light => WHITE,
            Self::Dark => Oklch { l: 0.205, c: 0.009, h: 262.0 }.rgb(),
        }
    }

    /// The ground of the other side's bubbles.
    pub(crate) fn bubble(self) -> Rgb {
        match self {
            Self::Light => Oklch { l: 0.962, c: 0.004, h: 255.0 }.rgb(),
            Self::Dark => Oklch { l: 0.262, c: 0.012, h: 262.0 }.rgb(),
        }
    }

    /// Plain text.
    pub(crate) fn ink(self) -> Rgb {
        match self {
            Self::Light => Oklch { l: 0.23, c: 0.015, h: 260.0 }.rgb(),
            Self::Dark => Oklch { l: 0.95, c: 0.004, h: 260.0 }.rgb(),
        }
    }
}

/// The palette of a brand's colour in a theme.
pub(crate) fn palette(brand: Rgb, theme: Theme) -> Palette {
    let raised = raise(brand, theme);
    let (fill, ink) = ink_on(raised);
    let soft = soft(brand, theme);
    let text = readable(raised, theme, soft);
    let (header, header_ink) = header(brand, theme, fill, ink);
    let (badge, badge_ink) = badge(brand, theme);
    Palette { fill, ink, text, soft, header, header_ink, badge, badge_ink, moved: fill != brand }
}

/// Both palettes as the pages take them: hexadecimal colours, `moved`, and the contrasts that settings show.
pub(crate) fn as_json(brand: Rgb) -> Value {
    let one = |theme: Theme| {
        let p = palette(brand, theme);
        let round = |v: f64| (v * 10.0).floor() / 10.0;
        json!({
            "fill": p.fill.hex(), "ink": p.ink.hex(), "text": p.text.hex(), "soft": p.soft.hex(),
            "header": p.header.hex(), "header_ink": p.header_ink.hex(),
            "badge": p.badge.hex(), "badge_ink": p.badge_ink.hex(), "moved": p.moved,
            "fill_contrast": round(p.fill.contrast(p.ink)),
            "text_contrast": round(p.text.contrast(theme.surface())),
        })
    };
    json!({ "brand": brand.hex(), "light": one(Theme::Light), "dark": one(Theme::Dark) })
}

/// In the dark theme, the colour raised until it stands out from the surface; its chroma grows with it, so that a
/// dark blue becomes a bright blue and not a grey.
fn raise(brand: Rgb, theme: Theme) -> Rgb {
    if theme == Theme::Light || brand.contrast(theme.surface()) >= FILL_AIM {
        return brand;
    }
    let from = brand.oklch();
    let mut l = from.l;
    loop {
        l += STEP;
        let c = (from.c * l / from.l.max(LEAST_L)).min(RAISED_CHROMA);
        let now = Oklch { l, c, h: from.h }.rgb();
        if now.contrast(theme.surface()) >= FILL_AIM || l >= 1.0 {
            return now;
        }
    }
}

/// The fill and its ink: white if it can be read, on a slightly darker fill if need be; else near-black.
fn ink_on(fill: Rgb) -> (Rgb, Rgb) {
    let from = fill.oklch();
    let steps = (DARKEN_MAX / STEP).round() as u32;
    for step in 0..=steps {
        let now = match step {
            0 => fill,
            n => Oklch { l: from.l - f64::from(n) * STEP, ..from }.rgb(),
        };
        if now.contrast(WHITE) >= TEXT_AIM {
            return (now, WHITE);
        }
    }
    (fill, Oklch { l: 0.2, c: from.c.min(0.03), h: from.h }.rgb())
}

/// The brand's hue as a tint of the surface.
fn soft(brand: Rgb, theme: Theme) -> Rgb {
    let from = brand.oklch();
    match theme {
        Theme::Light => Oklch { l: 0.95, c: from.c.min(0.04), h: from.h }.rgb(),
        Theme::Dark => Oklch { l: 0.29, c: from.c.min(0.05), h: from.h }.rgb(),
    }
}

/// The colour moved until it can be read on surface, bubble and soft alike.
fn readable(colour: Rgb, theme: Theme, soft: Rgb) -> Rgb {
    let grounds = [theme.surface(), theme.bubble(), soft];
    let passes = |c: Rgb| grounds.iter().all(|g| c.contrast(*g) >= TEXT_AIM);
    if passes(colour) {
        return colour;
    }
    let from = colour.oklch();
    let way = if theme == Theme::Light { -STEP } else { STEP };
    let mut l = from.l;
    loop {
        l += way;
        let now = Oklch { l, ..from }.rgb();
        if passes(now) || !(0.0..=1.0).contains(&l) {
            return now;
        }
    }
}

/// The home's header: the fill in the light theme; in the dark one a deep tint, since a full yellow would glare.
fn header(brand: Rgb, theme: Theme, fill: Rgb, ink: Rgb) -> (Rgb, Rgb) {
    if theme == Theme::Light {
        return (fill, ink);
    }
    let from = brand.oklch();
    (Oklch { l: 0.265, c: from.c.min(0.055), h: from.h }.rgb(), theme.ink())
}

/// The unread badge: red, or neutral where the brand itself is red.
fn badge(brand: Rgb, theme: Theme) -> (Rgb, Rgb) {
    let from = brand.oklch();
    let away = (from.h - RED_HUE).abs();
    let red = from.c >= HUED && away.min(360.0 - away) <= RED_NEAR;
    match (red, theme) {
        (false, _) => (Rgb([0xd9, 0x2d, 0x20]), WHITE),
        (true, Theme::Light) => (theme.ink(), WHITE),
        (true, Theme::Dark) => (WHITE, Theme::Light.ink()),
    }
}
