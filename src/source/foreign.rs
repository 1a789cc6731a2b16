//! Files that other programs write, recognized by their first bytes and the names of their parts.

/// A kind of file that is not plain text, or not the text that was meant.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// `a Word document`.
    pub(crate) name: &'static str,
    /// What to do to get a strategy from it.
    pub(crate) help: &'static str,
}

const COPY: &str = "copy its text into a file of plain text such as `strategy.yaml`, or start one with \
                    `stratplan init` and fill it in";

const WORD: Foreign = Foreign { name: "a Word document", help: COPY };
const POWERPOINT: Foreign = Foreign { name: "a PowerPoint presentation", help: COPY };
const LIBREOFFICE: Foreign = Foreign { name: "a LibreOffice document", help: COPY };
const IWORK: Foreign = Foreign { name: "a Pages, Numbers or Keynote document", help: COPY };
const OFFICE: Foreign = Foreign { name: "an Office document", help: COPY };
const PDF: Foreign = Foreign { name: "a PDF", help: COPY };
const EXCEL: Foreign = Foreign {
    name: "an Excel workbook",
    help: "start a strategy with `stratplan init` and copy the cells into it; readings of KPIs can be saved as CSV \
           and named at `readings:`",
};
const PROTECTED: Foreign = Foreign {
    name: "an Office document with a password",
    help: "open it with the password, and copy its text into a file of plain text such as `strategy.yaml`",
};
const RTF: Foreign = Foreign {
    name: "formatted text (RTF)",
    help: "save it as plain text: in TextEdit choose Format > Make Plain Text, in Word or WordPad save it as plain \
           text in UTF-8",
};
const WEB_PAGE: Foreign = Foreign {
    name: "a web page",
    help: "download the file itself, not the page that shows it: on GitHub it is behind “Raw”",
};
const GOOGLE: Foreign = Foreign {
    name: "only a link to a Google document",
    help: "open the document in the browser, choose File > Download > Plain Text, and check that file",
};
const ZIP: Foreign =
    Foreign { name: "a ZIP archive", help: "unpack it, and name the strategy that is in it" };

/// What the name of a part says about the file that it is in.
const PARTS: [(&str, &Foreign); 5] = [
    ("word/document", &WORD),
    ("xl/workbook", &EXCEL),
    ("ppt/presentation", &POWERPOINT),
    ("mimetypeapplication/vnd.oasis.opendocument", &LIBREOFFICE),
    ("Index/Document.iwa", &IWORK),
];
/// The same in the formats of Office before 2007.
const OLD_PARTS: [(&str, &Foreign); 4] = [
    ("WordDocument", &WORD),
    ("Workbook", &EXCEL),
    ("PowerPoint Document", &POWERPOINT),
    ("EncryptedPackage", &PROTECTED),
];

impl Foreign {
    /// The kind of a file, if another program wrote it.
    pub(crate) fn of(bytes: &[u8]) -> Option<&'static Self> {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        let begins = |word: &str| {
            text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
        };
        match bytes {
            [b'P', b'K', 3, 4, ..] => {
                Some(first_of(PARTS.map(|(name, kind)| (name.into(), kind)), bytes).unwrap_or(&ZIP))
            }
            [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => {
                let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect();
                Some(first_of(OLD_PARTS.map(|(name, kind)| (wide(name), kind)), bytes).unwrap_or(&OFFICE))
            }
            _ if begins("%PDF-") => Some(&PDF),
            _ if begins("{\\rtf") => Some(&RTF),
            _ if begins("<!doctype html") || begins("<html") => Some(&WEB_PAGE),
            _ if begins("{") && position(text.get(..2000).unwrap_or(text), b"\"doc_id\"").is_some() => {
                Some(&GOOGLE)
            }
            _ => None,
        }
    }

    /// Whether people write in such a file, so that it can be a strategy with the wrong name.
    pub(crate) fn is_document(&self) -> bool {
        ![&WEB_PAGE, &ZIP].contains(&self)
    }
}

/// The kind whose part comes first, as a document can contain others.
fn first_of<const N: usize>(
    parts: [(Vec<u8>, &'static Foreign); N],
    bytes: &[u8],
) -> Option<&'static Foreign> {
    let found = parts.into_iter().filter_map(|(name, kind)| Some((position(bytes, &name)?, kind)));
    found.min_by_key(|(at, _)| *at).map(|(_, kind)| kind)
}

fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_programs_are_recognized() {
        let zip = |names: &str| [b"PK\x03\x04\x14\0\x06\0", names.as_bytes()].concat();
        let old = |name: &str| {
            let name = name.encode_utf16().flat_map(u16::to_le_bytes);
            [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]
                .into_iter()
                .chain(name)
                .collect::<Vec<u8>>()
        };
        for (bytes, kind) in [
            (zip("[Content_Types].xml..word/document.xml..word/embeddings/a.xlsx..xl/workbook.xml"), &WORD),
            (zip("[Content_Types].xml..xl/workbook.xml..xl/embeddings/a.docx..word/document.xml"), &EXCEL),
            (zip("[Content_Types].xml..ppt/presentation.xml"), &POWERPOINT),
            (zip("mimetypeapplication/vnd.oasis.opendocument.textPK"), &LIBREOFFICE),
            (zip("Index/Document.iwa"), &IWORK),
            (zip("strategy.yaml"), &ZIP),
            (old("Root Entry..WordDocument"), &WORD),
            (old("Root Entry..Workbook"), &EXCEL),
            (old("Root Entry..PowerPoint Document"), &POWERPOINT),
            (old("Root Entry..EncryptedPackage"), &PROTECTED),
            (old("Root Entry"), &OFFICE),
            (b"%PDF-1.7\n%\xe2\xe3".to_vec(), &PDF),
            (b"{\\rtf1\\ansi\n stratplan: 1".to_vec(), &RTF),
            (b"\xef\xbb\xbf\n<!DOCTYPE html>\n<html>".to_vec(), &WEB_PAGE),
            (b"<HTML lang=en>".to_vec(), &WEB_PAGE),
            (
                br#"{"":"WARNING! DO NOT EDIT THIS FILE!","doc_id":"1aB","email":"mia@example.org"}"#
                    .to_vec(),
                &GOOGLE,
            ),
        ] {
            assert_eq!(Foreign::of(&bytes), Some(kind), "{}", String::from_utf8_lossy(&bytes));
        }
        for text in
            ["", "P", "stratplan: 1\n# word/document.xml, %PDF-, <html>", "PK: 1", "{ stratplan: 1 }", "{}"]
        {
            assert_eq!(Foreign::of(text.as_bytes()), None, "{text}");
        }
    }
}
