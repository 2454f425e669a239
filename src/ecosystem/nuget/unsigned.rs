//! A signed NuGet package without its signature.
//!
//! A registry adds its signature to a package as one more entry of the zip,
//! and the lockfile's `contentHash` is that of the package before. Taking the
//! entry out gives those bytes back; whether it did is for the hash to say, so
//! nothing here has to be believed.
//! Form: PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.

/// The signature's name in the archive.
const SIGNATURE: &[u8] = b".signature.p7s";

/// One header of the central directory.
struct Header<'zip> {
    bytes: &'zip [u8],
    /// Where the entry stands in the file.
    offset: u32,
}

/// The archive as it was before its signature was added; `None` when it has
/// none, or isn't of the plain form that packages have.
pub(super) fn without_signature(zip: &[u8]) -> Option<Vec<u8>> {
    // A package has no comment, so its last record has its least length.
    let end_at = zip.len().checked_sub(22)?;
    let end = zip.get(end_at..).filter(|end| end.starts_with(b"PK\x05\x06"))?;
    let (count, size, start) = (short(end, 10)?, long(end, 12)?, long(end, 16)?);
    let directory = zip.get(start as usize..(start as usize).checked_add(size as usize)?)?;
    let headers = headers(directory)?;
    let signature = headers.iter().find(|header| header.bytes.get(46..60) == Some(SIGNATURE))?;
    let later = headers.iter().map(|header| header.offset).filter(|&offset| offset > signature.offset);
    let behind = later.min().unwrap_or(start);
    let removed = behind.checked_sub(signature.offset)?;

    let mut bytes = zip.get(..signature.offset as usize)?.to_vec();
    bytes.extend_from_slice(zip.get(behind as usize..start as usize)?);
    for header in headers.iter().filter(|header| header.offset != signature.offset) {
        let moved = if header.offset > signature.offset { removed } else { 0 };
        bytes.extend_from_slice(header.bytes.get(..42)?);
        bytes.extend_from_slice(&header.offset.checked_sub(moved)?.to_le_bytes());
        bytes.extend_from_slice(header.bytes.get(46..)?);
    }
    let left = count.checked_sub(1)?.to_le_bytes();
    bytes.extend_from_slice(end.get(..8)?);
    bytes.extend_from_slice(&left);
    bytes.extend_from_slice(&left);
    let header_length = u32::try_from(signature.bytes.len()).ok()?;
    bytes.extend_from_slice(&size.checked_sub(header_length)?.to_le_bytes());
    bytes.extend_from_slice(&start.checked_sub(removed)?.to_le_bytes());
    bytes.extend_from_slice(end.get(20..)?);
    Some(bytes)
}

fn headers(mut directory: &[u8]) -> Option<Vec<Header<'_>>> {
    let mut headers = Vec::new();
    while !directory.is_empty() {
        let lengths = [short(directory, 28)?, short(directory, 30)?, short(directory, 32)?];
        let length = 46 + lengths.into_iter().map(usize::from).sum::<usize>();
        let (bytes, rest) = directory.split_at_checked(length)?;
        headers.push(Header { bytes, offset: long(bytes, 42)? });
        directory = rest;
    }
    Some(headers)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::write::SimpleFileOptions;

    use super::without_signature;

    fn pack(names: &[&str]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, SimpleFileOptions::default()).expect("started");
            zip.write_all(name.as_bytes()).expect("written");
        }
        zip.finish().expect("finished").into_inner()
    }

    #[test]
    fn the_package_before_its_signature_comes_back_byte_for_byte() {
        let plain = pack(&["a.nuspec", "lib/a.dll"]);
        for signed in [
            pack(&["a.nuspec", "lib/a.dll", ".signature.p7s"]),
            pack(&["a.nuspec", ".signature.p7s", "lib/a.dll"]),
        ] {
            assert_eq!(without_signature(&signed), Some(plain.clone()));
        }
        assert_eq!(without_signature(&plain), None);
    }

    #[test]
    fn no_bytes_are_too_odd() {
        let signed = pack(&["a.nuspec", ".signature.p7s"]);
        for at in 0..signed.len() {
            let mut odd = signed.clone();
            odd[at] ^= 0xff;
            let _ = without_signature(&odd);
            let _ = without_signature(&signed[..at]);
        }
    }
}
