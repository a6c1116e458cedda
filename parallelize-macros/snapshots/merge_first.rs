// #[parallelize(merge = first)]
// fn position_of_zero(numbers: &[u32]) -> Option<usize> {
//     let i = numbers.iter().position(|n| *n == 0)?;
//     Some(current_chunk().map_or(0, |c| c.range().start) + i)
// }

fn position_of_zero(numbers: &[u32]) -> Option<usize> {
    return ::parallelize::parallel(numbers)
        .first(|numbers| -> Option<usize> {
            let i = numbers.iter().position(|n| *n == 0)?;
            Some(current_chunk().map_or(0, |c| c.range().start) + i)
        });
}
