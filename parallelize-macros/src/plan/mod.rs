//! Everything that the expansion prints, decided.

pub(crate) mod files;
pub(crate) mod outputs;
pub(crate) mod params;
pub(crate) mod roles;
pub(crate) mod streams;
pub(crate) mod writers;

use syn::{Expr, Path, ReturnType};

use crate::parse::cuts::CutRule;
use crate::parse::item::Item;
use crate::parse::options::{Count, Observed, Options};
use crate::parse::values::Sequential;

use outputs::{Outputs, Unmergeable};
use params::Param;
use roles::{Gathering, Role};
use streams::Batch;

pub(crate) struct Plan {
    /// The path of the library, if the user says it.
    pub(crate) crate_path: Option<Path>,
    /// The parameters: the arguments that are cut come first.
    pub(crate) params: Vec<Param>,
    /// How the body gets its chunk, if what is split is a stream.
    pub(crate) stream: Option<Batch>,
    pub(crate) counts: Vec<Count>,
    pub(crate) cuts: Vec<CutRule>,
    pub(crate) outputs: Outputs,
    pub(crate) reduce: Option<Expr>,
    /// What says whether outputs go to files, and where.
    pub(crate) write_to_file: Option<Expr>,
    pub(crate) observed: Observed,
    pub(crate) backend: Option<Path>,
    pub(crate) sequential: Option<Sequential>,
}

impl Plan {
    pub(crate) fn new(item: &Item, options: &Options) -> Self {
        let written = &item.sig.output;
        let is_merge_read = options.gives("merge") == options.merge.is_some()
            && options.gives("reduce") == options.reduce.is_some();
        let outputs = if is_merge_read && Unmergeable::of(written).is_none() {
            Outputs::of(written, options.merge, options.reduce.is_some())
        } else {
            Outputs::Flatten
        };
        let mut params = params::with_roles(&item.sig, options.split.as_ref(), &options.zip);
        roles::assign(&mut params, options, &item.sig.generics);
        let input = params.first();
        let stream = input.and_then(|input| Batch::of(&input.ty, &item.sig.generics));
        let mut plan = Plan {
            crate_path: options.crate_path.clone(),
            params,
            stream,
            counts: options.counts.clone(),
            cuts: options.cuts.clone(),
            outputs,
            reduce: options.reduce.clone(),
            write_to_file: files::target(options),
            observed: options.observed.clone(),
            backend: options.backend.clone(),
            sequential: options.sequential.clone(),
        };
        params::hide_unused(&mut plan);
        plan
    }

    /// The arguments that are cut: the one that is split, and those that `zip` names.
    pub(crate) fn cut(&self) -> impl Iterator<Item = &Param> {
        let params = self.params.iter();
        params.filter(|param| matches!(param.role, Role::Cut))
    }

    /// The arguments that the body captures.
    pub(crate) fn captured(&self) -> impl Iterator<Item = &Param> {
        let params = self.params.iter();
        params.filter(|param| !matches!(param.role, Role::Cut | Role::Gathered(_)))
    }

    /// The arguments that the chunks' values go into.
    pub(crate) fn gathered(&self) -> impl Iterator<Item = (&Param, &Gathering)> {
        self.params.iter().filter_map(|param| match &param.role {
            Role::Gathered(gathering) => Some((param, gathering)),
            _ => None,
        })
    }

    /// All values of options that may use an argument.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Expr> {
        let counts = self.counts.iter().map(|count| &count.value);
        let cuts = self.cuts.iter().flat_map(CutRule::values);
        let observed = self.observed.report.iter().chain(&self.observed.progress);
        let values = counts.chain(cuts).chain(&self.write_to_file);
        values.chain(self.folds()).chain(observed)
    }

    /// What folds outputs, and values of arguments.
    pub(crate) fn folds(&self) -> impl Iterator<Item = &Expr> {
        let folds = self
            .gathered()
            .filter_map(|(_, gathering)| match gathering {
                Gathering::Fold(function) => Some(&**function),
                Gathering::Append | Gathering::Write(_) => None,
            });
        self.reduce.iter().chain(folds)
    }

    /// Whether the body writes to an argument, which can fail.
    pub(crate) fn writes(&self) -> bool {
        let mut gathered = self.gathered();
        gathered.any(|(_, gathering)| matches!(gathering, Gathering::Write(_)))
    }

    /// The builder's method that runs the call.
    pub(crate) fn method(&self, written: &ReturnType) -> &'static str {
        if self.write_to_file.is_some() {
            files::method(&self.outputs, written)
        } else if self.gathered().next().is_some() {
            self.outputs.method_beside(written, self.writes())
        } else {
            self.outputs.method()
        }
    }
}
