//! The attribute in editions that are older than this workspace's: a library in each of them, with the same functions.

macro_rules! editions {
    ($($edition:ident: $library:ident)*) => {$(
        mod $edition {
            editions! { @tests $library:
                slices_are_joined_in_order
                slices_are_changed_in_place
                outputs_are_listed_or_folded_or_joined
                chunks_add_to_arguments
                iterators_are_streams
                errors_end_the_call
                methods_run_in_parallel
            }
        }
    )*};
    (@tests $library:ident: $($test:ident)*) => {$(
        #[test]
        fn $test() {
            $library::$test();
        }
    )*};
}

editions! {
    edition_2015: parallelize_edition_2015
    edition_2018: parallelize_edition_2018
    edition_2021: parallelize_edition_2021
}
