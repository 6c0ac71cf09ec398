/** An ONNX model as values: read, written, printed, and its types and shapes inferred. */
package io.glasswatch.onnx.graph;
