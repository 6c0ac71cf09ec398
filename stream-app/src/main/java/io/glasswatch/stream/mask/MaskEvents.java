package io.glasswatch.stream.mask;

/** What masking tells whoever counts. */
@FunctionalInterface
public interface MaskEvents {

  /** A stretch of text of {@code category} was treated. */
  void masked(String category, Treatment treatment);
}
