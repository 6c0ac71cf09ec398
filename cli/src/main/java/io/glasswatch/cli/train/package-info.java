/** {@code glasswatch train-head}: the safety head, made again from labelled texts. */
package io.glasswatch.cli.train;
