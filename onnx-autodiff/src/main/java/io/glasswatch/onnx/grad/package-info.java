/** Reverse-mode differentiation: the table of rules and the one walk that applies them. */
package io.glasswatch.onnx.grad;
