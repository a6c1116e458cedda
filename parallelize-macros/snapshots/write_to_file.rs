// #[parallelize(write_to_file = directory)]
// fn render(scenes: &[Scene], directory: PathBuf) -> Vec<Image> {
//     scenes.iter().map(Scene::render).collect()
// }

fn render(scenes: &[Scene], directory: PathBuf) -> Vec<Image> {
    let write_to_file = ::parallelize::__private::target(&directory);
    let directory = &::parallelize::__private::given((directory,));
    return ::parallelize::parallel(scenes)
        .write_to_file(write_to_file)
        .flatten(|scenes| -> Vec<Image> {
            let directory = directory.get();
            let _ = &directory;
            scenes.iter().map(Scene::render).collect()
        })
        .unwrap_or_else(|error| error.panic());
}
