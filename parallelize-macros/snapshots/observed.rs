// #[parallelize(jobs = 4, report = true, progress = format!("{} files", files.len()))]
// fn checksums(files: Vec<File>) -> Vec<u64> {
//     files.into_iter().map(|file| file.checksum()).collect()
// }

fn checksums(files: Vec<File>) -> Vec<u64> {
    let progress = ::parallelize::__private::label(&format!("{} files", files.len()));
    return ::parallelize::parallel(files)
        .jobs(4)
        .print_report()
        .progress(progress)
        .flatten(|files| -> Vec<u64> {
            let _ = &files;
            files.into_iter().map(|file| file.checksum()).collect()
        });
}
