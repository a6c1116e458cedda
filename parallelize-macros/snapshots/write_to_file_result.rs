// #[parallelize(write_to_file = true)]
// fn load(paths: &[PathBuf]) -> Result<Vec<Image>, Error> {
//     paths.iter().map(Image::open).collect()
// }

fn load(paths: &[PathBuf]) -> Result<Vec<Image>, Error> {
    return ::parallelize::parallel(paths)
        .write_to_file(true)
        .try_flatten(|paths| -> Result<Vec<Image>, Error> {
            paths.iter().map(Image::open).collect()
        })
        .unwrap_or_else(|error| {
            ::parallelize::__private::returned!(error, Result < Vec < Image >, Error >)
        });
}
