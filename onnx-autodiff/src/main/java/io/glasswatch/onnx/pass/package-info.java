/**
 * Steps of the compiler, one file each: every one takes a model or a builder and changes one thing.
 */
package io.glasswatch.onnx.pass;
