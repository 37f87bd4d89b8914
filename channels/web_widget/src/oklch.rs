//! Colours: 8-bit sRGB, OKLCH (Björn Ottosson's Oklab in polar form) and the contrast of WCAG 2.

/// A colour as eight bits per channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rgb(pub(crate) [u8; 3]);

/// A colour by lightness (0–1), chroma (0 to about 0.4) and hue in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Oklch {
    /// Lightness.
    pub(crate) l: f64,
    /// Chroma.
    pub(crate) c: f64,
    /// Hue, degrees.
    pub(crate) h: f64,
}

impl Rgb {
    /// Reads `#RRGGBB` or `#RGB`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let wide: String = match digits.len() {
            6 => digits.to_owned(),
            3 => digits.chars().flat_map(|c| [c, c]).collect(),
            _ => return None,
        };
        let part = |at: usize| u8::from_str_radix(wide.get(at..at + 2)?, 16).ok();
        Some(Self([part(0)?, part(2)?, part(4)?]))
    }

    /// `#rrggbb`.
    pub(crate) fn hex(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Relative luminance (WCAG 2), 0–1.
    pub(crate) fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// Contrast with another colour (WCAG 2), 1–21.
    pub(crate) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if a > b { a / b } else { b / a }
    }

    /// The colour in OKLCH.
    pub(crate) fn oklch(self) -> Oklch {
        let [r, g, b] = self.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let light = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        Oklch { l: light, c: a.hypot(b), h: b.atan2(a).to_degrees().rem_euclid(360.0) }
    }

    fn linear(self) -> [f64; 3] {
        self.0.map(|v| {
            let v = f64::from(v) / 255.0;
            if v <= 0.040_45 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        })
    }
}

impl Oklch {
    /// The nearest colour a screen shows: chroma is lowered until it fits, lightness and hue are kept.
    pub(crate) fn rgb(self) -> Rgb {
        let l = self.l.clamp(0.0, 1.0);
        let fits = |c: f64| {
            let lin = Self { l, c, h: self.h }.linear();
            lin.iter().all(|v| (-0.000_5..=1.000_5).contains(v)).then_some(lin)
        };
        let lin = fits(self.c).unwrap_or_else(|| {
            let (mut low, mut high) = (0.0, self.c);
            for _ in 0..24 {
                let mid = f64::midpoint(low, high);
                if fits(mid).is_some() { low = mid } else { high = mid }
            }
            Self { l, c: low, h: self.h }.linear()
        });
        Rgb(lin.map(encode))
    }

    fn linear(self) -> [f64; 3] {
        let (a, b) = (self.c * self.h.to_radians().cos(), self.c * self.h.to_radians().sin());
        let l = (self.l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.l - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }
}

/// A linear channel (0–1) as eight bits with sRGB's curve.
fn encode(v: f64) -> u8 {
    let v = v.clamp(0.0, 1.0);
    let v = if v <= 0.003_130_8 { 12.92 * v } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
    // Within 0–255 after the clamp above, so nothing is cut off.
    (v * 255.0).round() as u8
}
