/** The Kafka Streams application, composed from one package a stage. */
package io.glasswatch.stream;
