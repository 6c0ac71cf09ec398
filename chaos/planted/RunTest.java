import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.TagFilter.excludeTags;

import java.io.PrintWriter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs one test class, its slow proofs only if it has nothing else: ends with 0 if it passes, 3 if
 * it fails, 4 if there is nothing to run.
 */
class RunTest {

  public static void main(String[] args) {
    LauncherDiscoveryRequestBuilder all =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(args[0]));
    LauncherDiscoveryRequestBuilder quick =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(args[0]))
            .filters(excludeTags("full"));
    TestExecutionSummary summary = run(quick);
    if (summary.getTestsFoundCount() == 0) {
      summary = run(all);
    }
    summary.printFailuresTo(new PrintWriter(System.out), 5);
    boolean ran = summary.getTestsSucceededCount() > 0;
    System.exit(summary.getTotalFailureCount() > 0 ? 3 : ran ? 0 : 4);
  }

  private static TestExecutionSummary run(LauncherDiscoveryRequestBuilder tests) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(tests.build(), listener);
    return listener.getSummary();
  }
}
