// #[parallelize(append = w)]
// fn render<W>(rows: &[Row], w: &mut W) -> fmt::Result
// where
//     W: fmt::Write + ?Sized,
// {
//     rows.iter().try_for_each(|row| row.render::<W>(w))
// }

fn render<W>(rows: &[Row], w: &mut W) -> fmt::Result
where
    W: fmt::Write + ?Sized,
{
    return ::parallelize::parallel(rows)
        .with((::parallelize::__private::write::<dyn fmt::Write, _>(w),))
        .try_flatten(|rows, (w,)| -> fmt::Result {
            #[allow(dead_code)]
            type W = <dyn fmt::Write as ::parallelize::__private::Written>::Buffer;
            rows.iter().try_for_each(|row| row.render::<W>(w))
        });
}
