//! The checksums of a saved file, as `parallelize` documents the format in `spill/saved.rs` and
//! `spill/block.rs`.

const FILE_HEADER: usize = 32;

const BLOCK_HEADER: usize = 20;

/// Makes all checksums and lengths fit the content. How many items there are stays what it says, but that
/// the file has as many as its blocks.
pub(super) fn repair(file: &mut [u8]) {
    let Some((header, mut blocks)) = file.split_at_mut_checked(FILE_HEADER) else {
        return;
    };
    header[..8].copy_from_slice(b"\x89prlspl\n");
    header[8..12].copy_from_slice(&1_u32.to_le_bytes());
    header[20..28].copy_from_slice(&(blocks.len() as u64).to_le_bytes());
    let mut items = 0_u64;
    while let Some((header, rest)) = blocks.split_at_mut_checked(BLOCK_HEADER) {
        let (length, count) = (number(&header[..8]), number(&header[8..16]));
        let length = usize::try_from(length).map_or(rest.len(), |length| length.min(rest.len()));
        let (payload, later) = rest.split_at_mut(length);
        header[..8].copy_from_slice(&(length as u64).to_le_bytes());
        seal(header, payload);
        items = items.wrapping_add(count);
        blocks = later;
    }
    header[12..20].copy_from_slice(&items.to_le_bytes());
    seal(header, &[]);
}

fn number(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(bytes.try_into().expect("eight bytes"))
}

/// Puts the checksum of a header and what follows it at its end.
fn seal(header: &mut [u8], content: &[u8]) {
    let (fields, checksum) = header.split_at_mut(header.len() - 4);
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(fields);
    hasher.update(content);
    checksum.copy_from_slice(&hasher.finalize().to_le_bytes());
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_file_that_was_saved_needs_no_repair_and_a_damaged_one_gets_its_checksums_back() {
        for example in super::super::examples() {
            let saved = &example[1..];
            let mut repaired = saved.to_vec();
            super::repair(&mut repaired);
            assert_eq!(repaired, saved);
            for checksum in [28, 48] {
                repaired[checksum] ^= 1;
            }
            super::repair(&mut repaired);
            assert_eq!(repaired, saved);
        }
    }
}
