/** {@code glasswatch config}: what the processes can be told, and what they are told. */
package io.glasswatch.cli.config;
