package io.glasswatch.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A model loaded into ONNX Runtime, fed and read as plain arrays. */
public final class Run implements AutoCloseable {

  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private final OrtSession session;

  /** Numbers with their dimensions. */
  public record Array(long[] dims, double[] values) {
    public static Array of(double[] values, long... dims) {
      return new Array(dims, values);
    }

    public Array times(double factor) {
      double[] scaled = values.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= factor;
      }
      return new Array(dims, scaled);
    }

    public Array plus(Array other) {
      double[] sum = values.clone();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += other.values[i];
      }
      return new Array(dims, sum);
    }

    public double dot(Array other) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[i] * other.values[i];
      }
      return sum;
    }

    public double largest() {
      double largest = 0;
      for (double value : values) {
        largest =
            Double.isNaN(value) ? Double.POSITIVE_INFINITY : Math.max(largest, Math.abs(value));
      }
      return largest;
    }

    /** Largest difference to {@code golden}, relative to its largest element. */
    public double error(Array golden) {
      if (values.length != golden.values.length) {
        return Double.POSITIVE_INFINITY;
      }
      return plus(golden.times(-1)).largest() / Math.max(golden.largest(), 1e-30);
    }
  }

  public Run(byte[] model) {
    this(model, OrtSession.SessionOptions.OptLevel.ALL_OPT);
  }

  public Run(byte[] model, OrtSession.SessionOptions.OptLevel level) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setOptimizationLevel(level);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      session = ENVIRONMENT.createSession(model, options);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the outputs named, or all. */
  public Map<String, Array> run(Map<String, Array> inputs, String... outputs) {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Map.Entry<String, Array> input : inputs.entrySet()) {
        if (session.getInputNames().contains(input.getKey())) {
          tensors.put(input.getKey(), tensor(input.getKey(), input.getValue()));
        }
      }
      Set<String> names = outputs.length == 0 ? session.getOutputNames() : Set.of(outputs);
      try (OrtSession.Result result = session.run(tensors, names)) {
        Map<String, Array> arrays = new LinkedHashMap<>();
        for (String name : names) {
          arrays.put(name, array((OnnxTensor) result.get(name).orElseThrow()));
        }
        return arrays;
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  public Set<String> inputNames() {
    return session.getInputNames();
  }

  private OnnxTensor tensor(String name, Array array) throws OrtException {
    TensorInfo info = (TensorInfo) session.getInputInfo().get(name).getInfo();
    int count = array.values.length;
    return switch (info.type) {
      case INT64 -> {
        LongBuffer longs = LongBuffer.allocate(count);
        for (double value : array.values) {
          longs.put((long) value);
        }
        yield OnnxTensor.createTensor(ENVIRONMENT, longs.flip(), array.dims);
      }
      case DOUBLE ->
          OnnxTensor.createTensor(ENVIRONMENT, DoubleBuffer.wrap(array.values), array.dims);
      case BOOL -> {
        ByteBuffer bytes = ByteBuffer.allocateDirect(count);
        for (double value : array.values) {
          bytes.put((byte) value);
        }
        yield OnnxTensor.createTensor(ENVIRONMENT, bytes.flip(), array.dims, OnnxJavaType.BOOL);
      }
      default -> {
        FloatBuffer floats = FloatBuffer.allocate(count);
        for (double value : array.values) {
          floats.put((float) value);
        }
        yield OnnxTensor.createTensor(ENVIRONMENT, floats.flip(), array.dims);
      }
    };
  }

  private static Array array(OnnxTensor tensor) throws OrtException {
    TensorInfo info = tensor.getInfo();
    long[] dims = info.getShape();
    int count = (int) info.getNumElements();
    double[] values = new double[count];
    switch (info.type) {
      case INT64 -> {
        LongBuffer buffer = tensor.getLongBuffer();
        for (int i = 0; i < count; i++) {
          values[i] = buffer.get(i);
        }
      }
      case DOUBLE -> tensor.getDoubleBuffer().get(values);
      case BOOL -> {
        ByteBuffer buffer = tensor.getByteBuffer();
        for (int i = 0; i < count; i++) {
          values[i] = buffer.get(i);
        }
      }
      default -> {
        Optional<FloatBuffer> buffer = Optional.ofNullable(tensor.getFloatBuffer());
        FloatBuffer floats = buffer.orElseThrow();
        for (int i = 0; i < count; i++) {
          values[i] = floats.get(i);
        }
      }
    }
    return new Array(dims, values);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
