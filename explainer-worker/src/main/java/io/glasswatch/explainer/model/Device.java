package io.glasswatch.explainer.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.glasswatch.contract.Require;
import java.util.OptionalInt;

/**
 * Where a model computes.
 *
 * @param threads CPU threads, at least 1: so many runs side by side on the CPU; on a GPU, threads
 *     of one run for what the GPU does not compute
 * @param gpu the number of an NVIDIA GPU as CUDA counts them; empty for the CPU
 */
public record Device(int threads, OptionalInt gpu) {

  private static final String CUDA = "cuda";

  public Device {
    Require.that(threads >= 1, "threads must be at least 1, but were %d", threads);
  }

  /** Returns the CPU, with so many threads. */
  public static Device cpu(int threads) {
    return new Device(threads, OptionalInt.empty());
  }

  /**
   * Reads {@code cpu}, {@code cuda} or {@code cuda:N}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static Device of(String id, int threads) {
    if (id.equals("cpu")) {
      return cpu(threads);
    }
    if (id.equals(CUDA)) {
      return new Device(threads, OptionalInt.of(0));
    }
    Require.that(id.matches(CUDA + ":[0-9]{1,3}"), "must be cpu, cuda or cuda:N");
    return new Device(threads, OptionalInt.of(Integer.parseInt(id.substring(CUDA.length() + 1))));
  }

  /** Tells whether this build of ONNX Runtime can use a GPU, if the machine has one. */
  public static boolean gpuBuild() {
    return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
  }

  /** Returns how the device is called: {@code cpu} or {@code cuda:N}. */
  public String id() {
    return gpu.isPresent() ? CUDA + ":" + gpu.getAsInt() : "cpu";
  }

  /** Returns how many runs are done side by side. */
  int lanes() {
    return gpu.isPresent() ? 1 : threads;
  }

  /**
   * Returns what opens a session here.
   *
   * @throws OrtException if ONNX Runtime cannot use the device
   */
  SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    try {
      options.setIntraOpNumThreads(gpu.isPresent() ? threads : 1);
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      if (gpu.isPresent()) {
        options.addCUDA(gpu.getAsInt());
      }
      return options;
    } catch (OrtException e) {
      options.close();
      throw e;
    }
  }
}
