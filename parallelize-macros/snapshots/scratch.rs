// #[parallelize(zip = out, scratch(scratch, plan))]
// fn spectra(rows: &[Row], out: &mut [Row], scratch: &mut [Complex], plan: &mut Plan) {
//     for (row, out) in rows.iter().zip(out) {
//         plan.transform(row, out, scratch);
//     }
// }

fn spectra(rows: &[Row], out: &mut [Row], scratch: &mut [Complex], plan: &mut Plan) {
    let argument_2 = &::parallelize::__private::scratch((scratch,));
    let plan = &::parallelize::__private::scratch((plan,));
    let () = ::parallelize::__private::zip2(rows, out)
        .flatten(|(rows, out)| -> () {
            let mut copy_of_argument_2 = argument_2.get();
            let scratch = argument_2.lend(&mut copy_of_argument_2);
            let mut copy_of_argument_3 = plan.get();
            let plan = plan.lend(&mut copy_of_argument_3);
            for (row, out) in rows.iter().zip(out) {
                plan.transform(row, out, scratch);
            }
        });
}
