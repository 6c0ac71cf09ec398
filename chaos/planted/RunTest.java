import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Runs one test class: ends with 0 if it passes, 3 if it fails, 4 if there is nothing to run. */
class RunTest {

  public static void main(String[] args) {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(args[0])).build(),
            listener);
    listener.getSummary().printFailuresTo(new PrintWriter(System.out), 5);
    boolean ran = listener.getSummary().getTestsSucceededCount() > 0;
    System.exit(listener.getSummary().getTotalFailureCount() > 0 ? 3 : ran ? 0 : 4);
  }
}
