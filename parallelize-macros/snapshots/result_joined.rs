// #[parallelize(jobs = 2)]
// fn load(paths: &[PathBuf]) -> Result<Vec<Image>, Error> {
//     paths.iter().map(Image::open).collect()
// }

fn load(paths: &[PathBuf]) -> Result<Vec<Image>, Error> {
    return ::parallelize::parallel(paths)
        .jobs(2)
        .flatten(|paths| -> Result<Vec<Image>, Error> {
            paths.iter().map(Image::open).collect()
        });
}
