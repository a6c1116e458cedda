// #[parallelize]
// fn convert<'a, T, U, const N: usize>(items: &'a [T], table: &'a [U; N]) -> Vec<&'a U>
// where
//     T: Into<usize> + Copy + Sync,
//     U: Sync,
// {
//     items.iter().map(|item| &table[(*item).into() % N]).collect()
// }

fn convert<'a, T, U, const N: usize>(items: &'a [T], table: &'a [U; N]) -> Vec<&'a U>
where
    T: Into<usize> + Copy + Sync,
    U: Sync,
{
    ::parallelize::parallel(items)
        .with((table,))
        .flatten(|items, (table,)| -> Vec<&'a U> {
            items.iter().map(|item| &table[(*item).into() % N]).collect()
        })
}
