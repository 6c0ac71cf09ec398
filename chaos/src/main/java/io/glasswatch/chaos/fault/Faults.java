package io.glasswatch.chaos.fault;

import io.glasswatch.chaos.traffic.Workload;
import io.glasswatch.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What each {@link Fault} does. */
final class Faults {

  private static final String FIRST = "a";
  private static final String SECOND = "b";

  /** Longer than the session of the stream app and of the worker. */
  private static final long BEYOND_SESSION_MILLIS = 12_500;

  private static final long SLOW_MILLIS = 8_000;
  private static final int SLOWER = 100;
  private static final int MOST_FLIPS = 6;
  private static final int STORM = 5;

  private Faults() {}

  static void killApp(Scene scene, Random random) throws Exception {
    scene.app(FIRST).kill();
    pause(random.nextInt(1_500));
    scene.startApp(FIRST);
  }

  static void zombie(Scene scene, Random random) throws Exception {
    scene.startApp(SECOND);
    scene.strikes();
    scene.app(FIRST).pause();
    pause(BEYOND_SESSION_MILLIS);
    scene.app(FIRST).resume();
    pause(2_000 + random.nextInt(2_000));
    scene.dismissApp(SECOND);
  }

  static void second(Scene scene, Random random) throws Exception {
    scene.startApp(SECOND);
    pause(2_000 + random.nextInt(4_000));
    scene.dismissApp(SECOND);
  }

  /** Some of those that come are killed, the others go in order. */
  static void storm(Scene scene, Random random) throws Exception {
    for (int time = 0; time < STORM; time++) {
      scene.startApp(SECOND);
      pause(random.nextInt(2_000));
      if (random.nextBoolean()) {
        scene.app(SECOND).kill();
      }
      scene.dismissApp(SECOND);
    }
  }

  /** One after the other, as a rollout does it: for a while both versions share the partitions. */
  static void upgrade(Scene scene, Random random) throws Exception {
    scene.upgrade();
    scene.startApp(SECOND);
    pause(2_000 + random.nextInt(2_000));
    scene.app(FIRST).close();
    scene.startApp(FIRST);
    pause(1_000 + random.nextInt(2_000));
    scene.dismissApp(SECOND);
    scene.worker().close();
    scene.startWorker();
  }

  static void killWorker(Scene scene, Random random) throws Exception {
    scene.worker().kill();
    pause(random.nextInt(1_500));
    scene.startWorker();
  }

  /** It works one hundredth of the time. */
  static void slowWorker(Scene scene, Random random) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SLOW_MILLIS);
    while (System.nanoTime() < end) {
      scene.worker().pause();
      pause(10 * (SLOWER - 1));
      scene.worker().resume();
      pause(10);
    }
  }

  static void hangWorker(Scene scene, Random random) throws Exception {
    scene.worker().pause();
    pause(BEYOND_SESSION_MILLIS);
    scene.worker().resume();
  }

  static void bounce(Scene scene, Random random) throws Exception {
    EmbeddedKafka broker = scene.broker(random);
    broker.kill();
    pause(2_000 + random.nextInt(2_000));
    broker.restart();
  }

  static void hangBroker(Scene scene, Random random) throws Exception {
    EmbeddedKafka broker = scene.broker(random);
    broker.pause();
    pause(5_000 + random.nextInt(4_000));
    broker.resume();
  }

  static void cut(Scene scene, Random random) throws Exception {
    scene.network(Proxy::cut);
    pause(4_000 + random.nextInt(3_000));
    scene.network(Proxy::heal);
  }

  static void silence(Scene scene, Random random) throws Exception {
    scene.network(Proxy::silence);
    pause(5_000 + random.nextInt(4_000));
    scene.network(Proxy::heal);
  }

  static void delay(Scene scene, Random random) throws Exception {
    long millis = 50L + random.nextInt(150);
    scene.network(proxy -> proxy.delay(millis));
    pause(5_000);
    scene.network(Proxy::heal);
  }

  /** The disk is full while the app works, and while it flushes what it has and ends. */
  static void fillDisk(Scene scene, Random random) throws Exception {
    while (files(scene, "CURRENT").isEmpty()) {
      // RocksDB has not begun; a disk that is full before is another fault.
      pause(200);
    }
    scene.app(FIRST).fillDisk();
    pause(4_000 + random.nextInt(4_000));
    scene.strikes();
    scene.app(FIRST).close();
    scene.startApp(FIRST);
  }

  static void deleteState(Scene scene, Random random) throws Exception {
    scene.app(FIRST).kill();
    try (Stream<Path> files = Files.walk(scene.state(FIRST))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    scene.startApp(FIRST);
  }

  static void corruptCheckpoints(Scene scene, Random random) throws Exception {
    List<Path> checkpoints = filesOfTheClosedApp(scene, "\\.checkpoint.*");
    for (Path file : checkpoints) {
      Files.write(file, "\u0000garbage".getBytes(StandardCharsets.UTF_8));
    }
    scene.startApp(FIRST);
  }

  static void flipBits(Scene scene, Random random) throws Exception {
    List<Path> tables = filesOfTheClosedApp(scene, ".*\\.sst");
    Collections.shuffle(tables, random);
    for (Path table : tables.subList(0, Math.min(MOST_FLIPS, tables.size()))) {
      byte[] bytes = Files.readAllBytes(table);
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(table, bytes);
    }
    scene.startApp(FIRST);
  }

  /**
   * Closes the app, and returns its files of that name. One that has just begun has none yet, and
   * is given more time: a fault that finds nothing to break would prove nothing.
   */
  private static List<Path> filesOfTheClosedApp(Scene scene, String name) throws Exception {
    for (int attempt = 0; attempt < 5; attempt++) {
      scene.app(FIRST).close();
      List<Path> found = files(scene, name);
      if (!found.isEmpty()) {
        return found;
      }
      scene.startApp(FIRST);
      pause(5_000);
    }
    throw new IllegalStateException("the app leaves no files like %s to break".formatted(name));
  }

  static void poison(Scene scene, Random random) throws Exception {
    scene.traffic().burst(50 + random.nextInt(100), Workload::poison);
    pause(3_000);
  }

  static void slowTexts(Scene scene, Random random) throws Exception {
    scene.traffic().burst(40, Workload::slow);
    pause(2_000);
  }

  static void displace(Scene scene, Random random) throws Exception {
    scene.traffic().burst(60, Workload::displaced);
    pause(1_000);
  }

  static void forge(Scene scene, Random random) throws Exception {
    scene.traffic().burst(30, Workload::forged);
    pause(1_000);
  }

  static void hammer(Scene scene, Random random) throws Exception {
    URI metrics = URI.create(scene.urls().get(FIRST));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (System.nanoTime() < end) {
      try (InputStream in = metrics.toURL().openStream()) {
        in.readAllBytes();
      }
    }
  }

  private static List<Path> files(Scene scene, String name) throws IOException {
    try (Stream<Path> all = Files.walk(scene.state(FIRST))) {
      return new ArrayList<>(
          all.filter(file -> file.getFileName().toString().matches(name)).sorted().toList());
    }
  }

  private static void pause(long millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }
}
