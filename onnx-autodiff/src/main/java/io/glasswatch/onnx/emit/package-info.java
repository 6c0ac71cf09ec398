/** New nodes for a graph, written as arithmetic on values. */
package io.glasswatch.onnx.emit;
