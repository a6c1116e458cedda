//! What the methods of slices, lists and iterators do, as far as the law cares.

/// What a method of a list does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum OfList {
    /// Gives the list, or a view of all of it.
    Same,
    /// Gives an iterator over the elements.
    Walk,
    /// Does something to each element by itself.
    Each,
    /// Makes another list, element by element.
    Copy,
    Length,
    Emptiness,
    /// Groups of a fixed length; a rest is left over.
    GroupsAndRest,
    /// Groups of a fixed length, the last one shorter.
    Groups,
    Neighbours,
    Runs,
    Records,
    Order,
    Ends,
    Positions,
    /// Gives an iterator over positions and what is there.
    Indices,
    /// One element by its position.
    Get,
    /// Whether the list has an element.
    Contains,
    /// Another list is cut along.
    Paired,
    /// Adds at an end.
    Grow,
    Join,
    /// A pointer, or what only pointers are for.
    Raw,
}

#[rustfmt::skip] // a row for each kind
pub(super) fn of_list(method: &str) -> Option<OfList> {
    Some(match method {
        "as_ref" | "as_mut" | "as_slice" | "as_mut_slice" | "borrow" | "borrow_mut" | "deref" | "deref_mut" | "by_ref"
        | "as_bytes" | "as_str" | "into" | "leak" | "into_vec" | "into_boxed_slice" => OfList::Same,
        "iter" | "iter_mut" | "into_iter" | "par_iter" | "par_iter_mut" | "into_par_iter" | "drain" | "bytes"
        | "chars" | "encode_utf16" | "array_iter" | "utf8_chunks" | "escape_ascii" => OfList::Walk,
        "fill" | "fill_with" | "retain" | "retain_mut" | "make_ascii_lowercase" | "make_ascii_uppercase"
        | "as_flattened" | "extract_if" => OfList::Each,
        "to_vec" | "to_owned" | "clone" | "concat" | "to_ascii_lowercase" | "to_ascii_uppercase" | "cloned" | "copied"
        | "each_ref" | "each_mut" | "map" | "to_string" | "to_uppercase" | "to_lowercase" | "replace" => OfList::Copy,
        "len" => OfList::Length,
        "is_empty" | "capacity" | "reserve" | "reserve_exact" | "shrink_to_fit" | "clear" => OfList::Emptiness,
        "chunks_exact" | "chunks_exact_mut" | "rchunks_exact" | "rchunks_exact_mut" | "as_chunks" | "as_chunks_mut"
        | "as_rchunks" | "as_rchunks_mut" | "array_chunks" | "array_chunks_mut" | "as_chunks_unchecked" => OfList::GroupsAndRest,
        "chunks" | "chunks_mut" | "rchunks" | "rchunks_mut" | "par_chunks" | "par_chunks_mut" | "par_chunks_exact"
        | "par_chunks_exact_mut" => OfList::Groups,
        "windows" | "array_windows" | "par_windows" | "split_at" | "split_at_mut" | "split_at_checked" | "split_off"
        | "split_at_mut_checked" | "split_at_unchecked" | "is_sorted" | "is_sorted_by" | "is_sorted_by_key" => OfList::Neighbours,
        "chunk_by" | "chunk_by_mut" | "group_by" | "dedup" | "dedup_by" | "dedup_by_key" | "partition_dedup" => OfList::Runs,
        "split" | "split_mut" | "split_inclusive" | "split_inclusive_mut" | "splitn" | "splitn_mut" | "rsplit" | "rsplitn"
        | "rsplit_mut" | "lines" | "split_whitespace" | "split_ascii_whitespace" | "split_terminator" | "split_once"
        | "rsplit_once" | "fields" | "fields_with" | "lines_with_terminator" | "split_str" | "trim" | "trim_start"
        | "trim_end" | "trim_ascii" | "trim_ascii_start" | "trim_ascii_end" | "rsplit_terminator" | "matches" => OfList::Records,
        "sort" | "sort_by" | "sort_by_key" | "sort_unstable" | "sort_unstable_by" | "sort_unstable_by_key" | "sort_floats"
        | "sort_by_cached_key" | "par_sort" | "par_sort_by" | "par_sort_by_key" | "par_sort_unstable"
        | "par_sort_unstable_by" | "par_sort_unstable_by_key" | "reverse" | "rotate_left" | "rotate_right" | "swap"
        | "swap_unchecked" | "copy_within" | "select_nth_unstable" | "select_nth_unstable_by" | "shuffle" | "choose"
        | "select_nth_unstable_by_key" | "partition_point_mut" | "rev" => OfList::Order,
        "first" | "first_mut" | "last" | "last_mut" | "split_first" | "split_first_mut" | "split_last" | "split_last_mut"
        | "first_chunk" | "first_chunk_mut" | "last_chunk" | "starts_with" | "ends_with" | "strip_prefix"
        | "strip_suffix" | "pop" | "truncate" | "split_first_chunk" | "split_last_chunk" | "swap_remove" | "get_disjoint_mut"
        | "last_byte" | "first_byte" | "front" | "back" | "pop_front" | "pop_back" => OfList::Ends,
        "binary_search" | "binary_search_by" | "binary_search_by_key" | "partition_point" | "element_offset"
        | "subslice_range" | "find" | "rfind" => OfList::Positions,
        "char_indices" | "match_indices" => OfList::Indices,
        "get" | "get_mut" | "get_unchecked" | "get_unchecked_mut" => OfList::Get,
        "contains" | "is_ascii" => OfList::Contains,
        "copy_from_slice" | "clone_from_slice" | "swap_with_slice" | "eq" | "ne" | "cmp" | "partial_cmp" | "zip"
        | "clone_from" => OfList::Paired,
        "push" | "push_back" | "push_front" | "push_str" | "extend" | "extend_from_slice" | "append" | "insert" | "resize"
        | "resize_with" | "insert_str" | "extend_from_within" | "add_assign" => OfList::Grow,
        "join" | "connect" => OfList::Join,
        "as_ptr" | "as_mut_ptr" | "as_ptr_range" | "as_mut_ptr_range" | "align_to" | "align_to_mut" => OfList::Raw,
        _ => return None,
    })
}

/// What a method of an iterator does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum OfWalk {
    /// The same items, or some of them. Closures see an item.
    Same,
    /// The items are what the closure makes of them.
    Map,
    Enumerate,
    Zip,
    /// The items go into a list.
    Collect,
    /// Each item goes into something.
    Each,
    /// The items go into one value.
    Total,
    Fold,
    Order,
    Scan,
    Ends,
    /// One item after the other, by hand.
    Next,
    Neighbours,
    Groups,
    Runs,
    Positions,
    Chain,
    Join,
    /// What groups of a fixed length leave over.
    Rest,
    /// The number of items.
    Count,
}

#[rustfmt::skip] // a row for each kind
pub(super) fn of_walk(method: &str) -> Option<OfWalk> {
    Some(match method {
        "filter" | "inspect" | "copied" | "cloned" | "by_ref" | "into_iter" | "iter" | "iter_mut" | "fuse" | "as_ref"
        | "into_par_iter" | "clone" | "with_min_len" | "with_max_len" | "progress" | "as_mut" | "borrow" => OfWalk::Same,
        "map" | "filter_map" | "flat_map" | "flatten" | "flat_map_iter" | "map_ok" | "filter_ok" | "flatten_ok" | "map_into"
        | "filter_map_ok" | "map_with" | "map_init" => OfWalk::Map,
        "enumerate" => OfWalk::Enumerate,
        "zip" | "zip_eq" | "zip_longest" | "eq" | "ne" | "cmp" | "partial_cmp" | "lt" | "le" | "gt" | "ge" | "merge"
        | "interleave" => OfWalk::Zip,
        "collect" | "collect_vec" | "to_vec" | "unzip" | "partition" | "try_collect" | "partition_map" | "collect_into"
        | "collect_into_vec" | "counts" | "into_group_map" | "as_slice" => OfWalk::Collect,
        "for_each" | "try_for_each" | "foreach" => OfWalk::Each,
        "sum" | "product" | "min" | "max" | "min_by" | "max_by" | "min_by_key" | "max_by_key" | "reduce" | "any" | "all"
        | "find" | "find_map" | "minmax" | "try_find" | "find_any" | "reduce_with" | "try_reduce" | "tree_reduce" | "find_last"
        | "find_first" | "all_unique" | "find_map_any" | "find_map_first" | "find_or_last" | "sum1" | "find_or_first" => OfWalk::Total,
        "count" | "len" => OfWalk::Count,
        "fold" | "try_fold" | "rfold" | "fold_while" | "try_rfold" => OfWalk::Fold,
        "rev" | "sorted" | "sorted_by" | "sorted_by_key" | "sorted_unstable" | "sorted_unstable_by"
        | "sorted_unstable_by_key" | "sorted_by_cached_key" | "k_smallest" | "k_largest" | "k_smallest_by" | "k_largest_by" => OfWalk::Order,
        "scan" => OfWalk::Scan,
        "skip" | "take" | "nth" | "last" | "take_while" | "skip_while" | "map_while" | "step_by" | "peekable" | "cycle"
        | "nth_back" | "take_while_ref" | "peeking_take_while" | "dropping" | "dropping_back" | "exactly_one"
        | "with_position" | "take_while_inclusive" | "tail" | "at_most_one" | "collect_tuple" | "pad_using" => OfWalk::Ends,
        "next" | "next_back" => OfWalk::Next,
        "is_sorted" | "is_sorted_by" | "is_sorted_by_key" | "all_equal" | "is_partitioned" | "tuple_windows" | "circular_tuple_windows" | "pairwise" | "map_windows" | "peek" | "peek_mut" | "next_if"
        | "next_if_eq" | "array_windows" | "tuple_combinations" | "combinations" | "permutations" | "powerset" | "batching" => OfWalk::Neighbours,
        "tuples" | "array_chunks" | "chunks" | "next_chunk" | "next_tuple" | "par_chunks" => OfWalk::Groups,
        "dedup" | "dedup_by" | "dedup_by_key" | "chunk_by" | "group_by" | "coalesce" | "unique" | "unique_by"
        | "duplicates" | "duplicates_by" | "dedup_with_count" => OfWalk::Runs,
        "position" | "rposition" | "positions" | "find_position" | "position_max" | "position_min" | "position_max_by"
        | "position_min_by" | "position_max_by_key" | "position_min_by_key" | "position_any" | "position_first"
        | "zip_with_index" => OfWalk::Positions,
        "chain" => OfWalk::Chain,
        "join" | "intersperse" | "intersperse_with" | "format" | "format_with" => OfWalk::Join,
        "remainder" | "into_remainder" => OfWalk::Rest,
        _ => return None,
    })
}

/// What a method does to a growing local.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum OfLocal {
    Grow,
    /// Makes room.
    Reserve,
    /// Begins anew.
    Reset,
    /// Looks at its end, or for an element.
    LookAtEnd,
    /// Looks something up.
    Look,
    /// Gives a place in it, to be changed.
    Update,
    /// Brings its elements in order.
    Order,
    /// Takes something out.
    Take,
    /// Leaves the local as it is.
    Read,
}

#[rustfmt::skip] // a row for each kind
pub(super) fn of_local(method: &str) -> Option<OfLocal> {
    Some(match method {
        "push" | "push_back" | "push_front" | "push_str" | "extend" | "extend_from_slice" | "append" | "insert"
        | "write_str" | "write_fmt" | "write_all" | "resize" | "write_u8" | "write_char" | "write"
        | "insert_str" | "put" | "put_slice" | "put_u8" => OfLocal::Grow,
        "reserve" | "reserve_exact" | "shrink_to_fit" => OfLocal::Reserve,
        "clear" | "fill" | "reset" | "copy_from_slice" | "clone_from_slice" | "clone_from" | "drain" => OfLocal::Reset,
        "last" | "last_mut" | "contains" | "pop" | "back" | "back_mut" | "pop_back" | "ends_with" | "dedup"
        | "first" | "first_mut" | "front" => OfLocal::LookAtEnd,
        "entry" | "get_mut" => OfLocal::Update,
        "get_or_insert_with" | "iter_mut" | "truncate" | "swap" | "contains_key" | "get" | "len" | "is_empty" => OfLocal::Look,
        "sort" | "sort_by" | "sort_by_key" | "sort_unstable" | "sort_unstable_by" | "sort_unstable_by_key" | "reverse"
        | "sort_by_cached_key" | "rotate_left" | "rotate_right" | "shuffle" => OfLocal::Order,
        "remove" | "swap_remove" | "pop_front" | "replace" | "next" | "take" => OfLocal::Take,
        "iter" | "as_slice" | "as_str" | "clone" | "to_vec" | "as_ref" | "binary_search" | "chars" | "to_string"
        | "unwrap" | "abs" | "sqrt" | "powi" | "powf" | "min" | "max" | "as_bytes" | "into_iter" | "windows" | "chunks"
        | "to_owned" | "copied" | "cloned" | "wrapping_add" | "wrapping_mul" | "saturating_sub" | "saturating_add"
        | "is_some" | "is_none" | "as_mut_slice" | "into_boxed_slice" | "map" | "ok_or" | "unwrap_or"
        | "wrapping_sub" | "checked_add" | "pow" | "exp" | "ln" | "as_mut" | "as_mut_ptr" | "as_ptr" | "capacity"
        | "values" | "keys" | "into_bytes" | "is_finite" | "is_nan" | "eq" | "cmp" | "partial_cmp" | "count_ones"
        | "leading_zeros" | "trailing_zeros" | "to_le_bytes" | "to_be_bytes" | "rem_euclid" => OfLocal::Read,
        _ => return None,
    })
}

/// Whether each record that a method finds ends where the record's delimiter is, and so do all of them.
pub(super) fn ends_with_its_record(method: &str) -> bool {
    matches!(
        method,
        "lines"
            | "lines_with_terminator"
            | "split_inclusive"
            | "split_inclusive_mut"
            | "split_terminator"
            | "split_whitespace"
            | "split_ascii_whitespace"
            | "fields"
            | "fields_with"
            | "matches"
    ) || method.starts_with("trim")
}

/// Whether a method has this name in lists and texts only: what has the method is one, under whatever name.
pub(super) fn is_of_lists_only(method: &str) -> bool {
    matches!(
        method,
        "lines"
            | "split_whitespace"
            | "split_ascii_whitespace"
            | "split_inclusive"
            | "split_terminator"
            | "windows"
            | "array_windows"
            | "chunks"
            | "chunks_mut"
            | "chunks_exact"
            | "chunks_exact_mut"
            | "as_chunks"
            | "chunk_by"
            | "chunk_by_mut"
    )
}

/// Whether a method takes the elements of its argument one by one. The input may then go into the method whole.
pub(super) fn takes_elements(method: &str) -> bool {
    matches!(
        method,
        "extend"
            | "extend_from_slice"
            | "append"
            | "push_str"
            | "chain"
            | "zip"
            | "extend_from_iter"
            | "eq"
    )
}

/// Whether a method takes elements out of a list.
pub(super) fn empties(method: &str) -> bool {
    matches!(method, "clear" | "truncate" | "drain" | "split_off")
}
