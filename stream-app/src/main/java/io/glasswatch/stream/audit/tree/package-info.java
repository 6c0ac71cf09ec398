/** The Merkle tree of RFC 6962, section 2.1: hashes, roots and inclusion proofs. Pure. */
package io.glasswatch.stream.audit.tree;
