package io.glasswatch.cli.audit;

import io.glasswatch.stream.audit.log.LogCheck;
import io.glasswatch.stream.audit.log.Problem;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code glasswatch audit verify}: whether anything was changed, and where. */
@Command(
    name = "verify",
    description = {
      "Reads every entry and says whether any was changed, removed, moved or written anew, and"
          + " where.",
      "Ends with 0 only if nothing was."
    },
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {

  @Mixin private Source source;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    boolean good = true;
    try (OpenLog opened = source.open()) {
      for (int partition : opened.partitions()) {
        LogCheck.Result result = opened.check(partition, entry -> {});
        out.printf(
            "%s: %,d entries, %,d of them signed, %s%n",
            result.log(),
            result.size(),
            result.signed(),
            result.good() ? "all as written" : "%,d problems".formatted(result.found()));
        result.problems().stream().map(Problem::line).forEach(line -> out.printf("  %s%n", line));
        good &= result.good();
      }
    }
    out.println(good ? "Nothing was changed." : "FAILED: the log is not what was signed.");
    return good ? 0 : 1;
  }
}
