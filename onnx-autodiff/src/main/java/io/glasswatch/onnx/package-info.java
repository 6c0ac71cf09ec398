/** Attention and input gradients for an ONNX model, as one more ONNX model. */
package io.glasswatch.onnx;
