package io.glasswatch.benchmarks.drift;

import io.glasswatch.stream.drift.judge.Detector;
import io.glasswatch.stream.drift.judge.Detectors;
import java.io.PrintStream;

/** Prints the tables of docs/drift.md. */
public final class DriftTables {

  private DriftTables() {}

  /**
   * Prints one table.
   *
   * @param args {@code false-alarms DETECTOR REFERENCES RECORDS}, {@code lasting REFERENCES
   *     RECORDS}, {@code delays STREAMS} or {@code counting}
   */
  public static void main(String[] args) {
    PrintStream out = System.out;
    if (args.length == 4 && args[0].equals("false-alarms")) {
      Detector detector = Detectors.of(args[1]);
      int references = Integer.parseInt(args[2]);
      int records = Integer.parseInt(args[3]);
      out.print(new FalseAlarms(0.01, records, references).table(detector));
    } else if (args.length == 3 && args[0].equals("lasting")) {
      out.print(
          new FalseAlarms(0.01, Integer.parseInt(args[2]), Integer.parseInt(args[1])).ofLasting());
    } else if (args.length == 2 && args[0].equals("delays")) {
      out.print(new Delays(Integer.parseInt(args[1]), 1001).table());
    } else if (args.length == 1 && args[0].equals("counting")) {
      out.print(new CountingCost(20, 100).table());
    } else {
      out.println(
          "usage: DriftTables false-alarms DETECTOR REFERENCES RECORDS | lasting REFERENCES RECORDS"
              + " | delays STREAMS | counting");
    }
  }
}
