//! Declares the types of the model: what the JSON Schema describes, the reader, and the walk through it.

/// Declares a record: a struct whose fields are its keys.
///
/// `as "key"` names a key that is not a Rust name. `main` names the key that says what the record is
/// about, and that can replace it; `main start and end` also sets the second key from that value.
/// `required` names a key that the record cannot do without, and what it says, for the help.
/// `pub entry` instead of `pub struct` declares an entry of the strategy, which can have notes as well.
macro_rules! record {
    (
        $(#[$attribute:meta])*
        pub entry $record:ident { $($fields:tt)* }
        $($rest:tt)*
    ) => {
        $crate::strategy::record::record! {
            $(#[$attribute])*
            pub struct $record {
                $($fields)*
                /// Anything else about it: no rule reads it, and reports show it with the entry.
                pub notes: Field<$crate::strategy::Notes>,
            }
            $($rest)*
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    (@option) => { None };
    (@option $key:ident) => { Some(stringify!($key)) };
    (
        $(#[$attribute:meta])*
        pub struct $record:ident {
            $($(#[$doc:meta])* pub $field:ident $(as $key:literal)?: $type:ty,)+
        }
        $(main $main:ident $(and $also:ident)?)?
        $(required $required:ident $(unless $unless:ident $(or $other:ident)*)? = $what:literal)*
    ) => {
        #[derive(Debug, Clone, Default, serde::Serialize, schemars::JsonSchema)]
        #[serde(default, deny_unknown_fields)]
        #[schemars(transform = $crate::strategy::walk::complete::<$record>)]
        $(#[$attribute])*
        pub struct $record {
            $($(#[$doc])* $(#[serde(rename = $key)])? pub $field: $type,)+
        }
        impl $crate::decode::Read for $record {
            const SHAPE: &'static $crate::decode::format::Shape =
                &$crate::decode::format::Shape::Record(&$crate::decode::format::Record {
                    name: stringify!($record),
                    keys: &[$($crate::decode::format::Key {
                        name: record!(@key $field $($key)?),
                        shape: <$type as $crate::decode::Read>::SHAPE,
                        read: |cursor| {
                            let _ = <$type as $crate::decode::Read>::read(cursor);
                        },
                    }),+],
                    main: record!(@option $($main)?),
                    required: &[$($crate::decode::format::Required {
                        key: stringify!($required),
                        unless: &[$(stringify!($unless), $(stringify!($other)),*)?],
                        what: $what,
                    }),*],
                });
            fn read(cursor: $crate::decode::Cursor<'_>) -> Option<Self> {
                let [$($field),+] = cursor.slots()?;
                Some(Self { $($field: cursor.read_slot($field)),+ })
            }
        }
        $(impl $crate::decode::format::FromMain for $record {
            fn from_main(main: $crate::decode::Cursor<'_>) -> Self {
                let mut record = Self::default();
                record.$main = main.field();
                $(record.$also = record.$main.clone().map(Into::into);)?
                record
            }
            fn has_main(&self) -> bool {
                self.$main.is_set()
            }
            fn main_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::decode::format::schema_of(|record: &$record| &record.$main, generator)
            }
        })?
        impl $crate::strategy::walk::Node for $record {
            const MEANING: $crate::strategy::walk::Meaning = $crate::strategy::walk::Meaning::Section;
            fn walk<'a, V: $crate::strategy::walk::Visitor<'a>>(
                &'a self,
                walk: &mut $crate::strategy::walk::Walk<'a, '_, V>,
            ) {
                let Self { $($field),+ } = self;
                $(walk.key(record!(@key $field $($key)?), $field);)+
            }
        }
    };
}
pub(crate) use record;

/// Declares a closed list of words: an enum, and each word as it is written.
macro_rules! words {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[doc = $doc:literal])+ $(#[$default:ident])? $variant:ident = $word:literal,)+ }
    ) => {
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema,
        )]
        $(#[$attribute])*
        pub enum $name {
            $($(#[doc = $doc])+ $(#[$default])? #[serde(rename = $word)] $variant,)+
        }
        #[allow(dead_code)] // not every list needs both
        impl $name {
            /// All of them, in the order of the format.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The word in the file.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
        /// In a sentence: `thought leadership`.
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.key().replace('_', " "))
            }
        }
        impl $crate::decode::value::Scalar for $name {
            const SHAPE: &'static $crate::decode::format::Shape =
                &$crate::decode::format::Shape::Words(&[$($word),+]);
            fn from_text(text: &str) -> Result<Self, $crate::decode::value::ValueError> {
                let word = Self::ALL.into_iter().find(|word| word.key().eq_ignore_ascii_case(text));
                word.ok_or_else(|| $crate::decode::value::not_among(text, &[$($word),+], &[$(concat!($($doc),+)),+]))
            }
        }
        $crate::strategy::record::meaning!(Other: $name);
    };
}
pub(crate) use words;

/// A value is written in output as it is displayed.
macro_rules! serialize_as_text {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    };
}
pub(crate) use serialize_as_text;

/// Declares what values of a type mean.
macro_rules! meaning {
    ($meaning:ident: $($value:ty),+ $(,)?) => {
        $(impl $crate::strategy::walk::Node for $value {
            const MEANING: $crate::strategy::walk::Meaning = $crate::strategy::walk::Meaning::$meaning;
        })+
    };
}
pub(crate) use meaning;

/// Declares what a reference to a type names.
macro_rules! declared {
    ($($kind:ident: $record:ty),+) => {
        $(impl $crate::strategy::walk::Declared for $record {
            const TARGET: $crate::strategy::walk::Target =
                $crate::strategy::walk::Target::Entry($crate::strategy::subject::EntryKind::$kind);
        })+
    };
}
pub(crate) use declared;
