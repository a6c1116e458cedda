//! Where temporary files are made.

use std::borrow::Cow;
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

/// What says whether outputs are written to files, and where: a `bool`, or a path for a directory.
///
/// See [`Parallel::write_to_file`](crate::Parallel::write_to_file). This trait cannot be implemented outside this
/// crate.
///
/// # Examples
///
/// ```
/// use parallelize::parallel;
///
/// let in_files = std::env::temp_dir(); // or `true`, or `false`
/// let doubled = parallel(&[1, 2]).write_to_file(&in_files).flatten(|numbers| numbers.iter().map(|n| n * 2).collect());
/// assert_eq!(doubled.unwrap(), [2, 4]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say whether, or where, to write outputs to files",
    label = "neither a `bool` nor the path of a directory"
)]
pub trait WriteToFile {
    #[doc(hidden)]
    fn target(&self) -> Target;
}

/// Where outputs are kept until they are merged.
#[doc(hidden)]
#[derive(Clone, Debug)]
#[allow(unreachable_pub)] // in the signature of a hidden method
pub enum Target {
    Memory,
    Files(PathBuf),
}

impl Target {
    /// The directory for the files of a call that cannot keep its outputs in memory.
    pub(super) fn directory(self) -> PathBuf {
        match self {
            Target::Files(directory) => directory,
            Target::Memory => default_directory(),
        }
    }
}

impl WriteToFile for Target {
    fn target(&self) -> Target {
        self.clone()
    }
}

impl WriteToFile for bool {
    fn target(&self) -> Target {
        if *self {
            Target::Files(default_directory())
        } else {
            Target::Memory
        }
    }
}

macro_rules! paths {
    ($($path:ty)*) => {$(
        impl WriteToFile for $path {
            fn target(&self) -> Target {
                Target::Files(AsRef::<Path>::as_ref(self).to_owned())
            }
        }
    )*};
}

paths!(Path str String PathBuf OsStr OsString Cow<'_, Path> Box<Path> Arc<Path> Rc<Path>);

impl<W: WriteToFile + ?Sized> WriteToFile for &W {
    fn target(&self) -> Target {
        (**self).target()
    }
}

/// `PARALLELIZE_SPILL_DIR`, which is read once, else what the system offers.
fn default_directory() -> PathBuf {
    static OURS: OnceLock<Option<PathBuf>> = OnceLock::new();
    let ours = OURS.get_or_init(|| from_environment("PARALLELIZE_SPILL_DIR"));
    let named = ours.clone().or_else(|| from_environment("TMPDIR"));
    // `/tmp` is often memory, which is what outputs are to be moved out of.
    let large = Path::new("/var/tmp");
    named.unwrap_or_else(|| {
        // Without files, there is no `temp_dir`. To make a file then is an error, and no panic.
        if cfg!(target_family = "wasm") || (cfg!(unix) && large.is_dir()) {
            large.to_owned()
        } else {
            env::temp_dir()
        }
    })
}

fn from_environment(name: &str) -> Option<PathBuf> {
    let value = env::var_os(name).filter(|value| !value.is_empty());
    value.map(PathBuf::from)
}
