// #[parallelize(reduce = |a, b| a + b)]
// fn sum<'a>(mut numbers: Box<dyn Iterator<Item = &'a u64> + Send + 'a>, from: u64) -> u64 {
//     numbers = Box::new(numbers.filter(move |number| **number >= from));
//     numbers.sum()
// }

fn sum<'a>(numbers: Box<dyn Iterator<Item = &'a u64> + Send + 'a>, from: u64) -> u64 {
    let from = &::parallelize::__private::given((from,));
    return ::parallelize::stream(numbers)
        .reduce(
            |argument_0| -> u64 {
                let from = from.get();
                let mut numbers: Box<dyn Iterator<Item = &'a u64> + Send> = Box::new(
                    argument_0,
                );
                numbers = Box::new(numbers.filter(move |number| **number >= from));
                numbers.sum()
            },
            |a, b| a + b,
        );
}
