// #[parallelize(zip = out, scratch(scratch, plan))]
// fn spectra(rows: &[Row], out: &mut [Row], scratch: &mut [Complex], plan: &mut Plan) {
//     for (row, out) in rows.iter().zip(out) {
//         plan.transform(row, out, scratch);
//     }
// }

compile_error! {
    "each worker would need `scratch` at once; add `zip = scratch` to cut it together with the first argument"
}
compile_error! {
    "each worker would need this `&mut` argument at once; return the values instead (the outputs are merged), or share an atomic or a `Mutex` by `&`"
}
#[allow(unused)]
fn spectra(rows: &[Row], out: &mut [Row], scratch: &mut [Complex], plan: &mut Plan) {
    for (row, out) in rows.iter().zip(out) {
        plan.transform(row, out, scratch);
    }
}
