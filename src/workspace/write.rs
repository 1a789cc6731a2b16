//! Writes files atomically: the text is written next to the file that it replaces, synced, and renamed
//! over it. Other programs see the old file or the new one, even after a crash.
//!
//! The new file has everything the old one had: owner, permissions, access list and other attributes. If that
//! cannot be, because the file has a second name or belongs to somebody else, it is written in place, while a synced
//! copy of the old text is next to it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::{WorkspaceError, display, folder_of, inputs, reason};

/// Writes or overwrites a file. Permissions are kept, and a link stays a link. A pipe or a device is
/// written to directly.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), WorkspaceError> {
    let in_place = || fs::write(path, bytes).map_err(|error| unwritable(path, &error));
    let Some(target) = followed(path) else { return in_place() };
    match fs::metadata(&target) {
        Ok(old) if old.is_file() => replace(path, &target, Some(&old), bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => replace(path, &target, None, bytes),
        _ => in_place(),
    }
}

/// Writes a report. It must not replace a file that this run has read.
pub(crate) fn write_output(path: &Path, bytes: &[u8]) -> Result<(), WorkspaceError> {
    if inputs::contain(path) {
        let reason = "this run reads it: name another file for the output";
        return Err(WorkspaceError::unwritable(display(path), reason));
    }
    write(path, bytes)
}

/// How long a file is that another program has begun, and whether it ends in the middle of a line.
pub(crate) fn end_of(path: &Path) -> (usize, bool) {
    let end = || -> io::Result<(usize, bool)> {
        let mut file = File::open(path)?;
        let data = file.metadata()?;
        if !data.is_file() || data.len() == 0 {
            return Ok((0, false));
        }
        let mut last = [b'\n'];
        file.seek(io::SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
        Ok((usize::try_from(data.len()).unwrap_or(usize::MAX), last != *b"\n"))
    };
    end().unwrap_or_default()
}

/// Appends to a file that belongs to another program; creates it if it does not exist.
pub(crate) fn append(path: &Path, bytes: &[u8]) -> Result<(), WorkspaceError> {
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.and_then(|mut file| file.write_all(bytes)).map_err(|error| unwritable(path, &error))
}

/// Fails if a new file certainly cannot be written to this path, without writing anything.
pub(crate) fn check_new(path: &Path, force: bool) -> Result<(), WorkspaceError> {
    let folder = fs::metadata(folder_of(path)).map_err(|error| unwritable(path, &error))?;
    let exists = fs::symlink_metadata(path).is_ok() && (!force || path.is_dir());
    let kind = match (exists, folder.is_dir()) {
        (true, _) => io::ErrorKind::AlreadyExists,
        (false, false) => io::ErrorKind::NotFound,
        (false, true) => return Ok(()),
    };
    Err(unwritable(path, &kind.into()))
}

/// Writes a new file; overwrites an existing one only with `force`.
pub(crate) fn write_new(path: &Path, text: &str, force: bool) -> Result<(), WorkspaceError> {
    if force {
        return write(path, text.as_bytes());
    }
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| unwritable(path, &error))
}

pub(crate) fn make_folder(path: &Path) -> Result<(), WorkspaceError> {
    fs::create_dir_all(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            WorkspaceError::unwritable(display(path), "this is not a folder")
        }
        _ => unwritable(path, &error),
    })
}

/// The target of a link, whether or not it exists. None for system files, such as
/// `/dev/stdout`: even if that is a file, another program has it open.
fn followed(path: &Path) -> Option<PathBuf> {
    // More steps than this are a cycle, which the system will report.
    const STEPS: usize = 40;
    let is_system_path =
        |path: &Path| cfg!(unix) && ["/dev", "/proc"].iter().any(|root| path.starts_with(root));
    let mut target = path.to_owned();
    for _ in 0..STEPS {
        if is_system_path(&target) {
            return None;
        }
        let Ok(next) = fs::read_link(&target) else { return Some(target) };
        target = target.parent().unwrap_or(Path::new("")).join(next);
    }
    None
}

fn replace(
    path: &Path,
    target: &Path,
    old: Option<&fs::Metadata>,
    bytes: &[u8],
) -> Result<(), WorkspaceError> {
    let fail = |error: io::Error| unwritable(path, &error);
    if old.is_some() {
        // A file without write permission must not be replaced either.
        OpenOptions::new().write(true).open(target).map_err(fail)?;
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".stratplan-").suffix(".tmp");
    #[cfg(unix)]
    if old.is_none() {
        use std::os::unix::fs::PermissionsExt;
        // Those of any new file: the system applies the user's umask.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder_of(target)).map_err(|error| match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            WorkspaceError::unwritable(display(path), "its folder is not writable")
        }
        _ => fail(error),
    })?;
    if let Some(old) = old
        && !copy_metadata(file.as_file(), target, old)
    {
        return rewrite_in_place(path, target, file, bytes);
    }
    file.write_all(bytes).map_err(fail)?;
    file.as_file().sync_all().map_err(fail)?;
    file.persist(target).map(drop::<File>).map_err(|error| fail(error.error))
}

/// Gives a new file what the old one has besides its text: owner, permissions, attributes. False if that is impossible,
/// or if the old file has another name that would be left with the old text.
#[cfg(unix)]
fn copy_metadata(file: &File, target: &Path, old: &fs::Metadata) -> bool {
    use std::os::unix::fs::{MetadataExt, fchown};
    use xattr::FileExt;
    let attributes = || -> io::Result<()> {
        for name in xattr::list(target)? {
            let value = xattr::get(target, &name)?;
            // What the system gave it, such as a security label, often cannot be set.
            if value != file.get_xattr(&name)? {
                file.set_xattr(&name, &value.unwrap_or_default())?;
            }
        }
        Ok(())
    };
    let has_attributes = match attributes() {
        // A file system without attributes has none to lose.
        Err(error) => error.kind() == io::ErrorKind::Unsupported,
        Ok(()) => true,
    };
    // Permissions come last: changing the owner takes some of them away.
    old.nlink() == 1
        && fchown(file, Some(old.uid()), Some(old.gid())).is_ok()
        && has_attributes
        && file.set_permissions(old.permissions()).is_ok()
}

#[cfg(not(unix))]
fn copy_metadata(file: &File, _: &Path, old: &fs::Metadata) -> bool {
    file.set_permissions(old.permissions()).is_ok()
}

/// Writes over a file. `copy` keeps the old text until the new one is on the disk, and stays if neither can be.
fn rewrite_in_place(
    path: &Path,
    target: &Path,
    mut copy: NamedTempFile,
    bytes: &[u8],
) -> Result<(), WorkspaceError> {
    let fail = |error: io::Error| unwritable(path, &error);
    let before = fs::read(target).map_err(fail)?;
    copy.write_all(&before).and_then(|()| copy.as_file().sync_all()).map_err(fail)?;
    let overwrite = |bytes: &[u8]| {
        let mut file = OpenOptions::new().write(true).truncate(true).open(target)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    let Err(error) = overwrite(bytes) else { return Ok(()) };
    if overwrite(&before).is_ok() {
        return Err(fail(error));
    }
    let kept = copy.keep().map(|(_, kept)| display(&kept)).unwrap_or_default();
    let reason = format!("{}; what it was is in {kept}", reason(&error));
    Err(WorkspaceError::unwritable(display(path), &reason))
}

fn unwritable(path: &Path, error: &io::Error) -> WorkspaceError {
    let reason = match error.kind() {
        io::ErrorKind::AlreadyExists if path.is_dir() => "this is a directory".to_owned(),
        io::ErrorKind::AlreadyExists => "it already exists; --force replaces it".to_owned(),
        io::ErrorKind::NotFound => "its folder does not exist".to_owned(),
        _ => reason(error),
    };
    WorkspaceError::unwritable(display(path), &reason)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    /// The names in a folder, to find leftover files.
    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_file_is_replaced_with_its_permissions_and_nothing_else_is_left() {
        let folder = folder();
        let (path, usual) = (folder.path().join("plan.yaml"), folder.path().join("usual"));
        fs::write(&usual, b"").unwrap();
        write(&path, b"one, and longer").unwrap();
        assert_eq!(mode(&path), mode(&usual), "those of any new file");
        for kept in [0o600, 0o640, 0o664, 0o755] {
            set_mode(&path, kept);
            let before = fs::metadata(&path).unwrap();
            write(&path, b"two").unwrap();
            let after = fs::metadata(&path).unwrap();
            assert_eq!((mode(&path), fs::read(&path).unwrap()), (kept, b"two".to_vec()));
            assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
            assert_ne!(after.ino(), before.ino(), "the old file was replaced, not written to");
        }
        assert_eq!(names(folder.path()), ["plan.yaml", "usual"]);
    }

    #[test]
    fn a_link_stays_a_link() {
        let folder = folder();
        let real = folder.path().join("deep/plan.yaml");
        fs::create_dir(folder.path().join("deep")).unwrap();
        fs::write(&real, b"one").unwrap();
        let (link, twice) = (folder.path().join("link.yaml"), folder.path().join("deep/twice.yaml"));
        symlink("deep/plan.yaml", &link).unwrap();
        symlink("../link.yaml", &twice).unwrap();
        write(&twice, b"two").unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"two");
        assert_eq!(fs::read_link(&link).unwrap(), Path::new("deep/plan.yaml"));
        assert_eq!(fs::read_link(&twice).unwrap(), Path::new("../link.yaml"));
        // A link to a missing file creates it.
        let broken = folder.path().join("new.yaml");
        symlink("deep/new.yaml", &broken).unwrap();
        write(&broken, b"three").unwrap();
        assert_eq!(fs::read(folder.path().join("deep/new.yaml")).unwrap(), b"three");
        // A cycle is an error.
        symlink("b", folder.path().join("a")).unwrap();
        symlink("a", folder.path().join("b")).unwrap();
        assert!(write(&folder.path().join("a"), b"x").is_err());
        assert_eq!(names(folder.path()), ["a", "b", "deep", "link.yaml", "new.yaml"]);
    }

    #[test]
    fn a_file_with_a_second_name_keeps_it() {
        let folder = folder();
        let (path, other) = (folder.path().join("plan.yaml"), folder.path().join("other.yaml"));
        fs::write(&path, b"one, and longer").unwrap();
        fs::hard_link(&path, &other).unwrap();
        set_mode(&path, 0o640);
        write(&path, b"two").unwrap();
        assert_eq!((fs::read(&other).unwrap(), mode(&path)), (b"two".to_vec(), 0o640));
        assert_eq!(fs::metadata(&path).unwrap().ino(), fs::metadata(&other).unwrap().ino());
        assert_eq!(names(folder.path()), ["other.yaml", "plan.yaml"], "the copy is gone");
    }

    #[test]
    fn attributes_are_kept() {
        let folder = folder();
        let path = folder.path().join("plan.yaml");
        fs::write(&path, b"one").unwrap();
        if xattr::set(&path, "user.origin", b"agency").is_err() {
            return; // not on this file system
        }
        // An access list: the owner, the user 12, the group, the mask and the others.
        let list = [
            (0x01_u16, 6_u16, u32::MAX),
            (0x02, 4, 12),
            (0x04, 4, u32::MAX),
            (0x10, 4, u32::MAX),
            (0x20, 0, u32::MAX),
        ];
        let bytes = list.iter().flat_map(|(tag, rights, id)| {
            [&tag.to_le_bytes()[..], &rights.to_le_bytes(), &id.to_le_bytes()].concat()
        });
        let list: Vec<u8> = 2_u32.to_le_bytes().into_iter().chain(bytes).collect();
        let has_list = xattr::set(&path, "system.posix_acl_access", &list).is_ok();
        write(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(xattr::get(&path, "user.origin").unwrap().as_deref(), Some(&b"agency"[..]));
        if has_list {
            assert_eq!(xattr::get(&path, "system.posix_acl_access").unwrap(), Some(list));
        }
    }

    #[test]
    fn devices_are_written_to_directly() {
        write(Path::new("/dev/null"), b"x").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        let folder = folder();
        let link = folder.path().join("null");
        symlink("/dev/null", &link).unwrap();
        write(&link, b"x").unwrap();
        assert_eq!(names(folder.path()), ["null"]);
    }

    #[test]
    fn files_and_folders_without_permission_are_not_changed() {
        let folder = folder();
        let path = folder.path().join("plan.yaml");
        fs::write(&path, b"one").unwrap();
        set_mode(&path, 0o444);
        if OpenOptions::new().write(true).open(&path).is_ok() {
            return; // root can write anything
        }
        let said = || write(&path, b"two").unwrap_err().to_string();
        assert!(said().ends_with("plan.yaml: not written, permission denied"), "{}", said());
        set_mode(&path, 0o644);
        set_mode(folder.path(), 0o555);
        assert!(said().ends_with("plan.yaml: not written, its folder is not writable"), "{}", said());
        set_mode(folder.path(), 0o755);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(names(folder.path()), ["plan.yaml"]);
    }
}
