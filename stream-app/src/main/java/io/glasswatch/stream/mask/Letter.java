package io.glasswatch.stream.mask;

import io.glasswatch.contract.Rejected;
import org.apache.kafka.common.header.Headers;

/**
 * A record that is put aside.
 *
 * @param key the record's key, or null
 * @param rejected why it is put aside, and its value
 * @param headers the record's headers
 */
public record Letter(byte[] key, Rejected rejected, Headers headers) {}
