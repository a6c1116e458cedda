// #[parallelize(split = lines, chunk_size = 100, report = true)]
// fn matches<I>(wanted: &Pattern, lines: &mut I) -> Vec<I::Item>
// where
//     I: Iterator + ?Sized,
//     I::Item: AsRef<str> + Send,
// {
//     lines.filter(|line| wanted.matches(line.as_ref())).collect()
// }

fn matches<I>(wanted: &Pattern, lines: &mut I) -> Vec<I::Item>
where
    I: Iterator + ?Sized,
    I::Item: AsRef<str> + Send,
{
    let wanted = &::parallelize::__private::shared(wanted);
    return ::parallelize::stream(lines)
        .chunk_size(100)
        .print_report()
        .flatten(|mut argument_1| -> Vec<I::Item> {
            let wanted = wanted.get();
            let lines = &mut argument_1;
            lines.filter(|line| wanted.matches(line.as_ref())).collect()
        });
}
