//! current_chunk
