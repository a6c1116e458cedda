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
    let table = &::parallelize::__private::shared(table);
    return ::parallelize::parallel(items)
        .flatten(|items| -> Vec<&'a U> {
            let table = table.get();
            items.iter().map(|item| &table[(*item).into() % N]).collect()
        });
}
