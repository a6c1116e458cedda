// #[parallelize(jobs = self.threads)]
// fn render(&self, rows: &mut [Row]) {
//     for row in rows {
//         self.draw(row);
//     }
// }

impl Picture {
    fn render(&self, rows: &mut [Row]) {
        let jobs: ::parallelize::__private::usize = self.threads;
        let () = ::parallelize::parallel(rows)
            .jobs(jobs)
            .flatten(|rows| -> () {
                for row in rows {
                    self.draw(row);
                }
            });
    }
}
