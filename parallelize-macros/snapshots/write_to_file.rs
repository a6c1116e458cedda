// #[parallelize(write_to_file = directory)]
// fn render(scenes: &[Scene], directory: PathBuf) -> Vec<Image> {
//     scenes.iter().map(Scene::render).collect()
// }

fn render(scenes: &[Scene], directory: PathBuf) -> Vec<Image> {
    let write_to_file = ::parallelize::__private::target(&directory);
    ::parallelize::parallel(scenes)
        .with((directory,))
        .write_to_file(write_to_file)
        .flatten(|scenes, (directory,)| -> Vec<Image> {
            let _ = &directory;
            scenes.iter().map(Scene::render).collect()
        })
        .unwrap_or_else(|error| error.panic())
}
