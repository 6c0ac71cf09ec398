package io.glasswatch.contract;

/**
 * Exactly which model explained, so that an explanation can be repeated.
 *
 * @param name the model's name, e.g. {@code minilm-safety}
 * @param modelHash SHA-256 over the model file, hexadecimal
 * @param tokenizerHash SHA-256 over the tokenizer file, hexadecimal
 * @param configHash SHA-256 over labels, thresholds and settings, hexadecimal
 * @param device where it ran, e.g. {@code cpu}, {@code cuda:0}
 */
public record ExplainerModel(
    String name, String modelHash, String tokenizerHash, String configHash, String device) {

  public ExplainerModel {
    Require.notBlank(name, "name");
    Require.notBlank(modelHash, "modelHash");
    Require.notBlank(tokenizerHash, "tokenizerHash");
    Require.notBlank(configHash, "configHash");
    Require.notBlank(device, "device");
  }
}
