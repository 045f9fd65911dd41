//! Reading what others wrote: a field that is missing, null or of a wrong type costs that field, and
//! a bad item of a list that item, not what they stand in.
//!
//! For values that are in memory: there, what could not be read does not stand in the way of what
//! follows it. `serde_with`'s `DefaultOnError` works on texts too, and for that it copies each value
//! whole before it looks at it: of OpenCode's, all that is never read would cross into WebAssembly,
//! and a JavaScript value that contains itself would never end.

use std::fmt;
use std::marker::PhantomData;

use litemap::LiteMap;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde::{Deserialize, Deserializer, forward_to_deserialize_any};
use serde_json::{Map, Value};

/// A value that may be anything; none where it cannot be read.
struct Tried<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Tried<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(T::deserialize(deserializer).ok()))
    }
}

/// A field that has its default where it cannot be read.
///
/// # Errors
/// Never.
pub fn field<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Default,
{
    let Tried(value) = Tried::deserialize(deserializer)?;
    Ok(value.unwrap_or_default())
}

/// A field that is something wherever it is not null: its default where it cannot be read.
///
/// # Errors
/// Never.
pub fn some<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de> + Default,
{
    let value: Option<Tried<T>> = Option::deserialize(deserializer).unwrap_or_default();
    Ok(value.map(|Tried(value)| value.unwrap_or_default()))
}

/// A field that must be there, and has its default where it cannot be read.
///
/// # Errors
/// Where it is null.
pub fn given<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Default,
{
    let Tried(value) =
        Option::deserialize(deserializer)?.ok_or_else(|| D::Error::custom("it is null"))?;
    Ok(value.unwrap_or_default())
}

/// The items of a list that can be read; none of anything else.
///
/// # Errors
/// Never.
pub fn list<'de, D: Deserializer<'de>, T, C>(deserializer: D) -> Result<C, D::Error>
where
    T: Deserialize<'de>,
    C: From<Vec<T>>,
{
    struct Items<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Items<T> {
        type Value = Vec<T>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a list")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
            let mut list = Vec::new();
            while let Some(Tried(item)) = items.next_element()? {
                list.extend(item);
            }
            Ok(list)
        }
    }

    // `deserialize_seq` would take anything in JavaScript that can be iterated, without an end too.
    let items = deserializer.deserialize_any(Items(PhantomData));
    Ok(items.unwrap_or_default().into())
}

/// The entries of an object that can be read; none of anything else.
///
/// # Errors
/// Never.
pub fn map<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<LiteMap<String, T>, D::Error>
where
    T: Deserialize<'de>,
{
    struct Entries<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
        type Value = LiteMap<String, T>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
            let mut map = LiteMap::new();
            while let Some((name, Tried(value))) = entries.next_entry()? {
                if let Some(value) = value {
                    map.insert(name, value);
                }
            }
            Ok(map)
        }
    }

    let entries = deserializer.deserialize_any(Entries(PhantomData));
    Ok(entries.unwrap_or_default())
}

/// One of a few names, which must be a text.
///
/// # Errors
/// Where it is no text, or no such name.
pub fn name<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de>,
{
    let name = String::deserialize(deserializer)?;
    T::deserialize(StrDeserializer::new(&name))
}

/// A choice: a name, or an object with the name as its one key. What stands beside a name that needs
/// nothing is ignored: a later version may have put it there.
///
/// # Errors
/// Where it is none of the choices, or lacks what the choice needs.
pub fn choice<'de, D: Deserializer<'de>, T>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de>,
{
    let value = Value::deserialize(deserializer)?;
    Choice::of(value)
        .and_then(|choice| T::deserialize(choice).ok())
        .ok_or_else(|| D::Error::custom("there is no such choice"))
}

/// The name of a choice, and what stands beside it, wherever that lives.
pub struct Choice<D> {
    name: String,
    body: D,
}

impl<D> Choice<D> {
    /// The choice of this name.
    #[must_use]
    pub fn new(name: String, body: D) -> Self {
        Self { name, body }
    }
}

impl Choice<Map<String, Value>> {
    /// Reads a name, or an object with the name as its one key.
    pub(in crate::core) fn of(value: Value) -> Option<Self> {
        let (name, body) = match value {
            Value::String(name) => (name, Value::Null),
            Value::Object(fields) if fields.len() == 1 => fields.into_iter().next()?,
            Value::Object(_)
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_) => return None,
        };
        let body = if let Value::Object(fields) = body {
            fields
        } else {
            Map::new()
        };
        Some(Self { name, body })
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Choice<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

impl<'de, D: Deserializer<'de>> EnumAccess<'de> for Choice<D> {
    type Error = D::Error;
    type Variant = Body<D>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Body<D>), D::Error> {
        let name = seed.deserialize(StrDeserializer::new(&self.name))?;
        Ok((name, Body(self.body)))
    }
}

/// What stands beside a name.
pub struct Body<D>(D);

impl<'de, D: Deserializer<'de>> VariantAccess<'de> for Body<D> {
    type Error = D::Error;

    fn unit_variant(self) -> Result<(), D::Error> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, D::Error> {
        seed.deserialize(self.0)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct("", fields, visitor)
    }
}
