/** Takes rule packs from Kafka while the stream runs. */
package io.glasswatch.stream.feed;
