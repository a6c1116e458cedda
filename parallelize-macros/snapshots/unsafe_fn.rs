// #[parallelize(jobs = 2)]
// unsafe fn first_bytes(pointers: &[Pointer]) -> Vec<u8> {
//     pointers.iter().map(|pointer| pointer.read()).collect()
// }

#[allow(unused_unsafe)]
unsafe fn first_bytes(pointers: &[Pointer]) -> Vec<u8> {
    ::parallelize::parallel(pointers)
        .jobs(2)
        .flatten(|pointers| -> Vec<u8> {
            unsafe { pointers.iter().map(|pointer| pointer.read()).collect() }
        })
}
