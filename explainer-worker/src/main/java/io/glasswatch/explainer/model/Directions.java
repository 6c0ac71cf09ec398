package io.glasswatch.explainer.model;

import io.glasswatch.contract.Explanation.Explained;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A few directions in the space of a model's embeddings. Where a text lies along them says roughly
 * what it is about, and too little to tell how it reads.
 *
 * <p>Those of the shipped model are the principal directions of the texts that its head was trained
 * on; of any other model they are drawn at random, always the same, which needs about twice as
 * large a change to be seen.
 */
public final class Directions {

  /** How many there are. */
  public static final int COUNT = Explained.EMBEDDING_DIMENSIONS;

  private static final String SHIPPED = "embedding-directions.bin";
  private static final long SEED = 16;

  /** Digits that are kept, so that answers stay small. */
  private static final double DIGITS = 1e5;

  /** Shape [COUNT][width], each of length 1. */
  private final float[][] directions;

  private Directions(float[][] directions) {
    this.directions = directions;
  }

  /** Returns those of a model of that name, whose embeddings have {@code width} numbers. */
  public static Directions of(String model, int width) {
    Directions shipped = shipped();
    return model.equals(SafetyModel.NAME) && shipped.directions[0].length == width
        ? shipped
        : random(width);
  }

  /** Returns random directions, always the same. */
  public static Directions random(int width) {
    Random random = new Random(SEED);
    double[][] drawn = new double[COUNT][width];
    for (double[] direction : drawn) {
      for (int i = 0; i < width; i++) {
        direction[i] = random.nextGaussian();
      }
    }
    return of(drawn);
  }

  /**
   * Returns directions of length 1.
   *
   * @param vectors shape [COUNT][width], none of them 0
   */
  public static Directions of(double[][] vectors) {
    if (vectors.length != COUNT) {
      throw new IllegalArgumentException(
          "there must be %d directions, but there are %d".formatted(COUNT, vectors.length));
    }
    float[][] directions = new float[COUNT][];
    for (int k = 0; k < COUNT; k++) {
      double length = length(vectors[k]);
      directions[k] = new float[vectors[k].length];
      for (int i = 0; i < vectors[k].length; i++) {
        directions[k][i] = (float) (vectors[k][i] / length);
      }
    }
    return new Directions(directions);
  }

  private static Directions shipped() {
    try (InputStream in = Directions.class.getResourceAsStream(SHIPPED)) {
      if (in == null) {
        throw new IllegalStateException(
            "resource %s is missing: run ./glasswatch train-head".formatted(SHIPPED));
      }
      return read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the file that {@link #read} reads: little-endian float32, by rows. */
  public byte[] toFile() {
    int width = directions[0].length;
    ByteBuffer file = ByteBuffer.allocate(4 * COUNT * width).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] direction : directions) {
      file.asFloatBuffer().put(direction);
      file.position(file.position() + 4 * width);
    }
    return file.array();
  }

  static Directions read(byte[] file) {
    int width = file.length / 4 / COUNT;
    float[][] directions = new float[COUNT][width];
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] direction : directions) {
      bytes.asFloatBuffer().get(direction);
      bytes.position(bytes.position() + 4 * width);
    }
    return new Directions(directions);
  }

  /**
   * Returns where a text lies.
   *
   * @param windows the embeddings of its windows, at least one
   * @return the coordinates of their mean, scaled to length 1; {@link #COUNT} numbers, -1 to 1
   */
  public List<Double> coordinates(List<float[]> windows) {
    double[] mean = mean(windows);
    List<Double> coordinates = new ArrayList<>(COUNT);
    for (float[] direction : directions) {
      double along = 0;
      for (int i = 0; i < mean.length; i++) {
        along += mean[i] * direction[i];
      }
      coordinates.add(Math.round(Math.max(-1, Math.min(1, along)) * DIGITS) / DIGITS);
    }
    return coordinates;
  }

  /**
   * Returns the mean of embeddings, scaled to length 1.
   *
   * @param windows at least one, all of the same length
   */
  public static double[] mean(List<float[]> windows) {
    double[] mean = new double[windows.get(0).length];
    for (float[] window : windows) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += window[i];
      }
    }
    double length = length(mean);
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= length;
    }
    return mean;
  }

  private static double length(double[] vector) {
    double squares = 0;
    for (double x : vector) {
      squares += x * x;
    }
    return Math.max(Math.sqrt(squares), 1e-12);
  }
}
