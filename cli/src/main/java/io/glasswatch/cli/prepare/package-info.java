/** Adding attention and gradients to a model file, and looking at one. */
package io.glasswatch.cli.prepare;
