//! Values into types, loosely: numbers and switches may come as text, and texts as numbers.

use kernel_base::{Kind, Problem};
use serde::de::value::{SeqDeserializer, StrDeserializer, StringDeserializer};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, Expected, IntoDeserializer, MapAccess,
    Unexpected, Visitor,
};
use serde_json::Value;

use super::unreadable;

/// Reads `value` as `T`; in a form everything is text, so a text may also hold a list or an object as JSON.
pub(super) fn read<T: DeserializeOwned>(value: Value, form: bool) -> Result<T, Problem> {
    let mut track = serde_path_to_error::Track::new();
    let loose = Loose { value, form };
    let wrong = match T::deserialize(serde_path_to_error::Deserializer::new(loose, &mut track)) {
        Ok(value) => return Ok(value),
        Err(wrong) => wrong,
    };
    let path = track.path().to_string();
    let path = if path == "." { String::new() } else { path };
    let (field, key) = match wrong {
        Wrong::Missing(name) if path.is_empty() => (name.to_owned(), "error.required"),
        Wrong::Missing(name) => (format!("{path}.{name}"), "error.required"),
        Wrong::Type => (path, "error.wrong_type"),
        Wrong::Value => (path, "error.wrong_value"),
    };
    if field.is_empty() {
        return Err(if matches!(wrong, Wrong::Type) {
            unreadable()
        } else {
            Problem::new(Kind::Invalid, "error.invalid")
        });
    }
    Err(Problem::field(field, key))
}

/// What is wrong with a value, without its words.
#[derive(Clone, Copy, Debug, thiserror::Error)]
enum Wrong {
    #[error("missing {0}")]
    Missing(&'static str),
    #[error("wrong type")]
    Type,
    #[error("wrong value")]
    Value,
}

impl serde::de::Error for Wrong {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self::Value
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self::Type
    }
    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }
}

struct Loose {
    value: Value,
    form: bool,
}

impl Loose {
    /// In a form, the list or object that a text holds as JSON.
    fn opened(mut self) -> Self {
        if self.form
            && let Value::String(text) = &self.value
            && text.trim_start().starts_with(['[', '{'])
            && let Ok(value) = serde_json::from_str(text)
        {
            self.value = value;
        }
        self
    }

    fn list<'de, V: Visitor<'de>>(items: Vec<Value>, form: bool, visitor: V) -> Result<V::Value, Wrong> {
        let items = items.into_iter().map(|value| Self { value, form });
        visitor.visit_seq(SeqDeserializer::new(items))
    }
}

impl IntoDeserializer<'_, Wrong> for Loose {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! numbers {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
            match &self.value {
                Value::String(text) => match text.trim().parse::<i64>() {
                    Ok(n) => visitor.visit_i64(n),
                    Err(_) => Err(Wrong::Type),
                },
                _ => self.deserialize_any(visitor),
            }
        }
    )+};
}

impl<'de> Deserializer<'de> for Loose {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(b) => visitor.visit_bool(b),
            Value::Number(n) => match (n.as_i64(), n.as_u64()) {
                (Some(n), _) => visitor.visit_i64(n),
                (None, Some(n)) => visitor.visit_u64(n),
                (None, None) => visitor.visit_f64(n.as_f64().unwrap_or(f64::NAN)),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => Self::list(items, self.form, visitor),
            Value::Object(map) => {
                visitor.visit_map(Entries { left: map.into_iter(), value: None, form: self.form })
            }
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match &self.value {
            Value::String(text) => match text.trim().parse::<f64>() {
                Ok(n) if n.is_finite() => visitor.visit_f64(n),
                _ => Err(Wrong::Type),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        let said = match &self.value {
            Value::Bool(b) => Some(*b),
            Value::String(t) => match t.trim() {
                "true" | "1" | "on" | "yes" => Some(true),
                "false" | "0" | "off" | "no" => Some(false),
                _ => None,
            },
            Value::Number(n) => match n.as_i64() {
                Some(0) => Some(false),
                Some(1) => Some(true),
                _ => None,
            },
            _ => None,
        };
        visitor.visit_bool(said.ok_or(Wrong::Type)?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.value {
            Value::Number(n) => visitor.visit_string(n.to_string()),
            Value::String(text) => visitor.visit_string(text),
            _ => Err(Wrong::Type),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.value.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        let this = self.opened();
        match this.value {
            Value::Array(items) => Self::list(items, this.form, visitor),
            Value::Object(map) if this.form && map.keys().all(|k| k.parse::<u32>().is_ok()) => {
                Self::list(map.into_iter().map(|(_, v)| v).collect(), this.form, visitor)
            }
            // `labels=a` for `labels[]=a`.
            Value::String(text) if this.form => Self::list(vec![Value::String(text)], true, visitor),
            _ => Err(Wrong::Type),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        let this = self.opened();
        if this.value.is_object() { this.deserialize_any(visitor) } else { Err(Wrong::Type) }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        match &self.value {
            Value::String(text) => {
                let variant: StrDeserializer<'_, Wrong> = text.as_str().into_deserializer();
                visitor.visit_enum(variant)
            }
            _ => Err(Wrong::Type),
        }
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// An object's entries, each read loosely.
struct Entries {
    left: serde_json::map::IntoIter,
    value: Option<Loose>,
    form: bool,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Wrong> {
        let Some((key, value)) = self.left.next() else { return Ok(None) };
        self.value = Some(Loose { value, form: self.form });
        let key: StringDeserializer<Wrong> = key.into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        let value = self.value.take().ok_or_else(|| Wrong::custom("no value"))?;
        seed.deserialize(value)
    }
}
