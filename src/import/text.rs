//! The text of a file, whatever encoding it is in.

use encoding_rs::{DecoderResult, Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Problem;

const DAMAGED: &str = "download it again, or save it from a spreadsheet as “CSV UTF-8”";

/// Decodes a file: UTF-8, UTF-16 with or without its mark, otherwise Windows-1252. A large text in UTF-8 is not copied.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Problem> {
    let (encoding, skip): (Option<&'static Encoding>, usize) = match bytes.as_slice() {
        [0xff, 0xfe, ..] => (Some(UTF_16LE), 2),
        [0xfe, 0xff, ..] => (Some(UTF_16BE), 2),
        [0xef, 0xbb, 0xbf, ..] => (None, 3),
        all => (unmarked(all), 0),
    };
    let text = match encoding {
        Some(encoding) => {
            let content = bytes.get(skip..).unwrap_or_default();
            if content.len() % 2 == 1 {
                return Err(Problem::new("the file ends in the middle of a character", DAMAGED));
            }
            decoded(encoding, content)
        }
        None => match String::from_utf8(bytes) {
            Ok(mut text) => {
                text.drain(..skip);
                Some(text)
            }
            // One slip in UTF-8 is damage, not another encoding.
            Err(_) if skip > 0 => None,
            Err(error) => decoded(WINDOWS_1252, error.as_bytes()),
        },
    };
    let Some(text) = text else {
        return Err(Problem::new("the file has characters that cannot be read", DAMAGED));
    };
    let is_binary = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c);
    if text.bytes().any(is_binary) || text.contains(['\u{81}', '\u{8d}', '\u{8f}', '\u{90}', '\u{9d}']) {
        return Err(Problem::new("the file is neither text nor a workbook", DAMAGED));
    }
    Ok(text)
}

/// Decodes piece by piece, so that the text takes no more memory than it needs.
fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() / 2 + 16);
    let mut rest = bytes;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = rest.get(read..)?;
        match result {
            DecoderResult::InputEmpty => return Some(text),
            DecoderResult::OutputFull => text.reserve_exact(rest.len() / 2 + (1 << 20)),
            DecoderResult::Malformed(..) => return None,
        }
    }
}

/// The encoding of a text in UTF-16 without its mark: every other byte of plain text is zero.
fn unmarked(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(400)).unwrap_or_default();
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match start.len() / 4 {
        0 => None,
        most if odd > most && even == 0 => Some(UTF_16LE),
        most if even > most && odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_the_same_in_every_encoding() {
        let text = "Date,Impressões\n2027-05-01,4\n";
        let utf_16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
            mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
        };
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            ["\u{feff}".as_bytes(), text.as_bytes()].concat(),
            utf_16(&[0xff, 0xfe], u16::to_le_bytes),
            utf_16(&[0xfe, 0xff], u16::to_be_bytes),
            utf_16(&[], u16::to_le_bytes),
            utf_16(&[], u16::to_be_bytes),
            latin,
        ] {
            assert_eq!(decode(bytes).unwrap(), text);
        }
    }

    #[test]
    fn what_is_not_a_text_is_refused() {
        let with_mark = ["\u{feff}a,b\n".as_bytes(), &[0xe9]].concat();
        for bytes in [&b"\xff\xfea\0b"[..], b"GIF89a\x01\x00\x01\x00", b"a,b\n1,\x81\n", &with_mark] {
            assert!(decode(bytes.to_vec()).is_err(), "{bytes:?}");
        }
    }
}
