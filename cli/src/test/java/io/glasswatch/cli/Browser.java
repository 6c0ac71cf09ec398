package io.glasswatch.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A real browser without a window; a machine without one skips the test, but for CI=true. */
public final class Browser implements AutoCloseable {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Opens {@code url} in a new browser, or skips the test that asks. */
  public static Browser open(String url, int width, int height) {
    boolean installed = Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    if (!installed && "true".equals(System.getenv("CI"))) {
      throw new AssertionError("the build server has no " + CHROMIUM + " or no " + DRIVER);
    }
    assumeTrue(installed, "needs " + CHROMIUM + " and " + DRIVER);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toString());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options));
    browser.driver.manage().window().setSize(new Dimension(width, height));
    browser.driver.get(url);
    return browser;
  }

  public ChromeDriver driver() {
    return driver;
  }

  /**
   * Writes what is shown to {@code docs/images/NAME} if the system property {@code
   * glasswatch.screenshots} is {@code true}.
   */
  public void screenshot(String name) throws IOException {
    if (Boolean.getBoolean("glasswatch.screenshots")) {
      Path images = Path.of(System.getProperty("glasswatch.root"), "docs", "images");
      Files.createDirectories(images);
      Files.write(images.resolve(name), driver.getScreenshotAs(OutputType.BYTES));
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
