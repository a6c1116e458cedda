// #[parallelize(jobs = 2)]
// unsafe fn first_bytes(pointers: &[Pointer]) -> Vec<u8> {
//     pointers.iter().map(|pointer| pointer.read()).collect()
// }

unsafe fn first_bytes(pointers: &[Pointer]) -> Vec<u8> {
    return ::parallelize::parallel(pointers)
        .jobs(2)
        .flatten(|pointers| -> Vec<u8> {
            pointers.iter().map(|pointer| pointer.read()).collect()
        });
}
