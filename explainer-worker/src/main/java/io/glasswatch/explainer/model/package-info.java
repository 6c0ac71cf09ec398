/** The models that judge and explain texts, run by ONNX Runtime. */
package io.glasswatch.explainer.model;
