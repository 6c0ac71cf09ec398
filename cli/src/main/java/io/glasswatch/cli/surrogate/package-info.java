/** What drives each category over many explained interactions. */
package io.glasswatch.cli.surrogate;
