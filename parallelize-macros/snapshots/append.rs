// #[parallelize(append = out)]
// fn encode(rows: &[Row], out: &mut Vec<u8>, level: u32) {
//     for row in rows {
//         row.encode(level, out);
//     }
// }

fn encode(rows: &[Row], out: &mut Vec<u8>, level: u32) {
    let level = &::parallelize::__private::given((level,));
    let () = ::parallelize::parallel(rows)
        .with((::parallelize::__private::append(out),))
        .flatten(|rows, (out,)| -> () {
            let level = level.get();
            for row in rows {
                row.encode(level, out);
            }
        });
}
