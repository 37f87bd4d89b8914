//! Values on their way to and from PostgreSQL. A parameter's type is the statement's, so a text may go into JSONB
//! and a number into any column of numbers.

use bytes::{BufMut, BytesMut};
use postgres::types::{Format, FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::{Json, Param};

type AnyError = Box<dyn std::error::Error + Sync + Send>;

/// A parameter that takes the type the statement asks for.
#[derive(Debug)]
pub(super) struct Bound<'a>(pub(super) Param<'a>);

impl ToSql for Bound<'_> {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, AnyError> {
        match self.0 {
            Param::Null => return Ok(IsNull::Yes),
            Param::Int(n) => match *ty {
                Type::INT8 => out.put_i64(n),
                Type::INT4 => out.put_i32(n.try_into()?),
                Type::INT2 => out.put_i16(n.try_into()?),
                _ => out.put_slice(n.to_string().as_bytes()),
            },
            Param::Bool(b) => out.put_slice(if b { b"t" } else { b"f" }),
            Param::Float(f) => out.put_slice(f.to_string().as_bytes()),
            Param::Text(t) if *ty == Type::JSONB || *ty == Type::JSON => {
                out.put_slice(Json(t.replace('\0', "")).without_nul().0.as_bytes());
            }
            Param::Text(t) if t.contains('\0') => out.put_slice(t.replace('\0', "").as_bytes()),
            Param::Text(t) => out.put_slice(t.as_bytes()),
            Param::Bytes(b) => out.put_slice(b),
        }
        Ok(IsNull::No)
    }

    fn accepts(_ty: &Type) -> bool {
        true
    }

    /// Everything goes as text and is read by the server, but for what is as simple in binary.
    fn encode_format(&self, ty: &Type) -> Format {
        match self.0 {
            Param::Int(_) if matches!(*ty, Type::INT8 | Type::INT4 | Type::INT2) => Format::Binary,
            Param::Bytes(_) => Format::Binary,
            _ => Format::Text,
        }
    }

    to_sql_checked!();
}

/// A whole number of any width.
pub(crate) struct Number(pub(crate) i64);

impl<'a> FromSql<'a> for Number {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, AnyError> {
        Ok(Self(match *ty {
            Type::INT2 => i64::from(i16::from_sql(ty, raw)?),
            Type::INT4 => i64::from(i32::from_sql(ty, raw)?),
            _ => i64::from_sql(ty, raw)?,
        }))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT2 | Type::INT4 | Type::INT8)
    }
}

/// The text of a JSON value.
pub(crate) struct RawJson(pub(crate) String);

impl<'a> FromSql<'a> for RawJson {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, AnyError> {
        // JSONB has a version before its text.
        let text = if *ty == Type::JSONB { raw.get(1..).unwrap_or_default() } else { raw };
        Ok(Self(std::str::from_utf8(text)?.to_owned()))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::JSONB | Type::JSON | Type::TEXT)
    }
}
