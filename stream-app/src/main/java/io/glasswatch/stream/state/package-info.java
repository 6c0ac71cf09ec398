/** What all stores share: one bound on RocksDB's memory, and how stores are made. */
package io.glasswatch.stream.state;
