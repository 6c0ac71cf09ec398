package io.glasswatch.benchmarks.harness;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Reports of studies that print a table of their own to the standard output. */
public final class Printed {

  private Printed() {}

  /** Returns what {@code study} prints. */
  public static Report by(Contender.Work study) throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      study.run();
    } finally {
      System.setOut(console);
    }
    return Report.of(printed.toString(StandardCharsets.UTF_8));
  }
}
